"""A database with every migration applied, made once for a set of migrations and copied for each run and worker.

Applying them takes half a minute of work, most of it Django drawing the models anew; a copy takes a second. The key
is a digest of the files of the migrations and of the libraries, so what is copied is what they would have made. That they
apply from nothing is shown every time that something in them changed, and by `make demo`.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

HERE = Path(__file__).parents[2]
PREFIX = "lerendwerken_migrated_"
KEPT = 8


def key() -> str:
    """Of our migrations, of what they import of ours by name, and of the libraries that bring migrations along."""
    found = sha256(repr(sorted((d.name, d.version) for d in distributions())).encode())
    files = [
        *HERE.glob("*/migrations/*.py"),
        *HERE.glob("cycles/**/default_*.py"),
        *HERE.glob("lerendwerken/lib/wordsearch.py"),
        *HERE.glob("teams/audit/guard.py"),
    ]
    for file in sorted(files):
        found.update(str(file.relative_to(HERE)).encode() + file.read_bytes())
    return found.hexdigest()[:16]


def _migrate(url: str) -> None:
    """In a process of its own: this one has its connection to another database."""
    environ = {**os.environ, "DATABASE_URL": url, "LERENDWERKEN_MODE": "test"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=HERE, env=environ, check=True)


def _held(name: str) -> Any:
    """One process makes it, the others wait; let go when the file is closed."""
    lock = (Path(tempfile.gettempdir()) / f"{PREFIX}{os.getuid()}_{name}.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def postgres(url: str) -> str:
    """Name of a template on the server of a URL. Only the newest few stay: other working copies may have theirs here."""
    import psycopg

    parts, name = urlsplit(url), PREFIX + key()
    admin = urlunsplit(parts._replace(path="/postgres", query=""))
    with _held("postgres"), psycopg.connect(admin, autocommit=True) as connection:
        making = f"{PREFIX}making"
        rows = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid DESC", [f"{PREFIX}%"]
        )
        there = [row[0] for row in rows]
        if name not in there:
            for old in {making, *there[KEPT:]}:
                connection.execute(f'DROP DATABASE IF EXISTS "{old}"')
            connection.execute(f'CREATE DATABASE "{making}"')
            _migrate(urlunsplit(parts._replace(path=f"/{making}")))
            connection.execute(f'ALTER DATABASE "{making}" RENAME TO "{name}"')
    return name


def sqlite(to: Path) -> None:
    """A copy at a path."""
    folder = HERE / "var" / "tests"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{PREFIX}{key()}.sqlite3"
    with _held("sqlite"):
        if not kept.exists():
            for old in folder.glob(f"{PREFIX}*"):
                old.unlink()
            making = folder / f"{PREFIX}making"
            _migrate(f"sqlite:///{making}")
            making.rename(kept)
    shutil.copyfile(kept, to)
