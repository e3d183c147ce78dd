"""A notebook cannot open the registers with what the run's surrounding holds."""

import json
import os
import subprocess
import sys
from pathlib import Path

SHOW = """
import json, os, sys, tempfile
tempfile.gettempdir()
from pathlib import Path
from fsb_lib.processes.environment import enter_private_surrounding
folder = Path(sys.argv[1])
enter_private_surrounding(folder, folder / "cache", folder / "prepared")
print(json.dumps([sorted(os.environ), tempfile.gettempdir()]))
"""


def test_addresses_and_passwords_of_databases_are_left_out(tmp_path: Path) -> None:
    private = {
        "FSB_REGISTERS_URL": "duckdb:///x",
        "FSB_KEY_FILE": "key",
        "PGPASSWORD": "hemmelig",
        "PGSERVICE": "registers",
        "MINE": "PostgreSQL+psycopg://h/db",
        "LAKE": "snapshot+spark:///lake/2010",
        "OTHER": "oracle://me:hemmelig@h/db",
    }
    harmless = {"NOTE": "see https://example.org/@me", "EMPTY": "", "LANGUAGE": "da"}
    done = subprocess.run(
        [sys.executable, "-c", SHOW, str(tmp_path)],
        env={**os.environ, **private, **harmless},
        capture_output=True,
        text=True,
        check=True,
    )
    names, temporary = json.loads(done.stdout)
    left = set(names)
    assert temporary == str(tmp_path)  # gone with the report, also when its process is killed
    assert not left & private.keys()
    assert harmless.keys() <= left
