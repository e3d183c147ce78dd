"""A snapshot's Parquet files read by Spark: on this machine, or by a Spark Connect server.

    /lake/sof_2010/  snapshot.json  bif_ydelser.parquet  ...    each a file or a folder of parts

A Spark session that is there already (a cluster's notebook) is used, in a session of its own.
Otherwise the address's `remote` or SPARK_REMOTE names a server, SPARK_CONF_DIR a configuration;
with none of them Spark runs here, silent and closed to the network.
"""

import hashlib
import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import ibis.expr.types as ir

from fsb_lib.registers.database.connection import Backend
from fsb_lib.registers.engines.address import SparkAddress
from fsb_lib.registers.engines.faults import engine_fault
from fsb_lib.registers.snapshot_files import DESCRIPTION

Session = Any  # pyspark is an extra
Answer = TypeVar("Answer")

# Spark's own standards are a cluster's: 200 parts for every shuffle, ports for everybody, and a
# compiler whose work pays after hours only (it took more than the questions themselves).
LOCAL_SETTINGS: Final[Mapping[str, str]] = {
    "spark.master": "local[*]",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.authenticate": "true",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",
}
_SETTINGS: Final[Mapping[str, str]] = {
    "spark.app.name": "fsb",
    "spark.ui.showConsoleProgress": "false",
}


@dataclass(frozen=True)
class SparkEngine:
    """A folder before an open session. `views`: what its tables are called there begins so."""

    backend: Backend
    session: Session
    folder: str
    views: str

    def description(self) -> bytes:
        def content() -> bytes:
            files = self.session.read.format("binaryFile")
            return bytes(files.load(f"{self.folder}/{DESCRIPTION}").first().content)

        return _asked(content)

    def table(self, name: str) -> ir.Table:
        path, view = f"{self.folder}/{name}.parquet", f"{self.views}_{name}"
        found: ir.Table = _asked(lambda: self.backend.read_parquet(path, table_name=view))
        return found


def open_spark(address: SparkAddress) -> SparkEngine:
    """Raises InputError when there is no Spark, or it does not start or answer."""
    try:
        backend = _keeping_rows()
    except ImportError:
        raise engine_fault("no_spark") from None
    try:
        session = _session(address.remote or os.environ.get("SPARK_REMOTE", ""))
        connected = backend.connect(session)
    except Exception:  # Java's and the network's many kinds, which would repeat the address
        raise engine_fault("spark_not_started") from None
    folder = address.folder.rstrip("/")
    views = "fsb_" + hashlib.sha256(folder.encode()).hexdigest()[:12]
    return SparkEngine(connected, session, folder, views)


def _keeping_rows() -> Backend:
    """Ibis's Spark with another way to cache: the rows are kept, and how they came about is not.

    A table that Spark caches keeps its whole plan, and every question about it is planned from
    the files on. A population made of another doubles the plan with each mention: the compiler
    ran out of memory before the first row was read. A checkpoint's plan is one leaf, its rows.
    Raises ImportError when pyspark, an extra, is not there.
    """
    from ibis.backends import pyspark  # noqa: PLC0415

    class KeepingRows(pyspark.Backend):  # type: ignore[misc] # ibis has no types
        _session: Session

        def _create_cached_table(self, name: str, expr: ir.Table) -> ir.Table:
            self._run_pre_execute_hooks(expr)  # the days that it asks about become a view
            made = self._session.sql(self.compile(expr))
            renamed = made.toDF(*expr.columns)  # two tables that keep one column are told apart
            renamed.localCheckpoint().createTempView(name)
            return self.table(name)

        def _drop_cached_table(self, name: str) -> None:
            self._session.catalog.dropTempView(name)

    return KeepingRows()


def _session(remote: str) -> Session:
    from pyspark.sql import SparkSession  # noqa: PLC0415

    if remote:
        return SparkSession.builder.remote(remote).getOrCreate()
    there = SparkSession.getActiveSession() or _started()
    return there.newSession() if hasattr(there, "sparkContext") else there


def _started() -> Session:
    """A Spark of this process's own; it ends with the process."""
    from pyspark import SparkConf, SparkContext  # noqa: PLC0415
    from pyspark.java_gateway import launch_gateway  # noqa: PLC0415
    from pyspark.sql import SparkSession  # noqa: PLC0415

    own = {} if "SPARK_CONF_DIR" in os.environ else LOCAL_SETTINGS
    conf = SparkConf().setAll([*_SETTINGS.items(), *own.items()])
    # What Java says would stand in a notebook or a terminal, and could quote a value.
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    gateway = launch_gateway(conf=conf, popen_kwargs=silent)
    return SparkSession(SparkContext(conf=conf, gateway=gateway))


def _asked(question: Callable[[], Answer]) -> Answer:
    try:
        return question()
    except Exception:  # Java's many kinds, which would repeat the address
        raise engine_fault("no_snapshot") from None
