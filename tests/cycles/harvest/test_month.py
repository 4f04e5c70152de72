"""The Maandoogst: what the team concludes goes into its digest, trials are only looked at, one card of another team."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cycles.harvest import harvesting, summarising
from cycles.harvest import month as months
from cycles.insights import digesting
from cycles.insights.models import Insight, MonthlyDigest
from cycles.proposals.cards.models import PracticeCard
from cycles.proposals.models import InnovationProposal
from cycles.weekly.models import Answer, GuestInvitation, Kind, Moment, Seat
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.weeks import IsoWeek
from tests.conftest import Cast
from tests.cycles.harvest.building import begun, item, post, talk, url
from tests.support.hands import Hands

STEPS = {"insights": 1, "conclusions": 2, "recommendations": 3, "trials": 4, "others": 5, "digest": 6}


def test_beginning_it_begins_the_digest_of_its_month(cast: Cast, month: Moment, fatima: Client) -> None:
    post(fatima, month, "harvest-begin")
    assert MonthlyDigest.objects.get().month == date(2026, 4, 1)


@pytest.mark.shows("proposals-1", "A66")
def test_a_month_is_closed_in_seven_steps(cast: Cast, month: Moment, fatima: Client, joost: Client) -> None:
    """Insights, conclusions, recommendations with owner and date, and the summary, into one digest."""
    begun(month, step=1)
    harvesting.to_insight(
        month, item(month, cast.colleague), "Vaktaal roept vragen op.", by=cast.professional
    )
    insight = Insight.objects.get()
    assert "Vaktaal roept vragen op." in joost.get(url(month)).content.decode()
    post(joost, month, "harvest-month-insight", insight=insight.pk)
    post(fatima, month, "harvest-go", seen=1, to="verder")
    post(joost, month, "harvest-conclusion", title="Schrijf zonder vaktaal", text="Drie mensen belden.")
    post(fatima, month, "harvest-go", seen=2, to="verder")
    post(
        joost, month, "harvest-recommendation",
        text="Maak een woordenlijst", owner=cast.lead.pk, due_on="1-5-2026",
    )  # fmt: skip
    for seen in (3, 4, 5):
        post(fatima, month, "harvest-go", seen=seen, to="verder")
    post(fatima, month, "harvest-digest", title="April", summary="We schreven korter.")
    digest = MonthlyDigest.objects.get()
    assert (digest.title, digest.summary) == ("April", "We schreven korter.")
    assert digest.entries.get().insight == insight
    assert digest.conclusions.get().title == "Schrijf zonder vaktaal"
    assert digest.recommendations.get().owner == cast.lead
    assert digesting.publish(digest, by=cast.lead)
    assert post(joost, month, "harvest-conclusion", title="Nog een").status_code == 422
    assert digest.conclusions.count() == 1


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("harvest-conclusion", {"title": ""}),
        ("harvest-conclusion", {"title": "x" * 121}),
        ("harvest-recommendation", {"text": "Iets", "owner": "", "due_on": "1-5-2026"}),
        ("harvest-recommendation", {"text": "Iets", "owner": "0", "due_on": "1-5-2026"}),
        ("harvest-recommendation", {"text": "Iets", "owner": "1", "due_on": "ooit"}),
        ("harvest-recommendation", {"text": "Iets", "owner": "{lead}", "due_on": "31-12-9999"}),
        ("harvest-recommendation", {"text": "\u200b", "owner": "{lead}", "due_on": "1-5-2026"}),
        ("harvest-conclusion", {"title": "-"}),
        ("harvest-recommendation", {"text": "x" * 201, "owner": "1", "due_on": "1-5-2026"}),
        ("harvest-digest", {"title": "x" * 121, "summary": "Iets"}),
        ("harvest-month-insight", {"insight": "999999"}),
        ("harvest-month-insight", {"insight": "alles"}),
    ],
)
def test_what_cannot_be_comes_back_with_a_sentence(
    cast: Cast, month: Moment, fatima: Client, name: str, fields: dict[str, Any]
) -> None:
    begun(month, step=2)
    fields = {key: value.replace("{lead}", str(cast.lead.pk)) for key, value in fields.items()}
    answer = post(fatima, month, name, **fields)
    assert answer.status_code == 422
    assert "Dit is niet gebeurd" in answer.content.decode()


def test_what_was_put_in_can_be_taken_out(cast: Cast, month: Moment, fatima: Client) -> None:
    begun(month, step=1)
    harvesting.to_insight(month, item(month, cast.colleague), "Vaktaal.", by=cast.professional)
    insight = Insight.objects.get()
    post(fatima, month, "harvest-month-insight", insight=insight.pk)
    post(fatima, month, "harvest-month-insight", insight=insight.pk, out="1")
    post(fatima, month, "harvest-conclusion", title="Weg ermee")
    digest = MonthlyDigest.objects.get()
    post(fatima, month, "harvest-conclusion-drop", digest.conclusions.get().pk)
    post(fatima, month, "harvest-recommendation", text="Iets", owner=cast.lead.pk, due_on="1-5-2026")
    post(fatima, month, "harvest-recommendation-drop", digest.recommendations.get().pk)
    assert not digest.entries.exists()
    assert not digest.conclusions.exists()
    assert not digest.recommendations.exists()


def test_trials_are_chosen_from_what_the_team_submitted_and_decided_elsewhere(
    cast: Cast, month: Moment, fatima: Client
) -> None:
    now = clock.now()
    for title, state, team in (
        ("Wachtend voorstel", "submitted", cast.team),
        ("Geheim concept", "draft", cast.team),
        ("Van elders", "submitted", cast.other_team),
    ):
        InnovationProposal.objects.create(
            owner=cast.colleague, team=team, title=title, state=state, submitted_at=now, answer_due=now.date()
        )
    begun(month, step=STEPS["trials"])
    page = fatima.get(url(month)).content.decode()
    assert "Wachtend voorstel" in page
    assert "Geheim concept" not in page
    assert "Van elders" not in page
    assert "besluit/" not in page


@pytest.mark.shows("A79")
def test_one_card_of_another_team_lies_beside_it(cast: Cast, month: Moment, fatima: Client) -> None:
    now = clock.now()
    for number in range(3):
        proposal = InnovationProposal.objects.create(
            owner=cast.outsider, team=cast.other_team, state="adopted", submitted_at=now,
            trial_from=now.date(), trial_until=now.date(),
        )  # fmt: skip
        PracticeCard.objects.create(
            proposal=proposal, title=f"Kaart {number}", situation="Een brief", how="Zo.",
            made_at=now - timedelta(days=40),
        )  # fmt: skip
    begun(month, step=STEPS["others"])
    page = fatima.get(url(month)).content.decode()
    assert page.count(">Kaart ") == 1
    assert "Wmo-loket" in page


@pytest.mark.shows("S18")
def test_a_guest_reads_along_and_puts_nothing_in_the_digest(
    cast: Cast, month: Moment, client_for: Any
) -> None:
    guest = cast.outsider
    GuestInvitation.objects.create(moment=month, person=guest, answer=Answer.YES)
    Seat.objects.create(moment=month, person=guest, starts_at=month.starts_at, minutes=60)
    begun(month, step=STEPS["conclusions"])
    client = client_for(guest)
    assert url(month, "harvest-conclusion") not in client.get(url(month)).content.decode()
    assert post(client, month, "harvest-conclusion", title="Toch").status_code == 422
    assert not MonthlyDigest.objects.exists()


def test_a_weekoogst_has_no_month(cast: Cast, moment: Moment, fatima: Client) -> None:
    begun(moment, step=2)
    assert post(fatima, moment, "harvest-conclusion", title="Toch").status_code == 422
    assert not MonthlyDigest.objects.exists()


@pytest.mark.shows("S21", "AI5")
def test_the_summary_of_the_talk_keeps_its_marks_in_the_digest(cast: Cast, month: Moment) -> None:
    session = begun(month, step=STEPS["digest"])
    words = "Drie aanvragers vroegen deze maand wat het woord welstand in hun brief eigenlijk betekent."
    draft = session.summaries.create(state="draft", text=words, drafted=words, tool="Voorbeeld")
    summarising.accept(month, draft, words, by=cast.professional)
    months.write(month, "April", words, None, by=cast.professional)
    assert MonthlyDigest.objects.get().label == "taken_over"


def test_two_who_write_the_digest_lose_nothing(cast: Cast, month: Moment) -> None:
    begun(month, step=STEPS["digest"])
    months.write(month, "April", "Eerst.", None, by=cast.professional)
    seen = MonthlyDigest.objects.get().revision
    months.write(month, "April", "Daarna.", seen, by=cast.colleague)
    for behind in (seen, None):
        with pytest.raises(Refused):
            months.write(month, "April", "Oud.", behind, by=cast.lead)
    assert MonthlyDigest.objects.get().summary == "Daarna."


@pytest.mark.shows("proposals-2")
@pytest.mark.parametrize("seen", ["1", ""])
def test_whoever_is_behind_reads_the_other_text_beside_the_own(
    cast: Cast, month: Moment, fatima: Client, seen: str
) -> None:
    begun(month, step=STEPS["digest"])
    months.write(month, "April", "Wat Joost schreef.", None, by=cast.colleague)
    answer = post(fatima, month, "harvest-digest", title="Mei", summary="Wat ik schreef.", revision=seen)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Wat Joost schreef." in page
    assert "Wat ik schreef." in page
    now = MonthlyDigest.objects.get().revision
    assert f'name="revision" data-seen value="{now}"' in page
    too_long = post(fatima, month, "harvest-digest", title="x" * 121, summary="Kort.", revision=seen)
    assert f'name="revision" value="{seen}"' in too_long.content.decode(), (
        "that is no reason to have seen more"
    )
    post(fatima, month, "harvest-digest", title="Mei", summary="Samen.", revision=now)
    assert MonthlyDigest.objects.get().summary == "Samen."


@pytest.mark.shows("proposals-2")
def test_a_second_maandoogst_in_a_month_adds_to_the_first(
    cast: Cast, month: Moment, fatima: Client, at: Hands
) -> None:
    begun(month, step=STEPS["digest"])
    months.conclude(month, "Eerst bellen", "", by=cast.colleague)
    summarising.write(month, "In week 14 belden wij eerst.", by=cast.professional)
    months.write(month, "April", "In week 14 belden wij eerst.", None, by=cast.professional)
    at("2026-04-30 15:00")
    second = talk(cast, Kind.MONTHLY_REVIEW, minutes=60, week=IsoWeek(2026, 18))
    begun(second, step=STEPS["digest"])
    summarising.write(second, "In week 18 schreven wij korter.", by=cast.colleague)
    page = fatima.get(url(second)).content.decode()
    both = "In week 14 belden wij eerst.\n\nIn week 18 schreven wij korter."
    assert f">\n{both}</textarea>" in page
    assert "Onder wat er al stond" in page
    with pytest.raises(Refused):
        months.write(second, "April", "In week 18 schreven wij korter.", None, by=cast.lead)
    seen = MonthlyDigest.objects.get().revision
    months.write(second, "April", both.replace("wij ", "we "), seen, by=cast.professional)
    months.conclude(second, "Korter schrijven", "", by=cast.colleague)
    digest = MonthlyDigest.objects.get()
    assert digest.conclusions.count() == 2
    assert f">\n{digest.summary}</textarea>" in fatima.get(url(second)).content.decode(), "added once"


@pytest.mark.shows("proposals-2", "S18")
def test_a_guest_is_shown_no_insight_of_the_team(cast: Cast, month: Moment, client_for: Any) -> None:
    guest = cast.outsider
    GuestInvitation.objects.create(moment=month, person=guest, answer=Answer.YES)
    Seat.objects.create(moment=month, person=guest, starts_at=month.starts_at, minutes=60)
    begun(month, step=STEPS["insights"])
    for words in ("Vaktaal roept vragen op.", "Bellen scheelt een brief."):
        harvesting.to_insight(month, item(month, cast.colleague), words, by=cast.professional)
    months.pick(month, Insight.objects.earliest("pk").pk, by=cast.colleague)
    page = client_for(guest).get(url(month)).content.decode()
    main = page.split('id="maand-inzichten"')[1].split("</section>")[0]
    assert "Vaktaal roept" not in main
    assert "Bellen scheelt" not in main
    assert "/inzichten/" not in main
    assert "Als gast zie je hier alleen inzichten die je zelf mag lezen." in main


@pytest.mark.shows("proposals-2", "S21", "AI5")
def test_what_ai_wrote_in_the_summary_is_marked_in_the_digest_though_it_was_changed(
    cast: Cast, month: Moment, fatima: Client
) -> None:
    session = begun(month, step=STEPS["digest"])
    words = "Drie aanvragers vroegen deze maand wat het woord welstand in hun brief eigenlijk betekent."
    draft = session.summaries.create(state="draft", text=words, drafted=words, tool="Voorbeeld")
    summarising.accept(month, draft, f"Wij bellen.\n\n{words}", by=cast.colleague)
    months.write(month, "April", f"Vooraf.\n\n{words}\n\nEn erna.", None, by=cast.professional)
    months.conclude(month, "Vaktaal", words, by=cast.professional)
    digest = MonthlyDigest.objects.get()
    assert [mark["degree"] for mark in digest.marks["summary"]] == ["own", "taken_over", "own"]
    assert digest.conclusions.get().label == "taken_over"
    assert fatima.get(url(month)).content.decode().count("Van AI overgenomen.") >= 2


@pytest.mark.parametrize("step", range(7))
def test_a_full_month_asks_as_much_as_an_empty_one(
    cast: Cast, month: Moment, fatima: Client, step: int
) -> None:
    begun(month, step=step)
    digest = digesting.draft_for(cast.team, date(2026, 4, 1), cast.professional)
    asked = []
    for number in (1, 2, 3, 4, 5, 6, 7, 8):
        if step:
            harvesting.to_insight(
                month,
                item(month, cast.colleague, f"Deel {number}"),
                f"Inzicht {number}",
                by=cast.professional,
            )
        digesting.conclude(digest, f"Conclusie {number}", by=cast.professional)
        digesting.recommend(digest, f"Advies {number}", cast.lead, date(2026, 5, 1), by=cast.professional)
        if number in (1, 8):
            fatima.get(url(month))
            with CaptureQueriesContext(connection) as queries:
                fatima.get(url(month))
            asked.append(len(queries))
    assert asked[0] == asked[1]
