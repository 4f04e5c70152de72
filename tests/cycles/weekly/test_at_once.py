"""Several people at the very same moment: one change counts, the others hear it, and nothing is half done."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from functools import partial
from typing import Any

import pytest

from cycles.weekly import planning, rhythm
from cycles.weekly.members import duo
from cycles.weekly.models import Kind, Moment, TemplateMoment, WeekCycle, WeekTemplate
from cycles.weekly.planning import Refused
from cycles.weekly.tasks import publish_due
from lerendwerken.lib.weeks import IsoWeek
from teams.audit.models import AuditEntry
from tests import builders
from tests.conftest import Cast
from tests.support import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("TA8"), pytest.mark.postgres]
WEEK = IsoWeek(2026, 16)
MANY = 8


def at_once(doing: Callable[[int], Any]) -> Counter[str]:
    """How often each answer came: the code of a refusal, or "done"."""
    found = together.at_once(*(partial(doing, number) for number in range(MANY)), refused=Refused)
    return Counter(one.code if isinstance(one, Refused) else "done" for one in found)


@pytest.fixture
def team(cast: Cast, frozen: Any) -> Cast:
    builders.frame(starts_on=date(2026, 3, 30))
    return cast


def test_of_eight_changes_of_one_rhythm_one_counts(team: Cast):
    builders.template(team.team)
    now = rhythm.rhythm_of(team.team)

    def change(number: int) -> None:
        slots = tuple(replace(slot, minutes=5 * (number + 1)) for slot in now.slots)
        rhythm.change(team.team, replace(now, slots=slots), by=team.lead)

    counted = at_once(change)
    assert counted == {"done": 1, "stale_rhythm": MANY - 1}
    assert len(set(TemplateMoment.objects.values_list("minutes", flat=True))) == 1, (
        "all of one, none of another"
    )
    assert AuditEntry.objects.filter(action="rhythm_changed").count() == 1


def test_of_eight_first_rhythms_one_counts(team: Cast):
    def begin(number: int) -> None:
        slots = tuple(replace(slot, starts=time(9, number)) for slot in rhythm.USUAL.slots)
        rhythm.change(team.team, replace(rhythm.USUAL, slots=slots), by=team.lead)

    assert at_once(begin) == {"done": 1, "stale_rhythm": MANY - 1}
    assert WeekTemplate.objects.count() == 1
    assert len(set(TemplateMoment.objects.values_list("starts", flat=True))) == 1


def test_eight_who_make_and_publish_a_week_make_one(team: Cast, at: Any):
    builders.template(team.team)
    assert at_once(lambda number: planning.draft(team.team, WEEK)) == {"done": MANY}
    moments = sorted(Moment.objects.values_list("kind", "pair"))
    assert len(moments) == len(set(moments))
    at("2026-04-09 16:00")
    assert at_once(lambda number: publish_due()) == {"done": MANY}
    cycle = WeekCycle.objects.of_week(WEEK).get()
    assert AuditEntry.objects.filter(object_id=str(cycle.pk), action="week_published_itself").count() == 1


def test_of_eight_moves_of_one_moment_the_last_counts_and_each_hears_the_one_before(team: Cast):
    builders.template(team.team)
    cycle = planning.draft(team.team, WEEK)
    moment = cycle.moments.get(kind=Kind.PLANNING)
    places = [builders.local(WEEK, f"di 13:{10 + number}") for number in range(MANY)]
    heard: dict[int, Any] = {}

    def move(number: int) -> None:
        mine = Moment.objects.select_related("cycle__team", "cycle__season").get(pk=moment.pk)
        heard[number] = planning.move(mine, places[number], by=team.lead).starts_at

    assert at_once(move) == {"done": MANY}
    moment.refresh_from_db()
    chain = [moment.starts_at]
    while chain[-1] in places:
        chain.append(heard[places.index(chain[-1])])
    assert chain[-1] == builders.local(WEEK, "ma 09:30"), "back to where it stood, through all eight"
    assert len(chain) == MANY + 1
    assert AuditEntry.objects.filter(action="moment_moved").count() == MANY


def test_of_a_publication_and_eight_moves_nothing_is_published_that_nobody_saw(team: Cast):
    builders.template(team.team)
    cycle = planning.draft(team.team, WEEK)
    moment, seen = cycle.moments.get(kind=Kind.PLANNING), cycle.revision

    def act(number: int) -> None:
        mine = Moment.objects.select_related("cycle__team", "cycle__season").get(pk=moment.pk)
        if number:
            planning.move(mine, builders.local(WEEK, f"di 13:{10 + number}"), by=team.lead)
        else:
            planning.publish(mine.cycle, by=team.lead, revision=seen)

    counted = at_once(act)
    cycle.refresh_from_db()
    assert counted in ({"done": MANY}, {"done": MANY - 1, "stale": 1})
    assert cycle.is_published == (counted["stale"] == 0)


def test_of_eight_cancellations_by_a_duo_one_is_told(team: Cast):
    builders.template(team.team)
    cycle = planning.draft(team.team, WEEK)
    planning.publish(cycle, by=team.lead)
    moment = cycle.moments.filter(kind=Kind.LEARNING_HOUR)[0]

    def cancel(number: int) -> None:
        mine = Moment.objects.select_related("cycle__team", "cycle__season").get(pk=moment.pk)
        duo.cancel(mine, by=team.professional, sequence=0)

    assert at_once(cancel) == {"done": MANY}
    moment.refresh_from_db()
    assert (moment.is_cancelled, moment.sequence) == (True, 1)
    assert AuditEntry.objects.filter(action="duo_changed").count() == 1
