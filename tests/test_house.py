"""What holds for the whole house, whatever is built in it."""

import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from teams.privacy.registry import REGISTRY, parts
from teams.structure.access import DECLARED

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 450  # lines of a file; around 400 is the moment to split it
LONGEST_TEST = 600
TEXTS = {"cycles/prompts/default_set.py"}  # the questions themselves: a list of sentences, not code
OURS = ("lerendwerken", "teams", "cycles")
# Django's own tables that hold nothing about a person; a session is a random key and the id in it.
NOT_ABOUT_PEOPLE = {"contenttypes.ContentType", "auth.Permission", "auth.Group", "sessions.Session"}
# Fields that this product must never have (TP4, W11): scores of people, moods, and when somebody was last here.
BANNED = re.compile(r"(^|_)(score|rank|rating|emotion|mood|sentiment|last_login|last_seen|streak)(_|$)")


@cache
def tracked(*patterns: str) -> tuple[Path, ...]:
    """Files in git, also new ones that are not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


def addresses(resolver: URLResolver | None = None, route: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the app and its pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, here)
        else:
            yield here, pattern


@pytest.mark.shows("TA1")
def test_every_address_declares_who_may_use_it():
    found = list(addresses())
    undeclared = [
        f"{route} ({pattern.name})"
        for route, pattern in found
        if not getattr(pattern.callback, "access_rule", None) and pattern.name not in DECLARED
    ]
    assert len(found) > 10
    assert not undeclared, "these views carry no rule of access.py: " + ", ".join(undeclared)


def test_what_is_declared_for_views_of_others_still_exists():
    assert set(DECLARED) <= {pattern.name for _, pattern in addresses()}


@pytest.mark.shows("TP4")
def test_every_model_says_what_kind_of_data_it_holds():
    unclassified = [
        model._meta.label
        for model in apps.get_models(include_auto_created=False)
        if model not in REGISTRY and model._meta.label not in NOT_ABOUT_PEOPLE
    ]
    assert not unclassified, "classify these in privacy: " + ", ".join(unclassified)


@pytest.mark.shows("TP4")
def test_the_path_to_whose_data_it_is_leads_to_a_person():
    for model in REGISTRY:
        for known in parts(model):
            if known.subject:
                # Builds the query without running it; a wrong name raises FieldError.
                str(model._default_manager.filter(**{known.subject: 1}).query)


@pytest.mark.shows("TP4", "W11")
def test_no_model_scores_people_guesses_moods_or_remembers_when_they_were_here():
    banned = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for field in model._meta.get_fields()
        if BANNED.search(field.name)
    ]
    assert not banned


def test_no_file_is_longer_than_one_can_oversee():
    long = {}
    for path in tracked("*.py", "*.html", "*.css", "*.js", "*.sh"):
        if "migrations" in path.parts or path.name.endswith(".min.js"):
            continue
        name, count = str(path.relative_to(ROOT)), len(path.read_text().splitlines())
        if name not in TEXTS and count > (LONGEST_TEST if name.startswith("tests/") else LONGEST):
            long[name] = count
    assert not long, f"split these by noun: {long}"


def test_no_address_of_a_package_registry_is_committed():
    hosts = [re.escape(host) for host in _registries()]
    spelled = re.compile(
        "|".join([*hosts, r"--(?:extra-)?index-url\s+\S", r"pythonhosted\.", r"registry\.npmjs"])
    )
    found = []
    for path in tracked():
        if path.suffix in {".png", ".woff2", ".mo", ".ico", ".xlsx"} or path == Path(__file__):
            continue
        if spelled.search(path.read_text(errors="replace")):
            found.append(str(path.relative_to(ROOT)))
    assert not found
    assert not [path for path in tracked() if path.name in {"uv.lock", "pylock.toml", "package-lock.json"}]


def test_every_pinned_package_has_its_hash():
    for path in tracked("requirements/*.txt"):
        pins = [line for line in path.read_text().splitlines() if re.match(r"[a-z0-9]", line)]
        assert pins
        assert all("==" in pin and pin.rstrip().endswith("\\") for pin in pins)


def test_only_the_clock_asks_for_the_time():
    asking = re.compile(r"\btimezone\.now\b|\bdatetime\.(?:utc)?now\(|\bdate\.today\(|\btime\.time\(\)")
    clock = ROOT / "lerendwerken" / "lib" / "clock.py"
    found = [
        str(path.relative_to(ROOT))
        for path in tracked(*(f"{package}/**/*.py" for package in OURS))
        if path != clock and asking.search(path.read_text())
    ]
    assert not found, f"use lerendwerken.lib.clock: {found}"


@pytest.mark.shows("TW1")
def test_templates_of_pages_hold_no_inline_style_and_no_inline_script():
    # Mail is another medium: it has no style sheet of its own and no policy.
    pages = [p for p in tracked("templates/*.html", "templates/**/*.html") if "email" not in p.parts]
    inline = re.compile(r"""\sstyle=["']|\son[a-z]+=["']|\shx-on|<style|javascript:|<script(?![^>]*\ssrc=)""")
    found = [str(path.relative_to(ROOT)) for path in pages if inline.search(path.read_text())]
    assert pages
    assert not found


@pytest.mark.django_db
@pytest.mark.shows("TW1", "TW6")
@pytest.mark.parametrize("path", ["/aanmelden/", "/bestaat-niet/", "/health/live"])
def test_every_answer_carries_the_policy_and_the_headers(client: Client, path: str):
    response = client.get(path)
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "*" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
@pytest.mark.shows("TW3")
def test_pages_of_a_person_are_not_kept_by_the_browser(client_for, professional):
    assert "no-store" in client_for(professional).get("/")["Cache-Control"]


def _registries() -> set[str]:
    """Hosts that this machine fetches packages from; they belong to the machine, not to the project."""
    named = [
        value for name, value in os.environ.items() if re.search(r"INDEX_URL|REGISTRY", name, re.IGNORECASE)
    ]
    for file in (
        "/etc/pip.conf",
        "~/.pip/pip.conf",
        "~/.config/pip/pip.conf",
        "~/.npmrc",
        "~/.config/uv/uv.toml",
    ):
        path = Path(file).expanduser()
        if path.is_file():
            named.append(path.read_text())
    hosts = {host for text in named for host in re.findall(r"https?://(?:[^/@\s]*@)?([\w.-]+)", text)}
    return hosts - {"localhost", "127.0.0.1"}
