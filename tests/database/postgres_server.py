"""A PostgreSQL server for tests: one that is named, or a private one from Debian's binaries.

The private one listens on a Unix socket in a folder of its own and on no port.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

URL_VARIABLE = "FSB_TEST_POSTGRES_URL"
BINARIES = Path("/usr/lib/postgresql")
OWNER = "postgres"  # Debian's user for the server
SUPERUSER = "fsb"
# Everybody but the owner of the tests logs in with a password.
RULES = f"local all {SUPERUSER} trust\nlocal all all scram-sha-256\n"
SETTINGS = "listen_addresses = ''\nfsync = off\nmax_connections = 20\n"


class NoServerError(Exception):
    """Why no server can be had here."""


def binaries() -> Path:
    """The newest server's programs. Raises NoServerError when there is none."""
    found = sorted(BINARIES.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if not found:
        raise NoServerError(f"no {URL_VARIABLE}, and no PostgreSQL below {BINARIES}")
    return found[-1].parent


def as_server_user(*command: str | Path) -> None:
    """Runs one of the server's programs, which refuse to run as root."""
    server_user = {"user": OWNER, "group": OWNER, "extra_groups": []} if os.geteuid() == 0 else {}
    done = subprocess.run(
        [str(word) for word in command],
        stdout=subprocess.DEVNULL,
        cwd="/",
        check=False,
        **server_user,
    )
    if done.returncode:
        raise NoServerError(f"{Path(command[0]).name} ended with code {done.returncode}")


@contextmanager
def private_server() -> Iterator[str]:
    """The address of a server that lives as long as the block."""
    programs = binaries()
    folder = Path(tempfile.mkdtemp(prefix="fsb-postgres-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, OWNER)
        data = folder / "data"
        options = ["--no-sync", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        as_server_user(programs / "initdb", "-D", data, "-U", SUPERUSER, *options)
        (data / "pg_hba.conf").write_text(RULES, encoding="utf-8")
        with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(f"{SETTINGS}unix_socket_directories = '{folder}'\n")
        control = (programs / "pg_ctl", "-D", data, "-l", folder / "log", "-w")
        as_server_user(*control, "start")
        try:
            yield f"postgresql://{SUPERUSER}@/postgres?host={folder}"
        finally:
            as_server_user(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server() -> Iterator[str]:
    """The address of a server: the one that the environment names, or a private one."""
    if named := os.environ.get(URL_VARIABLE):
        yield named
        return
    with private_server() as url:
        yield url
