"""A PostgreSQL of Debian's, started for a test on a socket in a folder of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NoPostgresError(Exception):
    """There is no PostgreSQL on this machine."""


def programs() -> Path:
    """Where initdb and pg_ctl are: on the path, or where Debian puts them.

    Raises:
        NoPostgresError: nowhere; the message says how to get them.
    """
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "pg_ctl").exists():
            return folder
    raise NoPostgresError("PostgreSQL is missing: apt-get install postgresql (.ci/run does that).")


@contextmanager
def postgres() -> Iterator[str]:
    """Give the URL of a server that listens on a socket alone, and goes with the body."""
    bin_ = programs()
    folder = tempfile.mkdtemp(prefix="loopmap-pg-")
    run: dict[str, object] = {"cwd": "/", "check": True, "stdout": subprocess.DEVNULL}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root.
        user = next(pwd.getpwnam(name) for name in ("postgres", "nobody") if _known(name))
        os.chown(folder, user.pw_uid, user.pw_gid)
        run |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    data, log = f"{folder}/data", f"{folder}/log"
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c shared_buffers=16MB"
    try:
        subprocess.run(
            [bin_ / "initdb", "-D", data, "-A", "trust", "--no-sync", "-U", "loopmap",
             "-E", "UTF8", "--locale=C"],
            **run,
        )  # fmt: skip
        control = [bin_ / "pg_ctl", "-D", data]
        subprocess.run([*control, "-w", "-o", options, "-l", log, "start"], **run)
        try:
            yield f"postgres://loopmap@/postgres?host={folder}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **run)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _known(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
