"""Where a snapshot lies, when that is an engine and no folder of this machine.

    snapshot+postgresql://user@host:5432/db?schema=sof_2010    filled by `fsb load`
    snapshot+spark:///lake/sof_2010                            a snapshot folder that Spark reads
    snapshot+spark:///?folder=s3a://lake/sof_2010              the same in an object store
    snapshot+spark:///lake/sof_2010?remote=sc://host:15002     by a Spark Connect server

Given as itself, as `@FILE` or as `env:NAME`, like the address of a delivery in a database.
"""

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit

from fsb_lib.registers.database.address import DatabaseAddress, Dialect, options_of, parsed
from fsb_lib.registers.engines.faults import engine_fault

PREFIX: Final = "snapshot+"
_SPARK: Final = "snapshot+spark://"
_SPARK_OPTIONS: Final = frozenset({"folder", "remote"})


@dataclass(frozen=True)
class SparkAddress:
    """The folder as Spark names it, and the Spark Connect server; none: Spark on this machine."""

    folder: str = field(repr=False)
    remote: str = field(repr=False, default="")


EngineAddress = DatabaseAddress | SparkAddress


def is_engine(text: str) -> bool:
    """Whether an address is that of a snapshot in an engine."""
    return text.lower().startswith(PREFIX)


def read_engine_address(text: str) -> EngineAddress:
    """The parts of an address. Raises InputError, which does not repeat it."""
    if text.lower().startswith(_SPARK):
        return _spark(text)
    address = parsed(text[len(PREFIX) :])
    if address.dialect is not Dialect.POSTGRESQL:
        raise engine_fault("address")
    return address


def _spark(text: str) -> SparkAddress:
    try:
        parts = urlsplit(text)
    except ValueError:
        raise engine_fault("address") from None
    options = options_of(parts.query)
    folder = options.get("folder") or unquote(parts.path)
    if parts.netloc or parts.fragment or not folder.strip("/") or options.keys() - _SPARK_OPTIONS:
        raise engine_fault("address")
    return SparkAddress(folder, options.get("remote", ""))
