"""What can hold a snapshot's tables while they are measured: DuckDB, PostgreSQL, Spark.

In: an address and a description. Out: Ibis connections. Imported by `snapshot`.
"""
