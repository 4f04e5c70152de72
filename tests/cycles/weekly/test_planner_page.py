"""What a lead plans with: one step at a time, a place tried before it is chosen, places carried on, duos swapped."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.framework.models import PauseWeek
from cycles.weekly import planning, swapping
from cycles.weekly.members import duo
from cycles.weekly.models import Form, Kind, Moment, Seat, WeekCycle
from cycles.weekly.pages.board import Board
from cycles.weekly.planning import Refused
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from teams.hours.models import ClosedDay
from tests import builders
from tests.conftest import Cast
from tests.cycles.weekly.conftest import PLAIN, Clients, url
from tests.cycles.weekly.typed import undo_of

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.usefixtures("frozen")]
EASTER = IsoWeek(2026, 15)


def made(cast: Cast, week: IsoWeek = PLAIN) -> WeekCycle:
    return planning.draft(cast.team, week)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def moment_url(name: str, moment: Moment) -> str:
    return reverse(f"cycles:moment-{name}", args=[moment.pk])


# As drawn -------------------------------------------------------------------------------------------


@pytest.mark.shows("planner-5")
def test_the_beats_of_the_week_stand_above_the_people_and_the_proposal_is_one_of_them(
    cast: Cast, rhythm: None, lead: Client
):
    made(cast, EASTER)
    page = text(lead.get(url(cast, EASTER)))
    beats = page[page.index('class="beats"') : page.index('class="moments"')]
    assert 'class="beat"' in beats, "the better place of the Weekstart"
    assert 'class="rest"' in beats, "Easter Monday has no line"
    assert 'class="pencil"' in beats
    assert "20 uur werken is 65 minuten leren." in page
    assert url(cast, EASTER, "team-duos") not in page, "one trio has nobody to swap with"


# One step, and a place tried ------------------------------------------------------------------------


@pytest.mark.shows("planner-4", "W1", "W4")
def test_every_moment_goes_a_quarter_or_a_day_further_where_that_may_be_and_else_says_why_not(
    cast: Cast, rhythm: None, lead: Client
):
    moment = made(cast).moments.get(kind=Kind.RETROSPECTIVE)
    planning.move(moment, builders.local(PLAIN, "vr 08:30"), by=cast.lead)
    page = text(lead.get(url(cast)))
    panel = page[page.index(f'id="moment-{moment.pk}"') :]
    panel = panel[: panel.index("</ul>")]
    assert 'name="time" value="08:45"' in panel
    assert 'name="day" value="2026-04-16"><input type="hidden" name="time" value="08:30"' in panel
    assert "Een kwartier eerder: Dan werkt er niemand." in panel
    assert "Een dag later: Dan werkt er niemand." in panel
    first = planning.draft(cast.team, PLAIN).moments.get(kind=Kind.PLANNING)
    assert "Een dag eerder: Die dag valt buiten deze week." in page[page.index(f'id="moment-{first.pk}"') :]
    given = {"day": "2026-04-17", "time": "08:45"}
    assert "staat nu op vrijdag 17 april om 8.45 uur" in text(
        lead.post(moment_url("move", moment), given, follow=True)
    )


def test_of_many_duos_each_opens_its_forms_by_itself(cast: Cast, rhythm: None, lead: Client):
    for _ in range(23):
        builders.member(cast.team)
    cycle = made(cast)
    moment = cycle.moments.get(kind=Kind.LEARNING_HOUR, pair=7)
    page = text(lead.get(url(cast)))
    assert f'id="plek-{moment.pk}"' not in page
    assert f'href="?moment={moment.pk}#moment-{moment.pk}"' in page
    page = text(lead.get(url(cast), {"moment": moment.pk}))
    assert f'id="plek-{moment.pk}"' in page
    answer = lead.post(moment_url("move", moment), {"day": "2026-04-14", "time": "7.00"})
    assert (answer.status_code, 'value="7.00"' in text(answer)) == (422, True)


TRIED = [
    (
        {"day": "2026-04-14", "time": "8.45"},
        True,
        "De Weekstart kan op dinsdag 14 april van 8.45 tot 9.05 uur. Dan werken alle 3 collega’s.",
    ),
    (
        {"day": "2026-04-15", "time": "11.00"},
        False,
        "De Weekstart kan niet op woensdag 15 april om 11.00 uur. Dan is er al een ander moment.",
    ),
    ({"day": "2026-04-14", "time": "7"}, False, "Dan werkt er niemand."),
    ({"day": "2026-04-14", "time": "half"}, False, "Dit is geen tijd. Schrijf bijvoorbeeld 8.30."),
    ({"day": "2026-05-01", "time": "9"}, False, "Kies een dag van deze week."),
    ({}, False, "Kies een dag van deze week."),
]


@pytest.mark.shows("planner-4")
@pytest.mark.parametrize(("given", "allowed", "words"), TRIED, ids=[str(t[0]) for t in TRIED])
def test_a_place_is_tried_in_words_and_nothing_is_written(
    cast: Cast,
    rhythm: None,
    lead: Client,
    safe_get: Callable[..., Any],
    given: dict[str, str],
    allowed: bool,
    words: str,
):
    moment = made(cast).moments.get(kind=Kind.PLANNING)
    query = "&".join(f"{name}={value}" for name, value in given.items())
    answer = safe_get(lead, f"{moment_url('would-do', moment)}?{query}").json()
    assert (answer["allowed"], words in answer["words"]) == (allowed, True), answer


@pytest.mark.shows("TA1")
@pytest.mark.parametrize("who", ["professional", "manager", "administrator", "outsider", "lead_and_manager"])
def test_nobody_else_tries_places_carries_weeks_or_swaps_duos(
    cast: Cast, rhythm: None, client_for: Clients, who: str
):
    cycle = made(cast)
    planning.publish(cycle, by=cast.lead)
    moment = cycle.moments.get(kind=Kind.PLANNING)
    before = list(Moment.objects.order_by("pk").values())
    client = client_for(cast.people[who])
    given = {"day": "2026-04-14", "time": "8.45"}
    assert client.get(moment_url("would-do", moment), given).status_code == 404
    assert client.post(moment_url("undo", moment)).status_code == 404
    assert client.get(url(cast, name="team-duos")).status_code == 404
    for name in ("team-duos", "team-duos-undo", "team-week-carry", "team-week-carry-undo"):
        assert client.post(url(cast, name=name), {"weeks": "1"}).status_code == 404
    assert list(Moment.objects.order_by("pk").values()) == before


# Carried to the weeks after it -----------------------------------------------------------------------


@pytest.mark.shows("planner-4")
def test_the_places_of_a_week_go_to_the_next_ones_and_what_cannot_stays_with_the_reason(
    cast: Cast, rhythm: None, lead: Client
):
    cycle = made(cast)
    planning.move(cycle.moments.get(kind=Kind.PLANNING), builders.local(PLAIN, "di 08:45"), by=cast.lead)
    planning.move(cycle.moments.get(kind=Kind.CHECK_IN), builders.local(PLAIN, "vr 09:00"), by=cast.lead)
    ClosedDay.objects.create(day=date(2026, 4, 24), name="Teamdag")
    PauseWeek.objects.create(year=2026, week=18, name="Meivakantie")
    planning.publish(made(cast, PLAIN + 3), by=cast.lead)
    page = text(lead.post(url(cast, name="team-week-carry"), {"weeks": "4"}, follow=True))
    assert "Overgenomen in week 17 en 20." in page
    assert "Week 17: de Tussenstand blijft staan. Vrijdag 24 april is Teamdag." in page
    assert "Week 18: Dit is een pauzeweek: Meivakantie." in page
    assert "Week 19: Die week is al gepubliceerd en blijft zoals hij is." in page

    def stands(week: int, kind: Kind) -> Any:
        return Moment.objects.get(cycle__week=week, kind=kind).starts_at

    assert stands(17, Kind.PLANNING) == builders.local(IsoWeek(2026, 17), "di 08:45")
    assert stands(17, Kind.CHECK_IN) == builders.local(IsoWeek(2026, 17), "wo 11:00")
    assert stands(20, Kind.CHECK_IN) == builders.local(IsoWeek(2026, 20), "vr 09:00")
    assert stands(19, Kind.PLANNING) == builders.local(IsoWeek(2026, 19), "ma 09:30")
    assert AuditEntry.objects.filter(action="places_copied", actor=cast.lead).count() == 2
    assert "De momenten staan weer zoals ze stonden." in text(lead.post(undo_of(page), follow=True))
    for week in (17, 20):
        assert stands(week, Kind.PLANNING) == builders.local(IsoWeek(2026, week), "ma 09:30")


def test_moments_that_change_places_with_each_other_make_room_for_each_other(
    cast: Cast, rhythm: None, lead: Client
):
    cycle = made(cast)
    start, look = (cycle.moments.get(kind=kind) for kind in (Kind.PLANNING, Kind.CHECK_IN))
    planning.move(start, None, by=cast.lead)
    planning.move(look, builders.local(PLAIN, "ma 09:30"), by=cast.lead)
    planning.move(start, builders.local(PLAIN, "wo 11:00"), by=cast.lead)
    made(cast, PLAIN + 1)
    page = text(lead.post(url(cast, name="team-week-carry"), {"weeks": "1"}, follow=True))
    assert "Week 17: de Weekstart blijft staan. Dan is er al een ander moment." in page
    assert "Week 17: de Tussenstand blijft staan. Dan is er al een ander moment." in page


@pytest.mark.parametrize("weeks", ["", "0", "500", "x"])
def test_a_number_of_weeks_that_is_not_offered_is_refused(cast: Cast, rhythm: None, lead: Client, weeks: str):
    made(cast)
    answer = lead.post(url(cast, name="team-week-carry"), {"weeks": weeks})
    assert answer.status_code == 422
    assert "Kies hoeveel weken." in text(answer)
    assert WeekCycle.objects.count() == 1


@pytest.mark.shows("planner-4", "W7")
def test_a_duo_that_is_put_back_stands_again_although_the_hour_of_another_is_over(
    cast: Cast, rhythm: None, at: Any
):
    builders.member(cast.team, "Aisha")
    cycle = made(cast)
    planning.publish(cycle, by=cast.lead)
    one, other = cycle.moments.filter(kind=Kind.LEARNING_HOUR).order_by("pair")
    planning.move(other, builders.local(PLAIN, "do 09:00"), by=cast.lead)
    planning.cancel(one, "other", by=cast.lead)
    at("2026-04-14 12:30")
    planning.restore(other, by=cast.lead)
    rows = Board(cast.team, PLAIN, is_lead=True).rows
    states = {row.moment.pk: (row.state, row.cause) for row in rows}
    assert (states[one.pk], states[other.pk]) == (("cancelled", "anders"), ("planned", ""))


# Duos swapped ----------------------------------------------------------------------------------------


@pytest.fixture
def duos(cast: Cast, rhythm: None) -> WeekCycle:
    """Two duos: four people work the whole week."""
    builders.member(cast.team, "Aisha")
    return made(cast)


def members(cycle: WeekCycle) -> list[list[int]]:
    found = cycle.moments.filter(kind=Kind.LEARNING_HOUR, form=Form.DUO).order_by("pair")
    return [list(moment.members) for moment in found]


@pytest.mark.shows("planner-4", "S8")
def test_two_people_change_places_between_duos_and_back(cast: Cast, duos: WeekCycle, lead: Client):
    planning.publish(duos, by=cast.lead)
    before = members(duos)
    one, other = before[0][0], before[1][0]
    assert url(cast, name="team-duos") in text(lead.get(url(cast)))
    page = text(lead.post(url(cast, name="team-duos"), {"one": one, "other": other}, follow=True))
    assert "leren samen op dinsdag 14 april om 10.00 uur." in page
    assert members(duos) == [sorted([other, before[0][1]]), sorted([one, before[1][1]])]
    for moment in duos.moments.filter(kind=Kind.LEARNING_HOUR):
        assert set(moment.seats.values_list("person", flat=True)) == set(moment.members)
        assert moment.sequence == 1
    assert AuditEntry.objects.get(action="duos_swapped").actor == cast.lead
    lead.post(undo_of(page))
    assert members(duos) == before


def test_new_duos_get_a_time_on_which_both_work(cast: Cast, rhythm: None, lead: Client):
    friday = builders.member(cast.team, "Aisha", hours=None)
    builders.pattern(friday, builders.shifts([1, 4]), hours=16)
    cycle = made(cast)
    builders.pattern(friday, builders.shifts([4]), hours=8, since=PLAIN.monday)
    before = members(cycle)
    mine = next(two for two in before if friday.pk in two)
    others = next(two for two in before if friday.pk not in two)
    partner = next(person for person in mine if person != friday.pk)
    swapping.swap(cycle, partner, others[0], by=cast.lead)
    moment = next(m for m in cycle.moments.filter(form=Form.DUO) if friday.pk in m.members)
    assert moment.starts_at.astimezone().date() == date(2026, 4, 17)
    assert not Seat.objects.filter(moment=moment, alone=True).exists()


@pytest.mark.shows("S11")
def test_a_duo_that_cancelled_by_itself_begins_anew_and_the_lead_reads_nothing_of_it(
    cast: Cast, duos: WeekCycle, lead: Client
):
    planning.publish(duos, by=cast.lead)
    moment = duos.moments.get(kind=Kind.LEARNING_HOUR, pair=1)
    before = members(duos)

    def shown() -> str:
        return text(lead.get(url(cast, name="team-duos"))).split("<main")[1].split("csrf")[0]

    page = shown()
    duo.cancel(moment, by=User.objects.get(pk=before[0][0]))
    assert shown() == page
    swapping.swap(duos, before[0][0], before[1][0], by=cast.lead)
    moment.refresh_from_db()
    assert not moment.is_cancelled


def test_a_swap_that_cannot_be_is_refused_in_words_and_keeps_what_was_chosen(
    cast: Cast, duos: WeekCycle, lead: Client, at: Any
):
    before = members(duos)
    one, two, other = before[0][0], before[0][1], before[1][0]
    path = url(cast, name="team-duos")
    answer = lead.post(path, {"one": one, "other": two})
    assert (answer.status_code, "Deze twee leren al samen." in text(answer)) == (422, True)
    assert f'<option value="{one}" selected>' in text(answer)
    assert lead.post(path, {"one": one, "other": cast.outsider.pk}).status_code == 422
    assert lead.post(path, {"one": "", "other": "x"}).status_code == 422
    builders.absence(User.objects.get(pk=one), PLAIN.monday, PLAIN.sunday)
    answer = lead.post(path, {"one": one, "other": other})
    assert "hebben deze week geen tijd meer waarop ze samen werken" in text(answer)
    assert members(duos) == before
    at("2026-04-14 10:05")
    with pytest.raises(Refused, match="no_duo"):
        swapping.swap(duos, one, other, by=cast.lead)
    assert "geen duo meer dat nog moet beginnen" in text(lead.get(path))


def test_of_two_leads_who_swap_the_last_counts_and_can_put_back_what_the_other_made(
    cast: Cast, duos: WeekCycle, lead: Client
):
    second = builders.lead(cast.team, given_name="Femke")
    before = members(duos)
    seen = swapping.seen(swapping.duos_of(duos))
    swapping.swap(duos, before[0][0], before[1][0], by=second)
    after = members(duos)
    given = {"one": after[0][0], "other": after[1][1], "seen": seen}
    page = text(lead.post(url(cast, name="team-duos"), given, follow=True))
    assert "Femke had de duo’s intussen zo gemaakt:" in page
    assert members(duos) != after
    lead.post(undo_of(page))
    assert members(duos) == after


# Bad input --------------------------------------------------------------------------------------------


@pytest.mark.shows("W6")
def test_a_week_in_which_everybody_is_away_says_so_and_says_what_now(cast: Cast, rhythm: None, lead: Client):
    for person in (cast.lead, cast.professional, cast.colleague):
        builders.absence(person, PLAIN.monday, PLAIN.sunday)
    made(cast)
    page = text(lead.get(url(cast)))
    assert "Deze week is iedereen afwezig" in page
    assert "Deze week is er geen beter moment." in page


@pytest.mark.shows("W3", "W4")
def test_a_moment_that_can_no_longer_stand_where_it_was_put_comes_first_with_a_better_place(
    cast: Cast, rhythm: None, lead: Client
):
    planning.publish(made(cast), by=cast.lead)
    ClosedDay.objects.create(day=date(2026, 4, 13), name="Brandoefening")
    page = text(lead.get(url(cast)))
    assert "Week 16 heeft nog één besluit nodig" in page
    assert "De Weekstart kan niet op maandag om 9.30 uur" in page
    assert "Maandag 13 april is Brandoefening. Een beter moment is" in page


@pytest.mark.shows("W2", "W9")
def test_a_rhythm_that_is_longer_than_the_time_of_some_says_for_how_many_and_never_for_whom(
    cast: Cast, rhythm: None, lead: Client
):
    path = reverse("cycles:team-rhythm", args=[cast.team.pk])
    assert "langer dan de leertijd" not in text(lead.get(path))
    for _ in range(4):
        builders.member(cast.team, hours=18)
    assert "Voor een deel van je team is dit ritme langer dan de leertijd" in text(lead.get(path))
    for _ in range(2):
        builders.member(cast.team, hours=18)
        builders.member(cast.team)
    page = text(lead.get(path))
    assert "Voor 6 van de 11 collega’s is dit ritme langer dan de leertijd van een week." in page


def test_a_team_whose_zone_changed_keeps_its_moments_and_speaks_the_new_zone(
    cast: Cast, rhythm: None, lead: Client
):
    moment = made(cast).moments.get(kind=Kind.PLANNING)
    cast.team.time_zone = "Europe/Lisbon"
    cast.team.save()
    page = text(lead.get(url(cast)))
    assert "Weekstart 8.30" in page
    assert "Alle tijden op deze pagina zijn die van Europe/Lisbon" in page
    assert f'id="m{moment.pk}_time"' in page
    assert 'value="8.30"' in page
    lead.post(moment_url("move", moment), {"day": "2026-04-14", "time": "8.15"})
    before = moment.starts_at
    moment.refresh_from_db()
    assert before == builders.local(PLAIN, "ma 09:30")
    assert moment.starts_at == builders.local(PLAIN, "di 08:15", "Europe/Lisbon")


def test_a_week_that_has_begun_is_planned_from_now_on(cast: Cast, rhythm: None, lead: Client, at: Any):
    cycle = made(cast)
    at("2026-04-15 10:00")
    page = text(lead.get(url(cast)))
    moment = cycle.moments.get(kind=Kind.RETROSPECTIVE)
    assert '<option value="2026-04-14"' not in page
    assert "Een dag eerder: Dat moment is al voorbij." in page, "the Tussenstand of today"
    answer = lead.post(moment_url("move", moment), {"day": "2026-04-15", "time": "9.00"})
    assert (answer.status_code, "Dat moment is al voorbij." in text(answer)) == (422, True)
    at("2026-04-20 09:00")
    answer = lead.post(moment_url("move", moment), {"day": "2026-04-16", "time": "9.00"})
    assert (answer.status_code, "Deze week is voorbij." in text(answer)) == (422, True)


@pytest.mark.shows("planner-5")
def test_the_planner_and_the_duos_cost_as_many_queries_for_a_large_team(
    cast: Cast, rhythm: None, lead: Client
):
    def counts() -> list[int]:
        found = []
        for path in (url(cast), url(cast, name="team-duos")):
            lead.get(path)
            with CaptureQueriesContext(connection) as queries:
                lead.get(path)
            found.append(len(queries))
        return found

    builders.member(cast.team)
    made(cast)
    few = counts()
    for _ in range(12):
        builders.member(cast.team)
    WeekCycle.objects.all().delete()
    made(cast)
    assert counts() == few
