"""The environment, parsed once and loudly: an unknown or half-set variable stops the start with a sentence."""

import difflib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import parse_qsl, unquote, urlsplit

from lerendwerken.lib import outbound

Mode = Literal["production", "development", "demo", "test"]
ROOT = Path(__file__).resolve().parent.parent


class Refused(SystemExit):
    """The environment is not right; the message says what to do. Exits with 78, EX_CONFIG."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(78)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(self.problems)


@dataclass(frozen=True, slots=True)
class Smtp:
    """Where mail goes: smtp://user:password@host:port, or smtps:// for TLS from the start."""

    host: str
    port: int
    username: str
    password: str
    tls: Literal["none", "starttls", "tls"]


@dataclass(frozen=True, slots=True)
class Env:
    """All that a deployment can say. docs/operating.md lists each variable with an example."""

    mode: Mode
    secret_key: str
    url: str
    hosts: tuple[str, ...]
    database: dict[str, Any]
    redis_url: str
    smtp: Smtp | None
    mail_from: str
    language: str
    proxies: int
    static_root: Path
    log_level: str
    ai: tuple[outbound.Endpoint, ...]


OURS = {
    "LERENDWERKEN_MODE": "production, development, demo or test",
    "LERENDWERKEN_SECRET_KEY": "at least 50 random characters",
    "LERENDWERKEN_URL": "the address people type, such as https://leren.example.org",
    "LERENDWERKEN_HOSTS": "extra host names, with commas",
    "LERENDWERKEN_SMTP_URL": "smtp://user:password@host:587 or smtps://...",
    "LERENDWERKEN_MAIL_FROM": "the address that mails come from",
    "LERENDWERKEN_LANGUAGE": "nl or en",
    "LERENDWERKEN_PROXIES": "how many proxies of yours stand in front, 0 to 5",
    "LERENDWERKEN_STATIC_ROOT": "folder for collected static files",
    "LERENDWERKEN_LOG_LEVEL": "DEBUG, INFO, WARNING or ERROR",
    "LERENDWERKEN_POOL": "how many database connections a web process keeps at hand, 0 to 50",
    "LERENDWERKEN_AI": "a JSON list of models to spar with, see docs/operating.md",
    "LERENDWERKEN_CLOCK_FILE": "file with a moved clock; demo and test only",
    "LERENDWERKEN_SCREENSHOTS": "1 makes the tests write docs/screenshots",
}


def read(environ: Mapping[str, str] = os.environ) -> Env:
    """Parses the environment; raises Refused with every problem at once."""
    problems: list[str] = []

    for name in environ:
        if name.startswith("LERENDWERKEN_") and name not in OURS:
            near = difflib.get_close_matches(name, OURS, 1)
            hint = f" Did you mean {near[0]}?" if near else f" Known are: {', '.join(sorted(OURS))}."
            problems.append(f"{name} is not a setting of Lerendwerken.{hint}")

    mode = environ.get("LERENDWERKEN_MODE", "development")
    if mode not in get_args(Mode):
        problems.append(f"LERENDWERKEN_MODE is {mode!r}. Choose {OURS['LERENDWERKEN_MODE']}.")
    production = mode == "production"

    secret = environ.get("LERENDWERKEN_SECRET_KEY", "")
    if production and (len(secret) < 50 or len(set(secret)) < 10):
        problems.append(
            "LERENDWERKEN_SECRET_KEY must be at least 50 random characters in production. "
            "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )

    url = environ.get("LERENDWERKEN_URL", "" if production else "http://localhost:8000").rstrip("/")
    parts = urlsplit(url)
    if not url:
        problems.append("LERENDWERKEN_URL is missing. Set the address people type: https://leren.example.org")
    elif parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        problems.append(f"LERENDWERKEN_URL is {url!r}. It must look like https://leren.example.org")
    elif production and parts.scheme != "https":
        problems.append(f"LERENDWERKEN_URL is {url!r}. Production needs https.")

    database = _database(environ.get("DATABASE_URL", ""), production, problems)

    redis_url = environ.get("REDIS_URL", "")
    if redis_url and urlsplit(redis_url).scheme not in ("redis", "rediss"):
        problems.append(f"REDIS_URL is {redis_url!r}. It must look like redis://127.0.0.1:6379/0")
    if production and not redis_url:
        problems.append("REDIS_URL is missing. Production needs Redis: redis://127.0.0.1:6379/0")

    smtp = _smtp(environ.get("LERENDWERKEN_SMTP_URL", ""), problems)
    mail_from = environ.get("LERENDWERKEN_MAIL_FROM", "")
    if bool(smtp) != bool(mail_from) and mode in ("production", "development"):
        missing = "LERENDWERKEN_MAIL_FROM" if smtp else "LERENDWERKEN_SMTP_URL"
        problems.append(f"Mail is half set: {missing} is missing. Set both, or neither to run without mail.")
    if mail_from and ("@" not in mail_from or any(c in mail_from for c in "\r\n")):
        problems.append(f"LERENDWERKEN_MAIL_FROM is {mail_from!r}. It must be an address.")

    pool = environ.get("LERENDWERKEN_POOL", "0")
    if not pool.isascii() or not pool.isdigit() or int(pool) > 50:
        problems.append(f"LERENDWERKEN_POOL is {pool!r}. Give {OURS['LERENDWERKEN_POOL']}.")
    elif int(pool) and "postgresql" in database.get("ENGINE", ""):
        # Waiting for one beats a page that never comes; a lost one is found out before it is used.
        database["OPTIONS"]["pool"] = {"min_size": 1, "max_size": int(pool), "timeout": 20}

    language = environ.get("LERENDWERKEN_LANGUAGE", "nl")
    if language not in ("nl", "en"):
        problems.append(f"LERENDWERKEN_LANGUAGE is {language!r}. Choose nl or en.")

    proxies = environ.get("LERENDWERKEN_PROXIES", "0")
    if proxies not in "012345" or len(proxies) != 1:
        problems.append(f"LERENDWERKEN_PROXIES is {proxies!r}. Give {OURS['LERENDWERKEN_PROXIES']}.")

    level = environ.get("LERENDWERKEN_LOG_LEVEL", "INFO")
    if level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        problems.append(f"LERENDWERKEN_LOG_LEVEL is {level!r}. Choose {OURS['LERENDWERKEN_LOG_LEVEL']}.")

    ai: tuple[outbound.Endpoint, ...] = ()
    try:
        ai = outbound.endpoints(environ.get("LERENDWERKEN_AI") or "[]")
    except ValueError as error:
        problems.append(f"LERENDWERKEN_AI {error}. See docs/operating.md for examples.")

    if environ.get("LERENDWERKEN_CLOCK_FILE") and mode not in ("demo", "test"):
        problems.append(
            f"LERENDWERKEN_CLOCK_FILE moves the clock. That is for demo and test, not for {mode}."
        )

    if problems:
        raise Refused(problems)
    return Env(
        mode=mode,  # type: ignore[arg-type]
        secret_key=secret or "only-for-this-machine-" + mode * 5,
        url=url,
        hosts=tuple(
            {parts.hostname or "localhost", *filter(None, environ.get("LERENDWERKEN_HOSTS", "").split(","))}
        ),
        database=database,
        redis_url=redis_url,
        smtp=smtp,
        mail_from=mail_from or f"lerendwerken@{parts.hostname or 'localhost'}",
        language=language,
        proxies=int(proxies),
        static_root=Path(environ.get("LERENDWERKEN_STATIC_ROOT", str(ROOT / "staticfiles"))),
        log_level=level,
        ai=ai,
    )


def read_or_exit() -> Env:
    """For the settings: prints each problem as one line and ends the process."""
    try:
        return read()
    except Refused as refused:
        for problem in refused.problems:
            print(f"Lerendwerken cannot start: {problem}", file=sys.stderr)  # noqa: T201 - there is no log yet
        raise


def _database(url: str, production: bool, problems: list[str]) -> dict[str, Any]:
    """Django's DATABASES entry. SQLite gets WAL and IMMEDIATE: without them concurrent writers fail."""
    if not url:
        if production:
            problems.append(
                "DATABASE_URL is missing. Production needs PostgreSQL: postgres://user:password@host/name"
            )
        url = f"sqlite:///{ROOT / 'var' / 'lerendwerken.sqlite3'}"
    parts = urlsplit(url)
    if parts.scheme in ("postgres", "postgresql"):
        if not parts.path.strip("/"):
            problems.append(
                "DATABASE_URL names no database. It must look like postgres://user:password@host/name"
            )
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "OPTIONS": dict(parse_qsl(parts.query)),
            "CONN_HEALTH_CHECKS": True,
        }
    if parts.scheme == "sqlite":
        if production:
            problems.append(
                "DATABASE_URL is SQLite. Production needs PostgreSQL: postgres://user:password@host/name"
            )
        # As elsewhere: three slashes and a relative path, four and an absolute one.
        path = unquote(parts.path).removeprefix("/") or str(ROOT / "var" / "lerendwerken.sqlite3")
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    problems.append(f"DATABASE_URL begins with {parts.scheme!r}. Use postgres:// or sqlite:///path")
    return {}


def _smtp(url: str, problems: list[str]) -> Smtp | None:
    if not url:
        return None
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or port == -1:
        problems.append("LERENDWERKEN_SMTP_URL must look like smtp://user:password@host:587 or smtps://host")
        return None
    if bool(parts.username) != bool(parts.password):
        problems.append("LERENDWERKEN_SMTP_URL has a user or a password but not both.")
    options = dict(parse_qsl(parts.query))
    tls: Literal["none", "starttls", "tls"] = "tls" if parts.scheme == "smtps" else "starttls"
    if options.get("tls") == "none" or (
        parts.scheme == "smtp" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    ):
        tls = "none"
    return Smtp(
        host=parts.hostname,
        port=port or (465 if tls == "tls" else 587),
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls,
    )
