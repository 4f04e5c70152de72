"""What is overdue goes within the hour, by one rule a kind; what is not overdue stays (TP3, W12)."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DataError
from django.db.models import Model
from django.urls import reverse

from cycles.models import (
    Attempt,
    LearningQuestion,
    LogEntry,
    Moment,
    OutcomeReport,
    Prompt,
    Reflection,
    SparringSession,
    Turn,
)
from lerendwerken import schedule
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.audit.log import record
from teams.audit.models import AuditEntry
from teams.notifications.models import Notification
from teams.privacy import retention
from teams.privacy.models import Sweep
from teams.privacy.registry import Data, everything
from tests import builders
from tests.conftest import Cast
from tests.journeys import planting
from tests.journeys.beside import Lines
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.shows("TP3", "W12", "outcomes-3")]


@pytest.fixture
def written(cast: Cast, at: Hands) -> None:
    """All that Fatima can write, in the spring of 2026: about a question that was answered and one that runs."""
    at("2026-04-01 10:00")
    week = builders.week(cast.team, IsoWeek(2026, 14))
    planting.plant(cast.professional, *planting.moments(week, cast.professional))
    now = clock.now()
    builders.absence(cast.professional, now.date())
    Notification.objects.post(
        [
            Notification.build(
                person=cast.professional,
                kind="prompt",
                source=cast.team,
                dedupe_key="x",
                due_at=now,
                expires_at=now,
            )
        ]
    )
    record("week_published", by=cast.lead)


def counts() -> Counter[type[Model]]:
    return Counter({known.model: known.model._base_manager.count() for known in everything() if known.keep})


def test_after_400_days_nothing_that_was_closed_is_left(written: None, cast: Cast, at: Hands) -> None:
    at("2027-05-06 10:00")
    retention.sweep()
    assert not [known.model for known, rows in retention.overdue(clock.now()) if rows.exists()]
    assert not LogEntry.objects.exists()
    assert not Prompt.objects.exists()
    assert not Reflection.objects.exists()
    assert not Notification.objects.exists()
    left = {
        pk
        for model in (LearningQuestion, Attempt, SparringSession)
        for pk in model.objects.values_list("pk", flat=True)
    }
    assert left == {planting.RUNS}, "what runs is not closed, however old it is"
    found = planting.found_in("\n".join(text for _name, text in planting.stored()), planting.SEAGULL)
    of_account = {planting.word(planting.SEAGULL, "literacyentry.text")}
    assert found == of_account, "of the answered question, and of that week"
    assert AuditEntry.objects.filter(action="week_published").exists()
    assert Moment.objects.exists()


def test_nothing_goes_before_its_time(written: None, at: Hands) -> None:
    before = counts()
    at("2027-03-20 10:00")
    swept = retention.sweep()
    assert swept
    assert swept.removed == {}
    assert counts() - Counter({Sweep: 1}) == before


def _dated() -> list[Any]:
    """Every kind that counts from a date of its own row."""
    found = []
    for known in everything():
        names = {field.name for field in known.model._meta.concrete_fields}
        if (
            known.keep
            and known.keep.passed
            and not known.keep.relation
            and known.keep.path in names - {"season", "year"}
        ):
            found.append(pytest.param(known, id=known.model._meta.label))
    return found


@pytest.mark.parametrize("known", _dated())
def test_a_kind_is_overdue_the_minute_after_its_term_and_not_before(known: Any, frozen: Any) -> None:
    """By the condition that the job asks; a day for what has a date without a time."""
    keep, now = known.keep, clock.now()
    pairs = keep.overdue(now).children  # the log asks twice, the second time by the clock of the database
    asked = dict(pairs)
    (limit,) = [
        value for name, value in pairs if name.endswith("__lt") and not hasattr(value, "resolve_expression")
    ]
    expected = now - keep.span.length
    of_type = {date: expected.date(), int: expected.year}
    assert limit == of_type.get(type(limit), expected)
    assert all(name == f"{keep.path}__lt" or name.startswith("state") for name in asked)


def test_a_report_goes_two_years_after_its_season(cast: Cast, at: Hands) -> None:
    season = builders.frame(starts_on=date(2026, 1, 5))  # twelve weeks: until 29 March
    OutcomeReport.objects.create(owner=cast.professional, season=season, team=cast.team)
    last = season.ends_on + timedelta(days=731)
    at(f"{last} 23:00")
    retention.sweep()
    assert OutcomeReport.objects.exists()
    at(f"{last + timedelta(days=1)} 23:00")
    retention.sweep()
    assert not OutcomeReport.objects.exists()


def test_one_round_an_hour_however_often_it_is_rung(written: None, cast: Cast, at: Hands) -> None:
    assert retention.sweep()
    assert retention.sweep() is None
    at(clock.now() + timedelta(hours=1))
    assert retention.sweep()
    assert "teams.privacy.sweep" in {task.name for task, _seconds in schedule.CLOCKS}  # type: ignore[attr-defined]


def test_batches_take_everything(cast: Cast, at: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    at("2026-04-01 10:00")
    LogEntry.objects.bulk_create(LogEntry(person=cast.professional, text=str(n)) for n in range(7))
    monkeypatch.setattr(retention, "BATCH", 3)
    at("2027-05-06 10:00")
    swept = retention.sweep()
    assert swept
    assert swept.removed["cycles.LogEntry"] == 7
    assert not LogEntry.objects.exists()


def test_what_is_wrong_with_one_kind_keeps_no_other(
    cast: Cast, at: Hands, monkeypatch: pytest.MonkeyPatch, lines: Lines
) -> None:
    at("2026-04-01 10:00")
    LogEntry.objects.create(person=cast.professional, text="x")
    take_away = retention._take_away

    def fails_for_some(rows: Any) -> Any:
        if rows.model is not LogEntry:
            raise DataError("timestamp too small: 'wat ik schreef'")
        return take_away(rows)

    monkeypatch.setattr(retention, "_take_away", fails_for_some)
    at("2027-05-06 10:00")
    swept = retention.sweep()
    assert swept
    assert swept.removed == {"cycles.LogEntry": 1}
    assert "could not take away" in lines.text
    assert "wat ik schreef" not in lines.text


def test_an_administrator_reads_how_many_went_and_never_what(
    written: None, cast: Cast, at: Hands, client_for: Any
) -> None:
    page = reverse("teams:retention")
    assert "Er was nog geen ronde." in client_for(cast.administrator).get(page).content.decode()
    at("2027-05-06 10:00")
    retention.sweep()
    said = client_for(cast.administrator).get(page).content.decode()
    assert "Leermomenten" in said
    assert "twaalf maanden na het opschrijven" in said
    assert "6 mei 2027" in said
    assert not planting.found_in(said + str(Sweep.objects.get().removed))
    for other in (cast.professional, cast.lead, cast.manager):
        assert client_for(other).get(page).status_code == 404


def test_every_term_that_runs_names_a_kind_of_which_a_row_can_be_found() -> None:
    """The conditions are asked of the database, each: a path that is wrong fails here."""
    asked = [known for known, rows in retention.overdue(clock.now()) if rows.count() >= 0]
    personal = [known for known in everything() if known.default in (Data.PROCESS, Data.DELIVERY, Data.LOG)]
    running = {known.model for known in asked}
    assert {known.model._meta.label for known in personal if known.model not in running} == {
        "cycles.LiteracyEntry",
        "cycles.PersonSwitch",
        "teams.CouncilPack",
    }
    assert Turn in running
