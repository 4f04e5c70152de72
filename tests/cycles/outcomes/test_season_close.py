"""A season is closed: what learning brought and where we kept our word, for everybody it was for, without anybody's
learning in it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from cycles.framework.models import Season
from cycles.outcomes import reporting
from cycles.outcomes.closing import verbs
from cycles.outcomes.closing.content import content, frozen
from cycles.outcomes.closing.models import SeasonClose
from cycles.outcomes.models import Commitment
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.administration import locked
from teams.structure.models import Organisation
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
    verbs.close_season(close, seen=close.revision, by=cast.lead)
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

    def test_nobody_closes_words_that_they_did_not_see(
        self, cast: Cast, season: Season, client_for: Clients, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The manager writes between what the lead writes and closes: the page shows both, and nothing is closed."""
        write = verbs.write

        def beaten(close: SeasonClose, *args: Any, **given: Any) -> SeasonClose:
            mine = write(close, *args, **given)
            write(mine, TEXTS | {"brought": "Van Dirk."}, seen=mine.revision, by=cast.manager)
            return mine

        monkeypatch.setattr(verbs, "write", beaten)
        lead = client_for(cast.lead)
        answer = lead.post(team_page(cast), TEXTS | {"revision": "0", "sluit": "1"})
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "Van Dirk." in page
        assert TEXTS["brought"] in page
        close = SeasonClose.objects.get()
        assert not close.is_closed
        assert f'name="revision" value="{close.revision}"' in page
        monkeypatch.setattr(verbs, "write", write)
        lead.post(team_page(cast), TEXTS | {"revision": str(close.revision), "sluit": "1"})
        close.refresh_from_db()
        assert (close.is_closed, close.brought) == (True, TEXTS["brought"])

    def test_who_closes_what_was_closed_meanwhile_hears_it(self, cast: Cast, season: Season) -> None:
        close = verbs.write(verbs.of(season, cast.team), TEXTS, seen=0, by=cast.lead)
        verbs.close_season(close, seen=close.revision, by=cast.manager)
        with pytest.raises(Refused):
            verbs.close_season(close, seen=close.revision, by=cast.lead)
        close.refresh_from_db()
        assert close.by == cast.manager

    @pytest.mark.parametrize("forged", ["²", "x", "-1", "9" * 12])
    def test_a_forged_revision_is_of_who_saw_nothing(
        self, cast: Cast, season: Season, client_for: Clients, forged: str
    ) -> None:
        answer = client_for(cast.lead).post(team_page(cast), TEXTS | {"revision": forged, "sluit": "1"})
        assert answer.status_code == 409
        assert TEXTS["brought"] in answer.content.decode()
        assert not SeasonClose.objects.exists()

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

    def test_one_that_is_long_over_stays_closed(
        self, cast: Cast, season: Season, client_for: Clients, at: Hands
    ) -> None:
        """It could not be closed again, and what was known of it then would be gone."""
        close, again = closed(cast, season), "Heropen om iets te veranderen"
        lead, address = client_for(cast.lead), f"/seizoensopbrengst/{close.pk}/"
        at("2026-05-17 09:10")  # the last day of six weeks
        assert again in lead.get(address).content.decode()
        at("2026-05-18 09:10")
        lead = client_for(cast.lead)
        assert again not in lead.get(address).content.decode()
        page = lead.post(f"{address}heropen/", follow=True).content.decode()
        assert "Dit seizoen is meer dan 6 weken voorbij. Het blijft afgesloten zoals het is." in page
        assert TEXTS["brought"] in client_for(cast.colleague).get(address).content.decode()

    def test_what_was_opened_again_is_closed_whatever_season_came_since(
        self, cast: Cast, season: Season, client_for: Clients, at: Hands
    ) -> None:
        close = closed(cast, season)
        builders.frame(of=cast.unit, starts_on=date(2026, 4, 6), weeks=4)
        at("2026-05-01 09:10")
        lead = client_for(cast.lead)
        answer = lead.post(f"/seizoensopbrengst/{close.pk}/heropen/")
        assert answer.url == f"/seizoensopbrengst/{close.pk}/schrijven/"
        assert TEXTS["brought"] not in lead.get(team_page(cast)).content.decode(), "the newest season"
        at("2026-06-12 09:10")
        lead = client_for(cast.lead)
        listed = lead.get("/seizoensopbrengst/").content.decode()
        assert answer.url in listed
        assert answer.url not in client_for(cast.colleague).get("/seizoensopbrengst/").content.decode()
        assert TEXTS["brought"] in lead.get(answer.url).content.decode()
        close.refresh_from_db()
        lead.post(answer.url, TEXTS | {"revision": str(close.revision), "sluit": "1"})
        page = client_for(cast.colleague).get(f"/seizoensopbrengst/{close.pk}/").content.decode()
        assert TEXTS["brought"] in page
        for who in (cast.colleague, cast.outsider, cast.administrator):
            assert client_for(who).get(answer.url).status_code == 404

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
        for number, owner in enumerate(owners, 1):
            report = building.discussed(owner, cast.manager)
            reporting.promise(
                report, "Twee uur per week.", season.ends_on + timedelta(days=9), by=cast.manager
            )
            told = frozen(verbs.of(season, None))["promises"]
            assert told == ([0, 5] if number == 5 else None)
        reporting.keep(report.commitments.get(), by=cast.manager)
        assert frozen(verbs.of(season, None))["promises"] is None, "one is done, four are not"

    @pytest.mark.shows("W9")
    def test_what_was_promised_tells_of_nobody_with_two_promises(self, cast: Cast, season: Season) -> None:
        """Done of one person, or open of one person, is about one person, also when they have another that is not."""
        reports = [building.discussed(owner, cast.manager) for owner in self.ten(cast)]
        due = season.ends_on + timedelta(days=9)
        for report in reports:
            for text in ("Een uur.", "Een boek."):
                reporting.promise(report, text, due, by=cast.manager)
        expected: list[list[int] | None] = [None] * 4 + [[5, 20]] + [None] * 4 + [[10, 20]]
        assert self.told_after_each(season, [one.commitments.all()[0] for one in reports]) == expected
        expected = [None] * 4 + [[15, 20]] + [None] * 4 + [[20, 20]]
        assert self.told_after_each(season, [one.commitments.all()[1] for one in reports]) == expected

    def ten(self, cast: Cast) -> list[User]:
        return [cast.professional, cast.colleague, *(builders.member(cast.team) for _ in range(8))]

    def told_after_each(self, season: Season, promises: list[Commitment]) -> list[list[int] | None]:
        told = []
        for one in promises:
            assert one.by
            reporting.keep(one, by=one.by)
            told.append(frozen(verbs.of(season, None))["promises"])
        return told

    @pytest.mark.shows("W9")
    def test_promises_are_told_when_it_is_closed_and_not_to_who_looks_before(
        self, cast: Cast, season: Season, client_for: Clients
    ) -> None:
        for owner in self.ten(cast):
            report = building.discussed(owner, cast.manager)
            reporting.promise(report, "Een uur.", season.ends_on + timedelta(days=9), by=cast.manager)
        administrator = client_for(cast.administrator)
        address = f"/kader/seizoen/{season.pk}/afsluiten/"
        page = administrator.get(address).content.decode()
        assert "0 van 10 gedaan" not in page
        assert "dit komt erbij als je het seizoen afsluit" in page
        assert "Toezeggingen" not in client_for(cast.lead).get(team_page(cast)).content.decode()
        answer = administrator.post(address, TEXTS | {"revision": "0", "sluit": "1"})
        assert "0 van 10 gedaan" in administrator.get(answer.url).content.decode()
        for promise in Commitment.objects.all()[:5]:
            reporting.keep(promise, by=cast.manager)
        close = SeasonClose.objects.get()
        verbs.open_again(close, by=cast.administrator)
        close.refresh_from_db()
        verbs.close_season(close, seen=close.revision, by=cast.administrator)
        page = administrator.get(answer.url).content.decode()
        assert "0 van 10 gedaan" in page, "a second number would tell of whoever changed in between"

    @pytest.mark.shows("W9")
    def test_the_least_number_is_held_as_long_as_promises_can_be_told(
        self, cast: Cast, season: Season, at: Hands
    ) -> None:
        Organisation.objects.update(least_people=11)
        for owner in self.ten(cast):
            report = building.discussed(owner, cast.manager)
            reporting.promise(report, "Een uur.", season.ends_on + timedelta(days=9), by=cast.manager)
        assert frozen(verbs.of(season, None))["promises"] is None
        Organisation.objects.update(least_people=5)
        for day, is_held in (("2026-04-07", True), ("2026-05-17", True), ("2026-05-18", False)):
            at(f"{day} 09:10")
            assert ("17 mei 2026" in locked.why("least_people")) == is_held
            assert (frozen(verbs.of(season, None))["promises"] is not None) == is_held

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

    @pytest.mark.shows("W10")
    def test_figures_of_groups_are_off_until_consent_and_dpia_are_recorded(
        self, cast: Cast, season: Season, client_for: Clients
    ) -> None:
        for _ in range(4):
            builders.member(cast.team)
        held(cast.team, IsoWeek(2026, 12), pressed=1)
        close, manager = closed(cast, season), client_for(cast.manager)
        assert "3 van 4" in manager.get(f"/seizoensopbrengst/{close.pk}/").content.decode()
        for owner in User.objects.filter(memberships__team=cast.team):
            report = building.discussed(owner, cast.manager)
            reporting.promise(report, "Een uur.", season.ends_on + timedelta(days=9), by=cast.manager)
        builders.organisation(no_works_council=False, consent_on=builders.LONG_AGO, dpia_on=None)
        page = manager.get(f"/seizoensopbrengst/{close.pk}/").content.decode()
        assert "3 van 4" not in page, "what was frozen before is off as well"
        verbs.open_again(close, by=cast.lead)
        page += manager.get(team_page(cast)).content.decode()
        assert "3 van 4" not in page
        assert page.count("cijfers van groepen staan uit") == 2
        for team in (cast.team, None):
            known = frozen(verbs.of(season, team))
            assert (known["kept"], known["causes"], known["promises"]) == (None, [], None)

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
