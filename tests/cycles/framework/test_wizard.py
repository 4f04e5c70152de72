"""Maak een kader: at most four screens, nothing typed is lost, and nothing wrong becomes a frame."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.framework.models import DevelopmentQuestion, FrameDraft, OrganisationGoal, Season, team_frame
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from teams.privacy import retention
from teams.privacy.keeping import QUARTER
from tests import builders
from tests.conftest import Cast
from tests.cycles.framework import walk
from tests.cycles.framework.walk import GOAL, QUESTION, fill, page_of, said, screen, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]  # Wednesday 1 April 2026

ClientFor = Callable[[User | None], Client]


@pytest.fixture
def client(cast: Cast, client_for: ClientFor) -> Client:
    """Dirk, who manages Ruimte."""
    return client_for(cast.manager)


# Effect ----------------------------------------------------------------------------------------


@pytest.mark.shows("house-2", "A84")
def test_four_screens_make_a_frame_with_which_a_team_can_make_its_week(cast: Cast, client: Client) -> None:
    assert team_frame(cast.team, IsoWeek(2026, 15)) is None
    fill(client, cast.unit)
    assert not Season.objects.exists()
    check = said(client, screen(cast.unit, 4))
    for words in (GOAL, walk.WHY, QUESTION, "Lente 2026: 6 april tot en met 28 juni 2026."):
        assert words in check
    saved = client.post(screen(cast.unit, 4))
    assert saved.status_code == 302
    assert saved["Location"] == page_of(cast.unit)
    season = Season.objects.get()
    assert (season.unit, season.name, season.starts_on, season.weeks) == (
        cast.unit,
        "Lente 2026",
        date(2026, 4, 6),
        12,
    )
    goal = season.goals.get()
    assert (goal.unit, goal.title, goal.why) == (cast.unit, GOAL, walk.WHY)
    assert [question.text for question in goal.questions.all()] == [QUESTION]
    assert not FrameDraft.objects.exists()
    assert team_frame(cast.team, IsoWeek(2026, 15)) == season
    assert "Het kader is bewaard." in said(client, page_of(cast.unit))


@pytest.mark.shows("A84")
def test_there_are_at_most_four_screens(cast: Cast, client: Client) -> None:
    fill(client, cast.unit)
    for number in (0, 5, 99):
        assert client.get(screen(cast.unit, number)).status_code == 404
        assert client.post(screen(cast.unit, number)).status_code == 404
    assert "scherm 4 van 4" in said(client, screen(cast.unit, 4))


def test_who_made_it_stands_in_the_log_and_no_word_of_it(cast: Cast, client: Client) -> None:
    fill(client, cast.unit)
    client.post(screen(cast.unit, 4))
    entry = AuditEntry.objects.get(action="frame_made")
    assert entry.actor == cast.manager
    assert entry.detail == {"starts_on": "2026-04-06", "goals": 1}


def test_an_administrator_makes_a_frame_for_everybody(cast: Cast, client_for: ClientFor) -> None:
    admin = client_for(cast.administrator)
    assert "Ruimte" in said(admin, screen(None, 1))  # a choice for whom
    fill(admin, None)
    admin.post(screen(None, 4))
    season = Season.objects.get()
    assert season.unit is None
    for team in (cast.team, cast.other_team):
        assert team_frame(team, IsoWeek(2026, 15)) == season


def test_goals_that_go_on_keep_their_questions_and_can_get_more(cast: Cast, client: Client) -> None:
    before = builders.frame(of=cast.unit, starts_on=date(2026, 1, 5))
    goal = before.goals.get()
    first = said(client, screen(cast.unit, 1))
    assert f"Welke doelen gaan door? Hun ontwikkelvragen gaan mee. {goal.title}" in first
    client.post(screen(cast.unit, 1), {"rows": "1", "title_0": "", "carry": str(goal.pk)})
    assert "Hoe lezen we een aanvraag in één keer goed?" in said(client, screen(cast.unit, 2))
    client.post(screen(cast.unit, 2), {f"q_c{goal.pk}_0": "Welke vragen krijgen we het vaakst?"})
    send(client, cast.unit, 3)
    client.post(screen(cast.unit, 4))
    after = Season.objects.exclude(pk=before.pk).get()
    assert list(after.goals.all()) == [goal]
    assert [question.text for question in goal.questions.all()] == [
        "Hoe lezen we een aanvraag in één keer goed?",
        "Welke vragen krijgen we het vaakst?",
    ]
    assert OrganisationGoal.objects.count() == 1


def test_a_manager_adds_no_question_to_a_goal_of_the_whole_organisation(cast: Cast, client: Client) -> None:
    common = builders.frame(starts_on=date(2026, 1, 5)).goals.get()
    client.post(screen(cast.unit, 1), {"rows": "1", "carry": str(common.pk)})
    assert client.post(screen(cast.unit, 2), {f"q_c{common.pk}_0": "Stiekem?"}).status_code == 302
    send(client, cast.unit, 3)
    client.post(screen(cast.unit, 4))
    assert common.questions.count() == 1
    assert Season.objects.get(unit=cast.unit).goals.get() == common


def test_a_new_season_is_suggested_right_after_the_last_one(cast: Cast, client: Client) -> None:
    builders.frame(of=cast.unit, starts_on=date(2026, 3, 2))
    goal = OrganisationGoal.objects.get()
    client.post(screen(cast.unit, 1), {"rows": "1", "carry": str(goal.pk)})
    client.post(screen(cast.unit, 2), {})
    page = client.get(screen(cast.unit, 3)).content.decode()
    for value in ("25-5-2026", "Zomer 2026", "12"):
        assert f'value="{value}"' in page


# Refusal: beside the field, and what was typed stays ----------------------------------------------


@pytest.mark.parametrize(
    ("number", "typed", "sentence", "stays"),
    [
        (1, {"title_0": ""}, "Schrijf minstens één doel.", walk.WHY[:5]),
        (1, {"title_0": " \n "}, "Je schreef waarom, maar nog niet welk doel.", walk.WHY),
        (1, {"title_0": "x" * 201}, "Dit is te lang: er passen 200 tekens in.", "x" * 201),
        (1, {"title_1": GOAL.upper()}, "Dit doel staat er al.", GOAL.upper()),
        (1, {"carry": "999999"}, "Dit doel is er niet meer.", GOAL),
        (2, {"q_n0_0": ""}, "Schrijf minstens één ontwikkelvraag bij dit doel.", GOAL),
        (2, {"q_n0_1": QUESTION}, "Deze ontwikkelvraag staat er al.", QUESTION),
        (2, {"q_n0_0": "y" * 301}, "er passen 300 tekens in", "y" * 301),
        (3, {"name": ""}, "Geef het seizoen een naam", "6-4-2026"),
        (3, {"starts_on": "31-2-2026"}, "Dit is geen datum.", "31-2-2026"),
        (3, {"starts_on": "8-4-2026"}, "8-4-2026 is een woensdag.", "kies 6-4-2026 of 13-4-2026"),
        (3, {"starts_on": "23-3-2026"}, "23-3-2026 is al voorbij.", "23-3-2026"),
        (3, {"starts_on": "2-8-2027"}, "Dat is meer dan een jaar vooruit.", "2-8-2027"),
        (3, {"weeks": "3"}, "Een seizoen duurt minstens 4 weken.", "3"),
        (3, {"weeks": "17"}, "Een seizoen duurt hoogstens 16 weken.", "17"),
        (3, {"weeks": "twaalf"}, "Vul een heel getal in", "twaalf"),
    ],
)
def test_what_is_not_right_is_said_beside_the_field_and_stays(
    cast: Cast, client: Client, number: int, typed: dict[str, str], sentence: str, stays: str
) -> None:
    if typed.get("carry"):
        builders.frame(of=cast.unit, starts_on=date(2026, 1, 5))
    fill(client, cast.unit, upto=number - 1)
    if typed == {"title_0": ""}:
        typed = typed | {"why_0": ""}
        stays = "Doel 1"
    answer = send(client, cast.unit, number, **typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert stays in page
    assert 'class="field-error"' in page
    assert client.get(screen(cast.unit, number + 1)).status_code == 302  # not further than this
    assert not Season.objects.exclude(starts_on=date(2026, 1, 5)).exists()


def test_a_season_on_top_of_another_is_refused_and_told_what_is_free(cast: Cast, client: Client) -> None:
    there = builders.frame(of=cast.unit, starts_on=date(2026, 3, 2))
    client.post(screen(cast.unit, 1), {"rows": "1", "carry": str(there.goals.get().pk)})
    client.post(screen(cast.unit, 2), {})
    answer = send(client, cast.unit, 3, starts_on="18-5-2026")
    assert answer.status_code == 422
    assert (
        "Dan is er al een seizoen: Lente, tot en met 24-5-2026. Kies 25-5-2026 of een latere maandag."
        in answer.content.decode()
    )
    assert send(client, cast.unit, 3, starts_on="25-5-2026").status_code == 302


def test_a_season_made_meanwhile_is_told_at_saving_and_the_draft_stays(cast: Cast, client: Client) -> None:
    fill(client, cast.unit)
    builders.frame(of=cast.unit, starts_on=date(2026, 4, 20))
    answer = client.post(screen(cast.unit, 4))
    assert answer.status_code == 302
    assert answer["Location"] == screen(cast.unit, 3)
    assert Season.objects.count() == 1
    assert FrameDraft.objects.filter(person=cast.manager).exists()


def test_a_later_screen_waits_for_the_ones_before_it(cast: Cast, client: Client) -> None:
    for number in (2, 3, 4):
        assert client.get(screen(cast.unit, number))["Location"] == screen(cast.unit, 1)
    answer = client.post(screen(cast.unit, 4))
    assert answer["Location"] == page_of(cast.unit)  # nothing is being made
    fill(client, cast.unit, upto=1)
    assert client.post(screen(cast.unit, 4))["Location"] == screen(cast.unit, 2)
    assert not Season.objects.exists()


# Back, more, again ---------------------------------------------------------------------------------


def test_back_keeps_the_text_also_when_it_is_not_right_yet(cast: Cast, client: Client) -> None:
    fill(client, cast.unit, upto=2)
    answer = send(client, cast.unit, 3, starts_on="ergens in april", back="1")
    assert answer["Location"] == screen(cast.unit, 2)
    assert QUESTION in client.get(screen(cast.unit, 2)).content.decode()
    page = client.get(screen(cast.unit, 3)).content.decode()
    assert "ergens in april" in page
    assert "Dit is geen datum." not in page  # nobody asked to go on


def test_another_row_comes_with_what_was_typed_and_at_most_five(cast: Cast, client: Client) -> None:
    answer = send(client, cast.unit, 1, more="1")
    assert answer["Location"] == screen(cast.unit, 1) + "#id_title_2"
    page = client.get(screen(cast.unit, 1)).content.decode()
    assert GOAL in page
    assert 'id="id_title_2"' in page
    fill(client, cast.unit, upto=1)
    answer = send(client, cast.unit, 2, more="n0")
    assert answer["Location"] == screen(cast.unit, 2) + "#id_q_n0_2"
    assert QUESTION in client.get(screen(cast.unit, 2)).content.decode()
    send(client, cast.unit, 1, rows="5", more="1")
    page = client.get(screen(cast.unit, 1)).content.decode()
    assert 'id="id_title_4"' in page
    assert 'id="id_title_5"' not in page
    assert "Nog een doel" not in page


@pytest.mark.parametrize("rows", ["²", "-1", "0", "9" * 5000, "abc", ""])
def test_a_strange_number_of_rows_is_a_usual_one(cast: Cast, client: Client, rows: str) -> None:
    assert send(client, cast.unit, 1, rows=rows, more="1").status_code == 302
    assert client.get(screen(cast.unit, 1)).status_code == 200
    send(client, cast.unit, 1)
    assert send(client, cast.unit, 2, rows_n0=rows, more="n0").status_code == 302
    assert client.get(screen(cast.unit, 2)).status_code == 200


def test_a_text_that_no_database_keeps_is_kept_without_it(cast: Cast, client: Client) -> None:
    assert send(client, cast.unit, 1, title_0="Minder\0 fouten").status_code == 302
    assert "Minder fouten" in client.get(screen(cast.unit, 1)).content.decode()


def test_saving_twice_makes_one_frame(cast: Cast, client: Client) -> None:
    fill(client, cast.unit)
    for _ in range(2):
        answer = client.post(screen(cast.unit, 4))
        assert answer["Location"] == page_of(cast.unit)
    assert Season.objects.count() == OrganisationGoal.objects.count() == 1
    assert DevelopmentQuestion.objects.count() == 1


def test_hostile_words_are_shown_as_words(cast: Cast, client: Client) -> None:
    send(client, cast.unit, 1, title_0="<script>alert(1)</script>")
    for number in (1, 2):
        page = client.get(screen(cast.unit, number)).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page


# The draft -----------------------------------------------------------------------------------------


def test_a_draft_survives_a_lost_session_and_another_browser(
    cast: Cast, client: Client, client_for: ClientFor
) -> None:
    fill(client, cast.unit, upto=2)
    client.logout()
    assert client.get(screen(cast.unit, 2)).status_code == 302
    again = client_for(cast.manager)
    assert "Ga verder met je concept" in said(again, page_of(cast.unit))
    assert QUESTION in again.get(screen(cast.unit, 2)).content.decode()


def test_typing_is_kept_before_it_is_sent(cast: Cast, client: Client) -> None:
    answer = send(client, cast.unit, 1, title_0="Half", autosave="1")
    assert answer.status_code == 200
    assert "Bewaard om 10.00 uur" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert "Half" in client.get(screen(cast.unit, 1)).content.decode()


def test_a_draft_is_its_makers_alone(cast: Cast, client: Client, client_for: ClientFor) -> None:
    fill(client, cast.unit)
    other = builders.manager(cast.unit)
    for person in (other, cast.administrator):
        assert GOAL not in client_for(person).get(screen(cast.unit, 1)).content.decode()
        assert client_for(person).get(screen(cast.unit, 4))["Location"] == screen(cast.unit, 1)
    for person in (cast.professional, cast.lead):
        assert GOAL not in said(client_for(person), page_of(cast.unit))


def test_throwing_a_draft_away_asks_first(cast: Cast, client: Client) -> None:
    away = reverse("cycles:frame-throw-away", args=[cast.unit.pk])
    assert client.get(away)["Location"] == page_of(cast.unit)  # nothing to throw away
    fill(client, cast.unit, upto=1)
    assert GOAL in said(client, away)
    assert FrameDraft.objects.exists()
    for _ in range(2):
        assert client.post(away)["Location"] == page_of(cast.unit)
    assert not FrameDraft.objects.exists()


@pytest.mark.shows("TP3")
def test_a_draft_that_nobody_came_back_to_is_gone(
    cast: Cast, client: Client, client_for: ClientFor, at: Callable[[datetime], datetime]
) -> None:
    send(client, cast.unit, 1)
    at(clock.now() + QUARTER.length)
    send(client_for(cast.administrator), None, 1)
    at(clock.now() + timedelta(minutes=1))
    for _ in range(2):
        retention.sweep()
        assert [draft.person for draft in FrameDraft.objects.all()] == [cast.administrator]


# Who may -------------------------------------------------------------------------------------------


@pytest.mark.shows("TA1", "TA2")
@pytest.mark.parametrize("who", ["professional", "colleague", "lead", "outsider", "lead_and_manager"])
def test_others_do_not_make_a_frame_of_this_unit(cast: Cast, client_for: ClientFor, who: str) -> None:
    other = client_for(cast.people[who])
    for number in (1, 2, 3, 4):
        assert other.get(screen(cast.unit, number)).status_code == 404
        assert send(other, cast.unit, number).status_code == 404
    assert other.get(reverse("cycles:frame-throw-away", args=[cast.unit.pk])).status_code == 404
    assert send(other, None, 1).status_code == 404
    assert not FrameDraft.objects.exists()


def test_a_manager_makes_no_frame_for_the_whole_organisation_or_a_closed_unit(
    cast: Cast, client: Client, client_for: ClientFor
) -> None:
    assert client.get(screen(None, 1)).status_code == 404
    cast.unit.closed_on = date(2026, 3, 1)
    cast.unit.save()
    assert client_for(cast.administrator).get(screen(cast.unit, 1)).status_code == 404
    assert "Maak een kader" not in said(client_for(cast.administrator), page_of(cast.unit))


def test_a_stranger_is_asked_to_sign_in(cast: Cast, client_for: ClientFor) -> None:
    assert send(client_for(None), cast.unit, 1).status_code == 302
    assert not FrameDraft.objects.exists()


def test_forged_fields_change_nothing_else(cast: Cast, client: Client) -> None:
    foreign = builders.frame(of=cast.other_unit, starts_on=date(2026, 3, 2)).goals.get()
    forged = {"unit": str(cast.other_unit.pk), "carry": str(foreign.pk), "ended_on": "2026-01-01"}
    for number, fields in walk.SCREENS.items():
        assert client.post(screen(cast.unit, number), fields | forged).status_code == 302
    client.post(screen(cast.unit, 4), forged | {"goals": str(foreign.pk)})
    assert [goal.title for goal in Season.objects.get(unit=cast.unit).goals.all()] == [GOAL]
    assert Season.objects.filter(unit=cast.other_unit).count() == 1


def test_the_last_screen_asks_no_more_for_many_questions(cast: Cast, client: Client) -> None:
    fill(client, cast.unit)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(screen(cast.unit, 4)).status_code == 200
        return len(queries)

    asked()
    one = asked()
    many = {f"q_n0_{n}": f"Vraag {n}?" for n in range(5)} | {f"q_n1_{n}": f"Vraag {n}?" for n in range(5)}
    send(client, cast.unit, 1, title_1="Minder wachten")
    assert send(client, cast.unit, 2, rows_n0="5", rows_n1="5", **many).status_code == 302
    assert asked() == one


def test_three_megabytes_get_a_sentence_and_stay(cast: Cast, client: Client) -> None:
    answer = send(client, cast.unit, 1, title_0="w " * 1_500_000)
    assert answer.status_code == 422
    assert "Dit is te lang: er passen 200 tekens in." in answer.content.decode()
