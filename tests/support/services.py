"""PostgreSQL and Redis for the tests: found or started before Django reads its settings.

A pytest plugin (`addopts = -p tests.support.services`). For each of the two, in this order: the address in
DATABASE_URL or REDIS_URL; a server on the standard port that lets us in; a server of our own from installed
binaries; else the run ends with exit code 4 and the line that installs it. It never skips.

`--sqlite` runs the suite in the embedded shape instead: SQLite and no Redis. Tests marked `postgres` or
`redis` are then left out, and those that open no database: they ran beside PostgreSQL already.
`--own-services` passes over the servers that are there and starts its own.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Generator, Mapping, MutableMapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.support.claims import claim_database_name, claim_redis_number
from tests.support.own_servers import NotInstalledError, OwnPostgres, OwnRedis, OwnServer, free_port

NAME = "lerendwerken"
# What a developer has set for the app must not leak into the tests.
KEEP = {"LERENDWERKEN_SCREENSHOTS"}


@dataclass(frozen=True, slots=True)
class Found:
    """A service that answers: `told` says in words where it came from."""

    url: str
    told: str
    own: OwnServer | None = None


@dataclass
class Services:
    """What this run uses; close() gives everything back, ours or borrowed."""

    lines: list[str] = field(default_factory=list)
    stack: ExitStack = field(default_factory=ExitStack)

    def close(self) -> None:
        self.stack.close()


def find_postgres(environ: Mapping[str, str], port: int = 5432) -> Found:
    """PostgreSQL where we may create databases. Raises UsageError when there is none to find or to start."""
    if url := environ.get("DATABASE_URL"):
        version, problem = ask_postgres(url)
        if problem:
            raise pytest.UsageError(f"DATABASE_URL does not answer: {problem}")
        return Found(url, f"PostgreSQL {version} from DATABASE_URL")
    host = environ.get("PGHOST", "127.0.0.1")
    for login in ("postgres", "postgres:postgres"):
        url = f"postgres://{login}@{host}:{port}/postgres"
        version, problem = ask_postgres(url)
        if not problem:
            return Found(url, f"PostgreSQL {version} at {host}:{port}")
    try:
        own = OwnPostgres()
    except NotInstalledError as missing:
        raise pytest.UsageError(str(missing)) from None
    return Found(own.url, f"PostgreSQL {own.version}, started for this run", own)


def find_redis(environ: Mapping[str, str], port: int = 6379) -> Found:
    """Redis or Valkey. Raises UsageError when there is none to find or to start."""
    if url := environ.get("REDIS_URL"):
        version, problem = ask_redis(url)
        if problem:
            raise pytest.UsageError(f"REDIS_URL does not answer: {problem}")
        return Found(url, f"Redis {version} from REDIS_URL")
    url = f"redis://127.0.0.1:{port}"
    version, problem = ask_redis(url)
    if not problem:
        return Found(url, f"Redis {version} at 127.0.0.1:{port}")
    try:
        own = OwnRedis()
    except NotInstalledError as missing:
        raise pytest.UsageError(str(missing)) from None
    return Found(own.url, f"Redis {own.version}, started for this run", own)


def ask_postgres(url: str) -> tuple[str, str]:
    """Its version and an empty problem, or the problem in a line."""
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            row = connection.execute(
                "SELECT current_setting('server_version'), rolcreatedb OR rolsuper"
                " FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        return "", str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    version, may_create = row or ("", False)
    return version.split()[0], "" if may_create else "this login may not create databases"


def ask_redis(url: str) -> tuple[str, str]:
    """Its version and an empty problem, or the problem in a line."""
    import redis

    try:
        with redis.Redis.from_url(url, socket_timeout=3, socket_connect_timeout=3) as client:
            return str(client.info("server")["redis_version"]), ""  # type: ignore[index]
    except redis.RedisError as error:
        return "", str(error) or type(error).__name__


def prepare(environ: MutableMapping[str, str], *, sqlite: bool, own: bool, worker: bool) -> Services:
    """Sets the variables that the settings read. A worker of xdist inherits all but its own Redis number."""
    services = Services()
    try:
        if not worker:
            for name in [n for n in environ if n.startswith("LERENDWERKEN_") and n not in KEEP]:
                del environ[name]
            environ["LERENDWERKEN_MODE"] = "test"
            if sqlite:
                _sqlite(environ, services)
            else:
                _servers(environ, services, own)
        if not sqlite:
            url, number = services.stack.enter_context(claim_redis_number(environ["REDIS_URL"]))
            environ["REDIS_URL"] = url
            services.lines.append(f"Redis database {number}")
        # Links in mails and pages must lead to the server of this very process.
        environ["LERENDWERKEN_URL"] = f"http://localhost:{free_port()}"
    except BaseException:
        services.close()
        raise
    return services


def _servers(environ: MutableMapping[str, str], services: Services, own: bool) -> None:
    given: Mapping[str, str] = {} if own else environ
    ports = (1, 1) if own else (5432, 6379)  # nobody listens on port 1
    postgres = find_postgres(given, ports[0])
    if postgres.own:
        services.stack.callback(postgres.own.stop)
    redis = find_redis(given, ports[1])
    if redis.own:
        services.stack.callback(redis.own.stop)
    name = services.stack.enter_context(claim_database_name(postgres.url, NAME))
    parts = urlsplit(postgres.url)
    # What a test wrote may vanish in a power cut; waiting for the disk costs a third of the time.
    query = parts.query or "options=-c%20synchronous_commit%3Doff"
    environ["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{name}", query=query))
    environ["REDIS_URL"] = redis.url
    services.lines += [f"{postgres.told}, databases test_{name}*", redis.told]


def _sqlite(environ: MutableMapping[str, str], services: Services) -> None:
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = tempfile.mkdtemp(prefix="lerendwerken-tests-", dir=memory)
    services.stack.callback(shutil.rmtree, folder, ignore_errors=True)
    environ["DATABASE_URL"] = f"sqlite:///{folder}/tests.sqlite3"
    environ.pop("REDIS_URL", None)
    services.lines.append("SQLite, no Redis (--sqlite)")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("lerendwerken")
    group.addoption("--sqlite", action="store_true", help="run on SQLite, without PostgreSQL and Redis")
    group.addoption("--own-services", action="store_true", help="start PostgreSQL and Redis of our own")


KEY = pytest.StashKey[Services]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    # A wrapper, because pytest-django reads the settings in this same hook.
    options = early_config.known_args_namespace
    worker = "PYTEST_XDIST_WORKER" in os.environ and "LERENDWERKEN_MODE" in os.environ
    if not (options.help or options.version):
        services = prepare(os.environ, sqlite=options.sqlite, own=options.own_services, worker=worker)
        early_config.stash[KEY] = services
        # pytest_unconfigure is not called when a conftest or the settings fail to load.
        atexit.register(services.close)
    return (yield)


def pytest_report_header(config: pytest.Config) -> str:
    return f"services: {_told(config)}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.get_verbosity() < 0:  # -q hides the header
        terminalreporter.write_line(f"services: {_told(config)}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("sqlite"):
        return
    out = [item for item in items if not _differs_on_sqlite(item)]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in set(out)]


def _differs_on_sqlite(item: pytest.Item) -> bool:
    if item.get_closest_marker("postgres") or item.get_closest_marker("redis"):
        return False
    opens = {"db", "transactional_db"}.intersection(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("embedded")
    return bool(opens or marked or hasattr(getattr(item, "cls", None), "databases"))  # Django's own TestCase


def pytest_unconfigure(config: pytest.Config) -> None:
    if services := config.stash.get(KEY, None):
        services.close()


def _told(config: pytest.Config) -> str:
    services = config.stash.get(KEY, None)
    return ", ".join(services.lines) if services else "none"
