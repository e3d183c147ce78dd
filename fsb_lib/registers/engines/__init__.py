"""What can hold a snapshot's tables while they are measured: DuckDB, PostgreSQL, Spark.

In: an address and a description. Out: Ibis connections. Imported by `snapshot` and `cpr_process`.
Doors: `duckdb_engine.connected`, `postgresql.open_postgresql`, `spark.open_spark`.
"""
