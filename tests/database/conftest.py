"""The database that the tests of this folder read, and schemas in it."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from fsb_lib.registers.intake.pseudonyms import KEY_VARIABLE
from fsb_lib.synthetic import twin_city
from fsb_lib.synthetic.files.delivery_writer import write_delivery
from tests.database.loading import Schema

_numbers = count(1)


@pytest.fixture(autouse=True)
def no_key_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)


@pytest.fixture
def schema(postgres_url: str) -> Iterator[Schema]:
    """An empty schema of its own."""
    name = f"Bif Søf {os.getpid()}-{next(_numbers)}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        made = Schema(connection, postgres_url, name)
        connection.execute(f"CREATE SCHEMA {made.quoted}")
        yield made
        connection.execute(f"DROP SCHEMA {made.quoted} CASCADE")


@pytest.fixture(scope="session")
def small_city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small twin city as a delivery of text files."""
    folder = tmp_path_factory.mktemp("city") / "delivery"
    write_delivery(twin_city(300, 7), folder)
    return folder
