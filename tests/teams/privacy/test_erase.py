"""Somebody who is erased is nowhere any more; what others work with stays, without the name (TP2, W12)."""

from contextlib import suppress
from datetime import datetime, timedelta
from threading import Barrier, BrokenBarrierError
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import DataError, models
from django.test import Client, TestCase
from django.urls import reverse

from cycles.models import InnovationProposal, LogEntry, OutcomeReport, ProposalStep
from lerendwerken import schedule
from lerendwerken.example import load
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from teams.notifications import outbox
from teams.notifications.models import Notification
from teams.own import erasing
from teams.privacy import erase
from teams.privacy.models import Erasure
from teams.privacy.registry import ALL, Data, everything
from teams.structure.models import Role
from tests import builders
from tests.conftest import Cast
from tests.cycles.proposals import building as proposals
from tests.journeys.beside import Lines, cached, mailed
from tests.journeys.test_learning_stays_private import Walker
from tests.support import together
from tests.support.database import dump

NOW = datetime(2026, 6, 10, 10, 15, tzinfo=ZoneInfo("Europe/Amsterdam"))
WORD = "zwerfkei"
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.shows("TP2", "W12", "outcomes-3")]


def who(name: str) -> User:
    return User.objects.get(email=f"{name}@lindewaard.example")


def stamp(person: User) -> dict[type[models.Model], int]:
    """The same word in every field for words of every row about somebody; how many rows of each model."""
    found: dict[type[models.Model], int] = {}
    for known in everything():
        if not known.subject or known.default in (Data.LOG, Data.DELIVERY):
            continue
        names = [
            f.name
            for f in known.model._meta.concrete_fields
            if isinstance(f, models.CharField | models.TextField)
            and not (f.choices or f.unique or f.is_relation)
            and (f.max_length or 99) >= len(WORD)
            and f.name not in ("role", "label", "time_zone", "task_group", "skill", "source_kind", "language")
        ]
        pks = list(known.rows(person).values_list("pk", flat=True))
        if names and pks:
            known.model._base_manager.filter(pk__in=pks).update(**dict.fromkeys(names, WORD))
            found[known.model] = len(pks)
    return found


def holds() -> set[str]:
    return {table for table, rows in dump().items() if any(WORD in row for row in rows)}


class TestErasing(TestCase):
    """The example once for all of these: everybody there wrote, shared, proposed and decided."""

    @classmethod
    def setUpTestData(cls) -> None:
        with clock.as_if(NOW):
            load.load()

    def setUp(self) -> None:
        self.enterContext(clock.as_if(NOW))

    def erased(self, person: User) -> None:
        Erasure.objects.create(person=person, asked_at=NOW, due_at=NOW)
        assert erase.erase(person.pk)

    def test_no_word_no_address_and_no_session_is_left(self) -> None:
        samira = who("s.haddou")
        stamped = stamp(samira)
        assert len(stamped) > 12
        client = Client()
        client.force_login(samira)
        Client().force_login(who("f.postma"))
        assert len(holds()) > 12
        self.erased(samira)
        stays = {known.model._meta.db_table for known in everything() if known.stays is not None}
        assert holds() <= stays
        submitted = InnovationProposal._meta.db_table
        assert submitted in holds(), "what others work with is not taken from them"
        for table, rows in dump().items():
            assert not any("s.haddou@" in row for row in rows), table
        assert WORD not in cached() + mailed()
        assert "s.haddou" not in cached()
        assert Session.objects.count() == 1
        assert not Notification.objects.filter(person_id=samira.pk).exists()
        assert client.get(reverse("cycles:my-week")).status_code == 302
        for known in everything():
            if known.subject and known.model is not User:
                assert not known.model._base_manager.filter(**{known.subject: samira.pk}).exists(), (
                    known.model
                )

    def test_what_stays_is_exactly_what_the_page_said(self) -> None:
        femke = who("f.postma")
        said = {kind.name: (kind.goes, kind.stays) for kind in erase.preview(femke)}
        assert any(stays for _goes, stays in said.values())
        left: dict[str, int] = {}
        kept: dict[type[models.Model], set[int]] = {}
        for known in everything():
            if known.subject and known.model is not User:
                rows = known.rows(femke)
                if known.stays is not None and known.stays is not ALL:
                    rows = rows.filter(pk__in=known.model._base_manager.filter(known.stays).values("pk"))
                staying = set(rows.values_list("pk", flat=True)) if known.stays is not None else set()
                kept.setdefault(known.model, set()).update(staying)
                left[str(known.name)] = left.get(str(known.name), 0) + len(staying)
        self.erased(femke)
        for model, pks in kept.items():
            assert model._base_manager.filter(pk__in=pks).count() == len(pks), model
        assert {name: stays for name, (_goes, stays) in said.items() if stays} == {
            n: c for n, c in left.items() if c
        }

    @pytest.mark.full
    def test_everybody_can_be_erased_and_every_page_still_opens(self) -> None:
        """One after another, whoever they are: no rule of the database stands in the way of anybody's."""
        stay = {
            who("w.scholten").pk,
            who("i.bos").pk if User.objects.filter(email="i.bos@lindewaard.example") else 0,
        }
        reader = Client()
        for person in User.objects.exclude(pk__in=stay).order_by("pk"):
            Erasure.objects.create(person=person, asked_at=NOW, due_at=NOW)
            assert erase.erase(person.pk), person
            if person.email in ("s.haddou@lindewaard.example", "f.postma@lindewaard.example"):
                other = Role.objects.filter(kind=Role.Kind.TEAM_LEAD).exclude(person=person).first()
                assert other
                reader.force_login(other.person)
                walker = Walker("somebody near", reader)
                walker.follow("/")
                assert len(walker.paths) > 20
                schedule.tick()
        assert ProposalStep.objects.exists()
        assert not ProposalStep.objects.filter(by__isnull=False).exclude(by__in=stay).exists()
        assert not LogEntry.objects.exclude(person__in=stay).exists()
        assert not AuditEntry.objects.exclude(actor=None).exclude(actor__in=stay).exists()

    # A week, and what has to be done first ----------------------------------------------------------

    def test_within_the_week_nothing_goes_and_it_can_be_called_off(self) -> None:
        samira = who("s.haddou")
        erasing.ask(by=samira)
        erasing.ask(by=samira)
        assert Notification.objects.filter(kind="erasure", person=samira).count() == 1
        before = {table: rows for table, rows in dump().items() if table.startswith("cycles_")}
        with clock.as_if(NOW + timedelta(days=6, hours=23)):
            assert erase.erase_due() == 0
        assert {t: r for t, r in dump().items() if t.startswith("cycles_")} == before
        assert erase.call_off(by=samira)
        assert not erase.call_off(by=samira)
        with clock.as_if(NOW + timedelta(days=9)):
            assert erase.erase_due() == 0
        assert User.objects.filter(pk=samira.pk).exists()

    def test_the_job_erases_when_the_week_is_over_and_once(self) -> None:
        samira = who("s.haddou")
        erasing.ask(by=samira)
        with clock.as_if(NOW + timedelta(days=7)):
            assert [erase.erase_due(), erase.erase_due()] == [1, 0]
        assert AuditEntry.objects.filter(action="account_erased", actor=None).count() == 1
        assert not AuditEntry.objects.filter(action="erasure_asked").exclude(actor=None).exists()

    def test_the_mail_says_the_day_and_where_to_call_it_off(self) -> None:
        samira = who("s.haddou")
        Notification.objects.all().delete()
        erasing.ask(by=samira)
        outbox.send_due()
        (sent,) = mail.outbox
        assert sent.to == [samira.email]
        assert "17 juni 2026" in sent.body
        assert reverse("teams:erase") in sent.body
        erase.call_off(by=samira)
        erasing.ask(by=samira)
        erase.call_off(by=samira)
        outbox.send_due()
        assert len(mail.outbox) == 1, "who called it off gets no mail"

    def test_the_last_administrator_names_another_one_first(self) -> None:
        wim = who("w.scholten")
        Role.objects.filter(kind=Role.Kind.ADMINISTRATOR).exclude(person=wim).delete()
        with pytest.raises(erase.Hindered, match="enige beheerder"):
            erase.ask(by=wim)
        other = Role.objects.create(
            kind=Role.Kind.ADMINISTRATOR, person=who("s.haddou"), from_date=NOW.date()
        )
        erase.ask(by=wim)
        other.delete()
        with clock.as_if(NOW + timedelta(days=8)):
            assert erase.erase_due() == 0, "somebody has to stay who lets others in"
            Role.objects.create(kind=Role.Kind.ADMINISTRATOR, person=who("s.haddou"), from_date=NOW.date())
            assert erase.erase_due() == 1

    def test_who_is_asked_to_answer_a_proposal_answers_first(self) -> None:
        InnovationProposal.objects.filter(state="draft").delete()
        asked = [p for p in User.objects.all() if any("antwoord" in one for one in erase.hindrances(p))]
        assert asked
        with pytest.raises(erase.Hindered, match="Antwoord eerst"):
            erase.ask(by=asked[0])
        InnovationProposal.objects.all().delete()
        assert not [p for p in asked if any("antwoord" in one for one in erase.hindrances(p))]

    # The page ---------------------------------------------------------------------------------------

    def test_the_page_asks_twice_and_says_what_stays(self) -> None:
        samira, client = who("s.haddou"), Client()
        cache.clear()
        client.force_login(samira)
        url = reverse("teams:erase")
        page = client.get(url).content.decode()
        assert "Leervragen" in page
        assert "Anderen werken ermee" in page
        refused = client.post(url, {})
        assert refused.status_code == 422
        assert "Zet eerst het vinkje." in refused.content.decode()
        assert not Erasure.objects.exists()
        assert client.post(url, {"sure": "on"}).status_code == 302
        assert "17 juni 2026" in client.get(reverse("teams:my-data")).content.decode()
        client.post(reverse("teams:erase-call-off"))
        assert not Erasure.objects.exists()

    @pytest.mark.shows("TI4")
    def test_long_after_signing_in_it_asks_who_one_is(self) -> None:
        client = Client()
        client.force_login(who("s.haddou"))
        with clock.as_if(NOW + timedelta(minutes=6)):
            for name, data in (("erase", {"sure": "on"}), ("own-data-file", {})):
                answer = client.post(reverse(f"teams:{name}"), data)
                assert answer.headers["Location"] == reverse("account_confirm_again"), name
        assert not Erasure.objects.exists()


def test_the_name_goes_out_of_a_report_that_a_colleague_shared(cast: Cast, frozen: datetime) -> None:
    """By whatever first name she went then, and not out of what somebody else of that name wrote."""
    proposal = proposals.submitted(cast.professional)
    herself = {"pk": cast.professional.pk, "name": "Faat"}
    namesake = {"pk": cast.lead.pk, "name": "Fatima"}
    told = {"pk": proposal.pk, "name": "x", "state": "trial", "others": [herself, namesake]}
    older = {"pk": proposal.pk, "name": "x", "state": "trial", "others": ["Fatima", "Marieke"]}
    of_others = {"pk": 0, "name": "y", "state": "trial", "others": ["Fatima"]}
    report = OutcomeReport.objects.create(
        owner=cast.colleague,
        season=builders.frame(starts_on=frozen.date()),
        team=cast.team,
        state=OutcomeReport.State.SHARED,
        shown={"name": "Joost", "proposals": [told, older, of_others]},
        shared_at=frozen,
    )
    Erasure.objects.create(person=cast.professional, due_at=frozen)
    assert erase.erase(cast.professional.pk)
    report.refresh_from_db()
    assert report.shown
    assert [one["others"] for one in report.shown["proposals"]] == [[namesake], ["Marieke"], ["Fatima"]]
    proposal.refresh_from_db()
    assert (proposal.owner, proposal.state) == (None, "submitted")


@pytest.mark.shows("TP2")
@pytest.mark.parametrize("make", [proposals.draft, proposals.withdrawn])
def test_a_draft_goes_with_the_last_who_wrote_it(cast: Cast, frozen: datetime, make: Any) -> None:
    """Its owner first: then it is of whoever wrote along, and of nobody else."""
    one = make(cast.professional)
    proposals.author(one, cast.colleague)
    proposals.author(one, cast.lead, "invited")
    for person, left in ((cast.professional, True), (cast.colleague, False)):
        Erasure.objects.create(person=person, due_at=frozen)
        assert erase.erase(person.pk)
        assert InnovationProposal.objects.filter(pk=one.pk).exists() == left


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_that_are_due_at_once_one_stays(cast: Cast) -> None:
    both = (cast.administrator, builders.administrator())
    for person in both:
        Erasure.objects.create(person=person, due_at=clock.now())
    stand = Barrier(len(both))

    def side_by_side(person: User) -> None:
        """Where each looks as if the other stays: without one at a time both come this far."""
        with suppress(BrokenBarrierError):
            stand.wait(1)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(erase, "BEFORE", [*erase.BEFORE, side_by_side])
        told = together.at_once(*(lambda pk=person.pk: erase.erase(pk) for person in both))
    assert sorted(told) == [False, True]
    assert User.objects.filter(pk__in=[person.pk for person in both]).count() == 1
    assert erase.erase_due() == 0, "who is left waits until there is another"
    builders.administrator()
    assert erase.erase_due() == 1


def test_nobody_waits_for_somebody_who_cannot_be_erased(
    cast: Cast, frozen: datetime, monkeypatch: pytest.MonkeyPatch, lines: Lines
) -> None:
    for person in (cast.professional, cast.colleague):
        Erasure.objects.create(person=person, due_at=frozen)

    def fails(person: User) -> None:
        if person == cast.professional:
            raise DataError("timestamp too small: 'wat ik schreef'")

    monkeypatch.setattr(erase, "BEFORE", [*erase.BEFORE, fails])
    assert erase.erase_due() == 1
    assert set(Erasure.objects.values_list("person", flat=True)) == {cast.professional.pk}
    assert "could not erase" in lines.text
    assert "wat ik schreef" not in lines.text
