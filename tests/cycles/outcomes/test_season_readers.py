"""Who reads a season that is being closed, or was: nobody reads more of a proposal in it than they may read elsewhere."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cycles.framework.models import Season
from cycles.outcomes.closing import verbs
from cycles.outcomes.closing.models import SeasonClose
from cycles.proposals import moving
from cycles.proposals.cards.models import PracticeCard
from cycles.proposals.models import InnovationProposal, ProposalAuthor
from cycles.yields.showing import rows
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.privacy.erase import erase
from teams.privacy.models import Erasure
from teams.structure.access import Viewer, can, visible
from teams.structure.models import Membership, Role
from tests import builders
from tests.conftest import Cast
from tests.cycles.outcomes.conftest import Clients
from tests.cycles.outcomes.test_season_close import TEXTS, closed
from tests.cycles.proposals import building as proposals

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_unit(cast: Cast) -> Season:
    """A season that Ruimte has for itself."""
    return builders.frame(of=cast.unit, starts_on=date(2026, 1, 12))


def whole_page(season: Season) -> str:
    return f"/kader/seizoen/{season.pk}/afsluiten/"


def reads(person: User, close: SeasonClose) -> bool:
    return visible(SeasonClose, Viewer(person)).filter(pk=close.pk).exists()


@pytest.mark.shows("S18")
class TestASeasonOfAUnit:
    def test_who_manages_it_closes_it_and_its_people_read_it(
        self, cast: Cast, of_unit: Season, client_for: Clients
    ) -> None:
        made = proposals.in_trial(cast.professional, title="Samen schrijven")
        measured = rows([made.yields.get()])[0].name
        manager = client_for(cast.manager)
        page = manager.get(whole_page(of_unit)).content.decode()
        assert made.name in page
        assert measured in page
        answer = manager.post(whole_page(of_unit), TEXTS | {"revision": "0", "sluit": "1"})
        assert made.name in client_for(cast.colleague).get(answer.url).content.decode()
        assert client_for(cast.outsider).get(answer.url).status_code == 404

    @pytest.mark.parametrize("role", ["administrator", "lead", "lead_and_manager"])
    def test_nobody_else_closes_it_or_reads_its_proposals_before(
        self, cast: Cast, of_unit: Season, client_for: Clients, role: str
    ) -> None:
        """An administrator makes its frame, and reads no proposals of a unit."""
        person = cast.people[role]
        client = client_for(person)
        draft = verbs.write(verbs.of(of_unit, None), TEXTS, seen=0, by=cast.manager)
        assert not reads(person, draft)
        assert not can(Viewer(person), "season.close", draft)
        assert client.get(whole_page(of_unit)).status_code == 404
        assert client.post(whole_page(of_unit), TEXTS | {"revision": "1", "sluit": "1"}).status_code == 404
        assert client.post(f"/seizoensopbrengst/{draft.pk}/heropen/").status_code == 404
        draft.refresh_from_db()
        assert not draft.is_closed

    def test_an_administrator_meets_no_link_to_close_it(
        self, cast: Cast, of_unit: Season, client_for: Clients
    ) -> None:
        for person, is_offered in ((cast.administrator, False), (cast.manager, True)):
            page = client_for(person).get(f"/kader/{cast.unit.pk}/").content.decode()
            assert "Pas het seizoen aan" in page
            assert (whole_page(of_unit) in page) == is_offered

    def test_an_administrator_does_not_read_it_when_it_is_closed(
        self, cast: Cast, of_unit: Season, client_for: Clients
    ) -> None:
        close = verbs.write(verbs.of(of_unit, None), TEXTS, seen=0, by=cast.manager)
        verbs.close_season(close, seen=close.revision, by=cast.manager)
        assert client_for(cast.administrator).get(f"/seizoensopbrengst/{close.pk}/").status_code == 404


@pytest.mark.shows("S18")
class TestWhoLeft:
    def test_who_led_a_team_and_left_reads_it_no_more(self, cast: Cast, season: Season) -> None:
        """Who wrote it keeps no more of it than the roles of today give."""
        close = closed(cast, season)
        assert reads(cast.lead, close)
        yesterday = clock.today("Europe/Amsterdam") - timedelta(days=1)
        for model in (Role, Membership):
            model.objects.filter(person=cast.lead).update(until=yesterday)
        builders.member(cast.other_team, who=cast.lead)
        assert not reads(cast.lead, close)

    def test_a_draft_is_with_who_may_write_it_now(self, cast: Cast, season: Season) -> None:
        draft = verbs.write(verbs.of(season, cast.team), TEXTS, seen=0, by=cast.manager)
        assert {role for role, person in cast.people.items() if reads(person, draft)} == {"lead", "manager"}
        Role.objects.filter(person=cast.manager).delete()
        assert not reads(cast.manager, draft)


NAME = "Kanarie van Fatima"


@pytest.mark.shows("S18")
class TestWhatIsNoLongerOpen:
    def test_a_proposal_that_was_withdrawn_is_left_out_and_nothing_says_so(
        self, cast: Cast, season: Season, client_for: Clients
    ) -> None:
        made = proposals.submitted(cast.professional, title=NAME)
        stays = proposals.in_trial(cast.colleague, title="Samen schrijven")
        close = closed(cast, season)
        address = f"/seizoensopbrengst/{close.pk}/"
        assert NAME in client_for(cast.manager).get(address).content.decode()
        moving.withdraw(made, by=cast.professional)
        for person in (cast.colleague, cast.lead, cast.manager, cast.professional):
            page = client_for(person).get(address).content.decode()
            assert NAME not in page
            assert f"/voorstellen/{made.pk}/" not in page
            assert stays.name in page
        moving.delete(made, by=cast.professional)
        assert NAME not in client_for(cast.manager).get(address).content.decode()

    def test_its_yields_go_with_it(self, cast: Cast, season: Season, client_for: Clients) -> None:
        made, other = (proposals.in_trial(cast.professional, title=title) for title in (NAME, "Ander"))
        yields = [rows([one.yields.get()])[0].name for one in (made, other)]
        made.yields.update(measure="telefoontjes over kanaries")
        close = closed(cast, season)
        InnovationProposal.objects.filter(pk=made.pk).update(team=cast.other_team)
        page = client_for(cast.colleague).get(f"/seizoensopbrengst/{close.pk}/").content.decode()
        assert "Telefoontjes over kanaries" not in page
        assert NAME not in page
        assert yields[1] in page

    def test_a_card_that_was_taken_back_is_left_out(
        self, cast: Cast, season: Season, client_for: Clients
    ) -> None:
        made = proposals.adopted(cast.professional)
        PracticeCard.objects.filter(proposal=made).delete()
        card = PracticeCard.objects.create(proposal=made, title="Kaart met stappen", situation="x", how="x")
        close = closed(cast, season)
        client = client_for(cast.colleague)
        assert card.title in client.get(f"/seizoensopbrengst/{close.pk}/").content.decode()
        PracticeCard.objects.update(retired_at=clock.now())
        assert card.title not in client.get(f"/seizoensopbrengst/{close.pk}/").content.decode()

    @pytest.mark.parametrize("many", [1, 6])
    def test_reading_asks_as_many_queries_for_many_proposals(
        self, cast: Cast, season: Season, client_for: Clients, many: int
    ) -> None:
        for number in range(many):
            proposals.in_trial(cast.professional, title=f"Voorstel {number}")
        close = closed(cast, season)
        client = client_for(cast.colleague)
        client.get(f"/seizoensopbrengst/{close.pk}/")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/seizoensopbrengst/{close.pk}/").content.decode()
        assert page.count("Voorstel ") >= many
        assert len(queries) <= 16, len(queries)


def _erased(person: User) -> None:
    due = clock.now() - timedelta(hours=1)
    Erasure.objects.create(person=person, asked_at=due - Erasure.GRACE, due_at=due)
    assert erase(person.pk)


@pytest.mark.shows("TP2")
class TestErasing:
    @pytest.mark.parametrize("is_thrown_away", [False, True])
    def test_a_proposal_that_goes_leaves_what_was_frozen(
        self, cast: Cast, season: Season, is_thrown_away: bool
    ) -> None:
        """Also one that its owner threw away before: nobody knows any more whose that was."""
        made = proposals.submitted(cast.professional, title=NAME)
        close = closed(cast, season)
        moving.withdraw(made, by=cast.professional)
        if is_thrown_away:
            moving.delete(made, by=cast.professional)
        _erased(cast.professional)
        close.refresh_from_db()
        assert NAME not in str(close.shown)
        assert close.is_closed

    def test_one_that_was_left_to_who_wrote_along_goes_with_the_last_of_them(
        self, cast: Cast, season: Season
    ) -> None:
        made = proposals.submitted(cast.professional, title=NAME)
        ProposalAuthor.objects.create(proposal=made, person=cast.colleague, state=ProposalAuthor.State.IN)
        close = closed(cast, season)
        moving.withdraw(made, by=cast.professional)
        for person, is_there in ((cast.professional, True), (cast.colleague, False)):
            _erased(person)
            close.refresh_from_db()
            assert (NAME in str(close.shown)) == is_there

    def test_what_the_unit_reads_stays_without_a_name(self, cast: Cast, season: Season) -> None:
        proposals.in_trial(cast.professional, title=NAME)
        close = closed(cast, season)
        before = close.shown
        _erased(cast.professional)
        close.refresh_from_db()
        assert close.shown == before
        assert NAME in str(before)
