"""Every mail that the app can send, made by the code that makes it, and what its readers and machines do with it."""

import re
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import StringIO

from django.core.management import call_command

from cycles.insights import digesting
from cycles.models import Moment, Prompt
from cycles.outcomes import reporting
from cycles.prompts.default_set import install
from cycles.proposals import moving
from cycles.proposals.models import InnovationProposal
from cycles.questions.evidence import attesting
from cycles.questions.models import LearningQuestion
from cycles.weekly import planning
from cycles.weekly.members import duo, exceptions, guests
from cycles.weekly.models import Kind
from lerendwerken import schedule
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.agenda import choosing
from teams.agenda.models import AgendaChoice
from teams.council import pack, recording
from teams.notifications.models import Notification, Preference
from teams.own import erasing
from teams.structure.models import Membership
from tests import builders
from tests.conftest import Cast
from tests.cycles.insights import building as insights
from tests.cycles.outcomes import building as outcomes
from tests.cycles.proposals import building as proposals
from tests.cycles.questions import building
from tests.cycles.questions.evidence import building as evidence
from tests.journeys.walking import links, local
from tests.support.smtp_sink import Received, SmtpSink

WEEK = IsoWeek(2026, 14)
NEW_ADMINISTRATOR = "w.scholten@lindewaard.example"


@dataclass
class Mailed:
    """A team's week until the Wednesday, in which every kind of message went out. By kind: the first of each."""

    sink: SmtpSink
    cast: Cast
    mails: dict[str, Received] = field(default_factory=dict)
    readers: dict[str, User] = field(default_factory=dict)

    def walk(self) -> None:
        """Joost wants one mail a day, Fatima one reminder, and she changes the hour that she shares.

        Marieke has invitations in her calendar. As lead she asks Fatima for the end of a Thursday and Łukasz as a
        guest, cancels a moment of the next day, and publishes the digest of March. Fatima recalls what she explained,
        and asks Joost to sign for it. Joost shares a report with Dirk, who promises something. Noor changes a setting
        of the pack for the works council, and Yıldız leaves at the end of the week, and Łukasz wants to be erased.
        """
        install()
        explained = self._explained_a_week_ago()
        returned = self._proposed_weeks_ago()
        self._before_the_week()
        Membership.objects.filter(person=self.cast.lead_and_manager).update(until=WEEK.days[6])
        recording.keep(pack.digest(pack.live()), by=self.cast.administrator)
        builders.organisation(liberation_day="always")
        builders.frame(starts_on=WEEK.monday)
        builders.template(self.cast.team)
        Preference.objects.create(person=self.cast.colleague, digest=True)
        Preference.objects.create(person=self.cast.professional, nudge=True)
        planning.publish(planning.draft(self.cast.team, WEEK), by=self.cast.lead)
        self.until("2026-03-30 08:31")
        self.until("2026-03-30 09:15")
        hour = Moment.objects.filter(kind=Kind.LEARNING_HOUR, cycle__team=self.cast.team).first()
        assert hour
        duo.cancel(hour, by=User.objects.get(pk=hour.members[0]))
        harvest, check_in = (self._moment(kind) for kind in (Kind.RETROSPECTIVE, Kind.CHECK_IN))
        exceptions.ask(harvest, self.cast.professional, by=self.cast.lead)
        guests.invite(harvest, self.cast.outsider, by=self.cast.lead)
        attesting.ask(explained, self.cast.colleague, by=self.cast.professional)
        moving.give_back(returned, "Hoeveel brieven zijn het per week?", by=self.cast.lead)
        self._close_the_month()
        self._share_a_report()
        erasing.ask(by=self.cast.outsider)
        for time in ("2026-03-30 10:00", "2026-03-31 08:31", "2026-03-31 09:31"):
            self.until(time)
        planning.cancel(check_in, "work_pressure", by=self.cast.lead)
        for time in ("2026-03-31 10:00", "2026-04-01 09:00"):
            self.until(time)
        for row in Notification.objects.filter(state="sent").select_related("person"):
            mail = next(m for m in self.sink.messages() if row.message_id in str(m.parsed()["Message-ID"]))
            self.mails.setdefault(row.kind, mail)
            self.readers.setdefault(row.kind, row.person)

    def _close_the_month(self) -> None:
        """The digest of March, with something that Fatima found out."""
        found = insights.insight(self.cast.professional, self.cast.team)
        digesting.publish(insights.digest(self.cast.team, self.cast.lead, found), by=self.cast.lead)

    def _share_a_report(self) -> None:
        """Joost with Dirk, who promises something for this week."""
        report = outcomes.shared(self.cast.colleague, self.cast.manager)
        reporting.promise(report, "Twee uur per week.", WEEK.days[3], by=self.cast.manager)

    def _before_the_week(self) -> None:
        builders.pattern(
            self.cast.professional,
            [*builders.shifts(range(3)), *builders.shifts([3], end="15:15")],
            hours=28,
            since=date(2026, 3, 2),
        )
        builders.member(self.cast.team, who=self.cast.outsider, kind=Membership.Kind.GUEST)
        choosing.choose(AgendaChoice.Way.INVITATIONS, by=self.cast.lead)

    def _explained_a_week_ago(self) -> LearningQuestion:
        """Of Fatima, who recalls it on Tuesday, and measures then what it brought."""
        with clock.as_if(local("2026-03-24 10:00")):
            question = building.active_question(self.cast.professional)
            evidence.explanation(question)
        question.yields.filter(kind="direct").update(measure_on=WEEK.days[1])
        return question

    def _proposed_weeks_ago(self) -> InnovationProposal:
        """Of Fatima: two of which the answers are late, one of them comes this week; and a trial that is over."""
        with clock.as_if(local("2026-03-10 10:00")):
            returned, _waits = (proposals.submitted(self.cast.professional) for _each in range(2))
            proposals.in_trial(self.cast.professional, length=timedelta(days=6))
        return returned

    def _moment(self, kind: Kind) -> Moment:
        """Read anew: a verb holds what it was given."""
        return Moment.objects.select_related("cycle__team").get(kind=kind, cycle__team=self.cast.team)

    def until(self, time: str) -> None:
        clock.move(local(time) - clock.now())
        schedule.tick()

    def links(self, kind: str) -> list[str]:
        return links(self.mails[kind].parsed())

    def link(self, kind: str, part: str) -> str:
        """The one link of a mail with this in its path."""
        (found,) = {link for link in self.links(kind) if part in link}
        return found

    def prompt(self, kind: str) -> Prompt:
        """What a mail is about."""
        row = Notification.objects.get(message_id=str(self.mails[kind].parsed()["Message-ID"]))
        return Prompt.objects.get(pk=row.source_id)


def invitation() -> str:
    """Not mailed by us but passed on by people, in mails and chats with the same scanners."""
    out = StringIO()
    call_command("first_administrator", NEW_ADMINISTRATOR, "--again", stdout=out)
    return out.getvalue().strip()


def ask(url: str, method: str = "GET", body: bytes | None = None, kind: str = "") -> tuple[int, str]:
    """As a machine without cookies asks: status and page. POST does not follow a redirect elsewhere (RFC 8058)."""
    asked = urllib.request.Request(url, body, {"Content-Type": kind} if kind else {}, method=method)
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:
            assert method != "POST" or answer.url == url
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()


def header_lines(mail: Received, name: str) -> list[bytes]:
    """The raw lines of a header, each with the folded ones that belong to it."""
    head = mail.raw.partition(b"\r\n\r\n")[0]
    return re.findall(rb"(?im)^%s:[^\r\n]*(?:\r\n[ \t][^\r\n]*)*" % name.encode(), head)
