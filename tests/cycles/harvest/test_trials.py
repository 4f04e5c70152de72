"""What the team wants to begin with: chosen in the Maandoogst, kept with the month, shown, undone, and decided elsewhere."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.harvest.models import HarvestSession, TrialChoice
from cycles.insights import digesting
from cycles.insights.models import MonthlyDigest
from cycles.proposals.cards.models import PracticeCard
from cycles.proposals.models import InnovationProposal
from cycles.weekly.models import Answer, GuestInvitation, Kind, Moment, Seat
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from teams.privacy import retention
from teams.structure.models import Team
from tests.conftest import Cast
from tests.cycles.harvest import building
from tests.cycles.harvest.building import begun, post, url
from tests.support.hands import Hands

pytestmark = pytest.mark.shows("proposals-2", "A66", "S24")
Clients = Callable[[User | None], Client]
STEP = 4
TITLE = "Wachtend voorstel"


def submitted(owner: User, team: Team, title: str = TITLE) -> InnovationProposal:
    now = clock.now()
    return InnovationProposal.objects.create(
        owner=owner, team=team, title=title, state="submitted", submitted_at=now, answer_due=now.date()
    )


@pytest.fixture
def proposal(cast: Cast, month: Moment) -> InnovationProposal:
    begun(month, step=STEP)
    return submitted(cast.colleague, cast.team)


def chosen(client: Client, moment: Moment) -> bool:
    return "proeven-gekozen" in client.get(url(moment)).content.decode()


def test_a_choice_is_kept_shown_and_undone(
    cast: Cast, month: Moment, proposal: InnovationProposal, fatima: Client, joost: Client
) -> None:
    for _ in range(2):
        said = fatima.post(url(month, "harvest-trial", proposal.pk), follow=True).content.decode()
    assert TrialChoice.objects.count() == 1
    undo = url(month, "harvest-trial-drop", proposal.pk)
    assert f'action="{undo}"' in said
    assert chosen(joost, month)
    entry = AuditEntry.objects.get(action="trial_wanted")
    assert TITLE not in str(entry.detail)
    joost.post(undo)
    assert not chosen(fatima, month)
    joost.post(url(month, "harvest-trial", proposal.pk))
    proposal.refresh_from_db()
    assert proposal.state == "submitted", "an advice, no decision"


def test_it_stands_in_the_digest_and_at_the_end(
    cast: Cast, month: Moment, proposal: InnovationProposal, fatima: Client, at: Hands
) -> None:
    post(fatima, month, "harvest-trial", proposal.pk)
    digest = digesting.draft_for(cast.team, date(2026, 4, 1), cast.professional)
    for name in ("digest", "digest-print"):
        page = fatima.get(reverse(f"cycles:{name}", args=[digest.pk])).content.decode()
        assert "Hier willen we mee beginnen" in page
        assert TITLE in page
    at("2026-04-20 10:00")
    assert chosen(fatima, month)
    assert post(fatima, month, "harvest-trial-drop", proposal.pk).status_code == 422
    at("2027-05-20 10:00")
    retention.sweep()
    assert not HarvestSession.objects.exists()
    assert TITLE in fatima.get(reverse("cycles:digest", args=[digest.pk])).content.decode()


def test_whoever_decides_reads_that_the_team_wants_it(
    cast: Cast, month: Moment, proposal: InnovationProposal, fatima: Client, client_for: Clients
) -> None:
    path, lead = reverse("cycles:proposal-decide", args=[proposal.pk]), client_for(cast.lead)
    assert "wil hiermee beginnen" not in lead.get(path).content.decode()
    post(fatima, month, "harvest-trial", proposal.pk)
    said = "Team Vergunningen wil hiermee beginnen. Dat koos het in de Maandoogst van april 2026."
    assert said in lead.get(path).content.decode()


def test_a_card_of_another_team_may_be_chosen(cast: Cast, month: Moment, fatima: Client) -> None:
    now = clock.now()
    from_there = InnovationProposal.objects.create(
        owner=cast.outsider, team=cast.other_team, state="adopted", submitted_at=now,
        trial_from=now.date(), trial_until=now.date(),
    )  # fmt: skip
    card = PracticeCard.objects.create(
        proposal=from_there, title="Kaart", situation="Een brief", how="Zo.", made_at=now - timedelta(days=40)
    )
    begun(month, step=STEP)
    assert url(month, "harvest-trial-card", card.pk) in fatima.get(url(month)).content.decode()
    post(fatima, month, "harvest-trial-card", card.pk)
    assert chosen(fatima, month)
    digest = digesting.draft_for(cast.team, date(2026, 4, 1), cast.professional)
    assert "Kaart" in fatima.get(reverse("cycles:digest", args=[digest.pk])).content.decode()
    post(fatima, month, "harvest-trial-card-drop", card.pk)
    assert not TrialChoice.objects.exists()


@pytest.mark.parametrize("why", ["elsewhere", "draft", "decided", "nothing"])
def test_only_what_waits_here_is_chosen(
    cast: Cast, month: Moment, proposal: InnovationProposal, fatima: Client, why: str
) -> None:
    pk = proposal.pk
    if why == "elsewhere":
        pk = submitted(cast.outsider, cast.other_team).pk
    elif why == "nothing":
        pk = 999_999
    else:
        state = "draft" if why == "draft" else "declined"
        InnovationProposal.objects.filter(pk=pk).update(state=state)
    answer = post(fatima, month, "harvest-trial", pk)
    assert answer.status_code == 422
    assert "Er is niets gekozen." in answer.content.decode()
    assert not TrialChoice.objects.exists()


@pytest.mark.shows("S18")
def test_who_may_not_read_a_proposal_finds_it_nowhere(
    cast: Cast, month: Moment, proposal: InnovationProposal, fatima: Client, client_for: Clients
) -> None:
    """A guest of another unit; and everybody, once it was withdrawn."""
    guest = cast.outsider
    GuestInvitation.objects.create(moment=month, person=guest, answer=Answer.YES)
    Seat.objects.create(moment=month, person=guest, starts_at=month.starts_at, minutes=60)
    post(fatima, month, "harvest-trial", proposal.pk)
    reads = TITLE in client_for(guest).get(reverse("cycles:proposals-list")).content.decode()
    assert (TITLE in client_for(guest).get(url(month)).content.decode()) == reads
    InnovationProposal.objects.filter(pk=proposal.pk).update(state="withdrawn")
    assert TITLE not in fatima.get(url(month)).content.decode()


def test_a_weekoogst_chooses_nothing_and_a_published_digest_stays(
    cast: Cast, month: Moment, proposal: InnovationProposal, fatima: Client
) -> None:
    digest = digesting.draft_for(cast.team, date(2026, 4, 1), cast.professional)
    MonthlyDigest.objects.filter(pk=digest.pk).update(published_at=clock.now())
    assert post(fatima, month, "harvest-trial", proposal.pk).status_code == 422
    assert url(month, "harvest-trial", proposal.pk) not in fatima.get(url(month)).content.decode()
    weekly = building.talk(cast, Kind.RETROSPECTIVE, week=building.WEEK - 1)
    assert post(fatima, weekly, "harvest-trial", proposal.pk).status_code == 422


def test_many_choices_ask_as_much_as_one(
    cast: Cast, month: Moment, proposal: InnovationProposal, fatima: Client
) -> None:
    digest = digesting.draft_for(cast.team, date(2026, 4, 1), cast.professional)
    pages = (url(month), reverse("cycles:digest", args=[digest.pk]))
    asked = []
    for number in range(6):
        row = submitted(cast.colleague, cast.team, f"Voorstel {number}")
        post(fatima, month, "harvest-trial", row.pk)
        if number in (0, 5):
            with CaptureQueriesContext(connection) as queries:
                for page in pages:
                    fatima.get(page)
            asked.append(len(queries))
    assert asked[0] == asked[1]
