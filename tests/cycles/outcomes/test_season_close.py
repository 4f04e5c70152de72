"""A season is closed: what learning brought and where we kept our word, for everybody it was for, without anybody's
learning in it."""

from datetime import timedelta

import pytest
from django.test import Client

from cycles.framework.models import Season
from cycles.outcomes import reporting
from cycles.outcomes.closing import verbs
from cycles.outcomes.closing.content import content
from cycles.outcomes.closing.models import SeasonClose
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.weeks import IsoWeek
from tests import builders
from tests.conftest import Cast
from tests.cycles.outcomes import building
from tests.cycles.outcomes.conftest import Clients
from tests.cycles.outcomes.test_kept import held
from tests.cycles.proposals import building as proposals
from tests.support.hands import Hands

pytestmark = pytest.mark.django_db
TEXTS = {"brought": "Brieven komen minder vaak terug.", "word": "Drie weken vervielen.", "onwards": ""}


def team_page(cast: Cast) -> str:
    return f"/team/{cast.team.pk}/seizoen-afsluiten/"


def closed(cast: Cast, season: Season) -> SeasonClose:
    close = verbs.write(verbs.of(season, cast.team), TEXTS, seen=0, by=cast.lead)
    verbs.close_season(close, by=cast.lead)
    close.refresh_from_db()
    return close


class TestClosing:
    def test_a_lead_writes_and_closes_and_the_unit_reads_it(
        self, cast: Cast, season: Season, client_for: Clients
    ) -> None:
        made = proposals.in_trial(cast.professional)
        proposals.measured(made.yields.get(), 2)
        lead, fatima = client_for(cast.lead), client_for(cast.professional)
        page = lead.get(team_page(cast)).content.decode()
        assert made.name in page
        assert not SeasonClose.objects.exists(), "looking writes nothing"
        lead.post(team_page(cast), TEXTS | {"revision": "0"})
        kept = SeasonClose.objects.get()
        assert not kept.is_closed
        assert fatima.get(f"/seizoensopbrengst/{kept.pk}/").status_code == 404
        answer = lead.post(team_page(cast), TEXTS | {"revision": str(kept.revision), "sluit": "1"})
        assert answer.url == f"/seizoensopbrengst/{kept.pk}/"
        for who in (cast.professional, cast.colleague, cast.manager):
            page = client_for(who).get(answer.url).content.decode()
            assert TEXTS["brought"] in page
            assert made.name in page
            assert ("Heropen" in page) == (who == cast.manager)
        assert client_for(cast.outsider).get(answer.url).status_code == 404
        assert "Lees wat het seizoen opleverde" in fatima.get("/").content.decode()

    def test_nothing_to_say_is_refused_beside_the_field(
        self, cast: Cast, season: Season, client_for: Clients
    ) -> None:
        answer = client_for(cast.lead).post(
            team_page(cast), {"word": "Wel dit.", "revision": "0", "sluit": "1"}
        )
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "Schrijf eerst wat leren jullie opleverde." in page
        assert "Wel dit." in page

    def test_who_wrote_meanwhile_is_shown_and_nothing_is_lost(
        self, cast: Cast, season: Season, client_for: Clients
    ) -> None:
        verbs.write(verbs.of(season, cast.team), TEXTS, seen=0, by=cast.lead)
        answer = client_for(cast.lead).post(team_page(cast), {"brought": "Iets anders.", "revision": "0"})
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "Iets anders." in page
        assert TEXTS["brought"] in page

    def test_it_is_frozen_and_can_be_opened_again(
        self, cast: Cast, season: Season, client_for: Clients
    ) -> None:
        close = closed(cast, season)
        later = proposals.in_trial(cast.professional)
        lead = client_for(cast.lead)
        assert later.name not in lead.get(f"/seizoensopbrengst/{close.pk}/").content.decode()
        with pytest.raises(Refused):
            verbs.write(close, TEXTS | {"word": "Anders."}, seen=close.revision, by=cast.lead)
        lead.post(f"/seizoensopbrengst/{close.pk}/heropen/")
        assert later.name in lead.get(team_page(cast)).content.decode()
        assert client_for(cast.colleague).get(f"/seizoensopbrengst/{close.pk}/").status_code == 404

    @pytest.mark.parametrize("role", ["professional", "colleague", "outsider", "administrator"])
    def test_only_who_leads_or_manages_it_closes_the_season_of_a_team(
        self, cast: Cast, season: Season, client_for: Clients, role: str
    ) -> None:
        close = closed(cast, season)
        client = client_for(cast.people[role])
        assert client.get(team_page(cast)).status_code == 404
        assert client.post(f"/seizoensopbrengst/{close.pk}/heropen/").status_code == 404

    def test_a_season_in_the_middle_waits(
        self, cast: Cast, season: Season, client_for: Clients, at: Hands
    ) -> None:
        at("2026-02-16 09:10")
        page = client_for(cast.lead).get(team_page(cast)).content.decode()
        assert "Het loopt tot en met 5 april 2026." in page
        answer = client_for(cast.lead).post(team_page(cast), TEXTS | {"revision": "0"})
        assert answer.status_code == 200
        assert not SeasonClose.objects.exists()


class TestTheWhole:
    def test_an_administrator_closes_it_for_everybody(
        self, cast: Cast, season: Season, client_for: Clients
    ) -> None:
        tried, used = (
            proposals.in_trial(cast.professional),
            proposals.adopted(cast.colleague, title="In gebruik"),
        )
        address = f"/kader/seizoen/{season.pk}/afsluiten/"
        assert client_for(cast.manager).get(address).status_code == 404  # of the whole organisation
        answer = client_for(cast.administrator).post(address, TEXTS | {"revision": "0", "sluit": "1"})
        page = client_for(cast.outsider).get(answer.url).content.decode()
        assert used.name in page
        assert tried.name not in page, "a trial is for the unit alone"
        assert "Iedereen in de organisatie leest dit." in page

    @pytest.mark.shows("W9", "S18")
    def test_promises_are_counted_from_five_people_on(self, cast: Cast, season: Season) -> None:
        owners = [cast.professional, cast.colleague, *(builders.member(cast.team) for _ in range(3))]
        close = verbs.of(season, None)
        for number, owner in enumerate(owners, 1):
            report = building.discussed(owner, cast.manager)
            reporting.promise(
                report, "Twee uur per week.", season.ends_on + timedelta(days=9), by=cast.manager
            )
            told = content(close)["promises"]
            assert told == ([0, 5] if number == 5 else None)
        reporting.keep(report.commitments.get(), by=cast.manager)
        assert content(close)["promises"] is None, "one is done, four are not"

    @pytest.mark.shows("W7", "W9")
    def test_kept_moments_are_those_of_everybody_or_not_told(self, cast: Cast, season: Season) -> None:
        for _ in range(4):
            builders.member(cast.team)
        held(cast.team, IsoWeek(2026, 12), pressed=1)
        close = verbs.of(season, None)
        assert content(close)["kept"] == [3, 4]
        assert content(verbs.of(season, cast.team))["causes"] == [1, 0, 0]
        held(cast.other_team, IsoWeek(2026, 12))
        assert content(close)["kept"] is None, "a unit with one small team would be told by subtraction"

    @pytest.mark.shows("S24")
    def test_answers_count_by_their_day(self, cast: Cast, season: Season, at: Hands) -> None:
        proposals.in_trial(cast.professional)
        made = proposals.submitted(cast.colleague)
        at("2026-04-20 09:10")
        from cycles.proposals import moving

        moving.decline(made, "Nu niet.", "Als het minder kost.", by=proposals.decider(made))
        assert content(verbs.of(season, cast.team))["answers"] == [1, 1], "after the season it is not counted"
        Season.objects.filter(pk=season.pk).update(weeks=16)
        season.refresh_from_db()
        assert content(verbs.of(season, cast.team))["answers"] == [1, 2]


def test_a_close_holds_nothing_of_a_learning_question(cast: Cast, season: Season, dirk: Client) -> None:
    building.question_with_yield(cast.professional, "zeehonden op de balie")
    close = closed(cast, season)
    assert "zeehonden" not in dirk.get(f"/seizoensopbrengst/{close.pk}/").content.decode()
    assert "zeehonden" not in str(close.shown)
