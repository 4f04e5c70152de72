"""The pack for the works council: every setting of it can be seen to change, and an administrator hears of it (W10)."""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import CheckConstraint, Field, Model
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cycles.outcomes.figures import kept
from cycles.sparring.models import PartnerSettings
from cycles.weekly import tasks
from lerendwerken.lib.outbound import Endpoint
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from teams.council import contents, pack, recording, sections
from teams.council.models import CouncilPack
from teams.council.sections import KEPT_OUT, SECTIONS
from teams.notifications.channels.email import build
from teams.notifications.messages import MESSAGES
from teams.notifications.models import Notification
from teams.privacy.keeping import as_long_as
from teams.privacy.registry import REGISTRY
from teams.structure import matrix
from teams.structure.models import Organisation
from tests import builders
from tests.conftest import Cast
from tests.support.hands import Hands

pytestmark = pytest.mark.django_db
Clients = Callable[[User | None], Client]
Patch = pytest.MonkeyPatch
LOCAL = Endpoint("Eigen model", "http://10.0.0.4:8000/v1", "klein", local=True)
OTHER = Endpoint("Ander model", "https://ai.example.org/v1", "groot")


@pytest.fixture(autouse=True)
def _here(at: Hands, settings: Any) -> None:
    at("2026-04-01 10:00")
    settings.AI_ENDPOINTS = (LOCAL, OTHER)


# Every setting can be otherwise ---------------------------------------------------------------------


def otherwise(field: "Field[Any, Any]", value: Any) -> Any:
    """Another value that this field can have."""
    if field.choices:
        return next(key for key, _words in field.flatchoices if key != value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, Decimal)):
        return value + 1
    if isinstance(value, date):
        return date(2025, 2, 3)
    return date(2025, 2, 3) if value is None else f"{value}x"


def of_row(model: type[Model], name: str, patch: Patch) -> None:
    row = model.get()  # type: ignore[attr-defined]
    real = {"model": OTHER.name, "time_zone": "Europe/Brussels", "holiday_country": "BE"}
    setattr(row, name, real.get(name) or otherwise(model._meta.get_field(name), getattr(row, name)))
    row.save()


def replaced(row: matrix.Row, patch: Patch) -> None:
    rows = {
        key: dataclasses.replace(one, manager=matrix.only("alles")) if one is row else one  # type: ignore[arg-type]
        for key, one in matrix.ROWS.items()
    }
    patch.setattr(contents, "ROWS", rows)


def moved_on(key: str, patch: Patch) -> None:
    """Data of this kind and term is kept as long as the building stands."""
    kind, term = key.split(":", 1)
    for model, known in REGISTRY.items():
        if known.default == kind and (known.keep.in_english if known.keep else "") == term:
            longer = as_long_as("as long as the building stands", "zolang het gebouw staat")
            patch.setitem(REGISTRY, model, dataclasses.replace(known, keep=longer))
            return
    raise AssertionError(key)


def reworded(module: Any, key: str, patch: Patch) -> None:
    """A fixed sentence of a section says something else."""
    whole = SECTIONS[module]
    patch.setitem(
        SECTIONS,
        module,
        dataclasses.replace(
            whole,
            settings=lambda: [
                dataclasses.replace(one, value="Anders.") if one.key == key else one
                for one in whole.settings()
            ],
        ),
    )


def ways() -> dict[str, Callable[[Patch], None]]:
    """Setting -> how it becomes otherwise where it really lives. A fixed sentence lives in its own section."""
    found: dict[str, Callable[[Patch], None]] = {
        "server.address": lambda p: p.setattr(settings, "BASE_URL", "https://elders.example.org"),
        "server.mail_is_on": lambda p: p.setattr(settings, "MAIL_ON", not settings.MAIL_ON),
        "server.mail_server": lambda p: p.setattr(
            settings, "MAILERS", {"default": {"OPTIONS": {"host": "mail.example.org"}}}
        ),
        "server.session_days": lambda p: p.setattr(settings, "SESSION_COOKIE_AGE", 86400),
        "week.publish_hour": lambda p: p.setattr(tasks, "PUBLISH_HOUR", 12),
        "figures.weeks": lambda p: p.setattr(kept, "MOST_WEEKS", 50),
        "ai.answers": lambda p: p.setattr(settings, "AI_ENDPOINTS", (OTHER, LOCAL)),
        "ai.health_words": lambda p: p.setattr("cycles.sparring.council.health_words", lambda: ("griep",)),
        "ai.stopped": lambda p: p.setattr("cycles.sparring.council.STOPPED", ("een naam",)),
        f"ai.endpoint:{LOCAL.name}": lambda p: p.setattr(
            settings, "AI_ENDPOINTS", (dataclasses.replace(LOCAL, url="http://10.0.0.5:1/v1"), OTHER)
        ),
        f"ai.endpoint:{OTHER.name}": lambda p: p.setattr(settings, "AI_ENDPOINTS", (LOCAL,)),
    }
    for key, model in (("organisation", Organisation), ("ai", PartnerSettings)):
        for field in model._meta.concrete_fields:
            if field.name not in KEPT_OUT[model]:
                found[f"{key}.{field.name}"] = lambda p, m=model, n=field.name: of_row(m, n, p)  # type: ignore[misc]
    for row in matrix.ROWS.values():
        with translation.override(None):
            found[f"readers.{row.what}"] = lambda p, r=row: replaced(r, p)  # type: ignore[misc]
    for name in pack.leaves(pack.live()):
        part, key = name.split(".", 1)
        if part == "register":
            found[name] = lambda p, k=key: moved_on(k, p)  # type: ignore[misc]
        elif name not in found and pack.leaves(pack.live())[name]["words"]:
            found[name] = lambda p, m=part, k=key: reworded(m, k, p)  # type: ignore[misc]
    return found


@contextmanager
def patched() -> Iterator[Patch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.mark.shows("outcomes-5", "W10")
def test_any_setting_that_is_otherwise_changes_the_hash_and_tells_the_administrator(
    cast: Cast, client_for: Clients
) -> None:
    noor = client_for(cast.administrator)
    PartnerSettings.objects.create(pk=1, allowed_data="Alles", warn_words="x")
    begun = pack.live()
    known = recording.keep(pack.digest(begun), by=cast.administrator)
    rows, how = {m: m.get() for m in (Organisation, PartnerSettings)}, ways()
    assert set(how) == set(pack.leaves(begun)), "say how each setting of the pack can change"
    for name, change in how.items():
        with patched() as patch:
            change(patch)
            assert pack.digest(pack.live()) != known.digest, name
            label = pack.leaves(begun)[name]["label"]
            assert any(one.label == label for one in recording.changed()), name
            assert recording.tell() == 1, name
            assert b"klopt niet meer" in noor.get(reverse("teams:administration")).content, name
        for row in rows.values():
            row.save()
    assert pack.digest(pack.live()) == known.digest
    assert recording.tell() == 0


def test_every_row_of_settings_is_in_the_pack_and_says_why_a_field_is_not() -> None:
    """A new field of one is in it by itself; a new row of settings makes this fail until it is declared."""
    one_row = {
        model
        for model in apps.get_models()
        if any(
            isinstance(known, CheckConstraint) and "one_row" in known.name
            for known in model._meta.constraints
        )
    }
    assert one_row == set(KEPT_OUT)
    shown = pack.leaves(pack.live())
    for model, out in KEPT_OUT.items():
        names = {field.name for field in model._meta.concrete_fields}
        assert set(out) <= names
        assert all(why.strip() for why in out.values())
        for name in names - set(out):
            assert any(leaf.endswith(f".{name}") for leaf in shown), (model, name)


def test_every_kind_of_the_register_has_words_of_the_interface() -> None:
    assert {known.default for known in REGISTRY.values()} <= set(contents.KINDS)


def test_the_hash_is_the_same_in_every_language_and_for_words_that_are_only_labels(
    cast: Cast, monkeypatch: Patch
) -> None:
    known = pack.digest(pack.live())
    with translation.override("en"):
        assert pack.digest(pack.live()) == known
    whole = SECTIONS["week"]
    monkeypatch.setitem(SECTIONS, "week", dataclasses.replace(whole, title="Anders"))
    assert pack.digest(pack.live()) == known


def test_no_key_of_a_model_is_in_it(settings: Any, cast: Cast) -> None:
    settings.AI_ENDPOINTS = (dataclasses.replace(OTHER, key="geheim-123"),)
    assert "geheim-123" not in str(pack.live())


# Recording, and what is told ------------------------------------------------------------------------


@pytest.mark.shows("W10")
def test_an_administrator_records_what_the_page_showed_and_everybody_reads_it(
    cast: Cast, client_for: Clients
) -> None:
    noor, page = client_for(cast.administrator), reverse("teams:council")
    shown = noor.get(page).context["digest"]
    assert noor.post(page, {"digest": shown}).status_code == 302
    assert noor.post(page, {"digest": shown}).status_code == 302  # twice is once
    kept = CouncilPack.objects.get()
    assert (kept.number, kept.digest, kept.by) == (1, shown, cast.administrator)
    assert AuditEntry.objects.filter(action="council_recorded").count() == 1
    version = reverse("teams:council-version", args=[1])
    told = client_for(cast.professional).get(reverse("teams:who-sees-what")).content.decode()
    assert version in told
    assert shown in client_for(cast.professional).get(version).content.decode()
    stranger = client_for(None)
    assert version not in stranger.get(reverse("teams:who-sees-what")).content.decode()
    assert stranger.get(version).status_code == 302
    for role in ("professional", "lead", "manager"):
        assert client_for(cast.people[role]).get(page).status_code == 404


def test_what_changed_since_the_page_was_read_is_not_recorded_unseen(cast: Cast, client_for: Clients) -> None:
    noor, page = client_for(cast.administrator), reverse("teams:council")
    shown = noor.get(page).context["digest"]
    builders.organisation(good_friday_off=True)
    answer = noor.post(page, {"digest": shown})
    assert answer.status_code == 422
    assert "Er veranderde intussen een instelling." in answer.content.decode()
    assert not CouncilPack.objects.exists()


def test_the_page_and_the_mail_name_what_changed_with_both_values(cast: Cast, client_for: Clients) -> None:
    recording.keep(pack.digest(pack.live()), by=cast.administrator)
    builders.organisation(good_friday_off=True)
    (change,) = recording.changed()
    assert (change.label, change.before, change.after) == ("Goede Vrijdag is een vrije dag", "nee", "ja")
    page = client_for(cast.administrator).get(reverse("teams:council")).content.decode()
    assert "Dit klopt niet meer met wat is vastgelegd" in page
    assert recording.tell() == 1
    assert recording.tell() == 0  # once for this change
    row = Notification.objects.get(kind=recording.KIND)
    assert row.person == cast.administrator
    mail = build(row, MESSAGES[recording.KIND])
    assert "Goede Vrijdag is een vrije dag: nee > ja" in str(mail.body)
    assert reverse("teams:council") in str(mail.body)


def test_a_second_change_replaces_the_mail_that_waits_and_putting_back_withdraws_it(cast: Cast) -> None:
    recording.keep(pack.digest(pack.live()), by=cast.administrator)
    builders.organisation(good_friday_off=True)
    recording.tell()
    builders.organisation(good_friday_off=True, budget_minutes=90)
    assert recording.tell() == 1
    mails = Notification.objects.filter(kind=recording.KIND)
    assert sorted(mails.values_list("state", "reason")) == [("cancelled", "council_newer"), ("pending", "")]
    builders.organisation(good_friday_off=False, budget_minutes=120)
    assert recording.tell() == 0
    assert set(mails.values_list("reason", flat=True)) == {"council_newer", "council_current"}


def test_recording_again_keeps_the_older_version_readable(cast: Cast, client_for: Clients) -> None:
    recording.keep(pack.digest(pack.live()), by=cast.administrator)
    builders.organisation(liberation_day="always")
    recording.keep(pack.digest(pack.live()), by=cast.administrator)
    assert recording.changed() == []
    noor = client_for(cast.administrator)
    assert reverse("teams:council-version", args=[1]) in noor.get(reverse("teams:council")).content.decode()
    one, two = (
        noor.get(reverse("teams:council-version", args=[number])).content.decode() for number in (1, 2)
    )
    assert "Eens in de vijf jaar vrij" in one
    assert "Elk jaar vrij" in two


def test_a_setting_of_a_package_that_is_gone_is_told_and_the_old_version_still_opens(
    cast: Cast, client_for: Clients, monkeypatch: Patch
) -> None:
    recording.keep(pack.digest(pack.live()), by=cast.administrator)
    monkeypatch.setattr(sections, "SECTIONS", sections.SECTIONS)
    monkeypatch.delitem(SECTIONS, "week")
    assert {one.after for one in recording.changed()} == {None}
    old = client_for(cast.professional).get(reverse("teams:council-version", args=[1])).content.decode()
    assert "publiceert zichzelf" in old


def test_pages_ask_the_database_as_often_with_more_versions(
    cast: Cast, client_for: Clients, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    noor, page = client_for(cast.administrator), reverse("teams:council")
    recording.keep(pack.digest(pack.live()), by=cast.administrator)
    with django_assert_max_num_queries(20) as first:
        noor.get(page)
    for minutes in (90, 95, 100):
        builders.organisation(budget_minutes=minutes)
        recording.keep(pack.digest(pack.live()), by=cast.administrator)
    with django_assert_num_queries(len(first)):
        noor.get(page)
