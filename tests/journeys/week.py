"""A published week of one team, for journeys about what goes wrong on the way to its members."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cycles.prompts import planning as prompts
from cycles.prompts.default_set import install
from cycles.weekly import planning
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.notifications.models import Notification
from teams.structure.models import Team
from tests import builders
from tests.journeys.walking import jump, local
from tests.support.processes import Processes

if TYPE_CHECKING:
    from tests.support.smtp_sink import SmtpSink

WEEK = IsoWeek(2026, 14)
SUNDAY, MONDAY = "2026-03-29 20:00", "2026-03-30 09:10"  # on Monday at 9.10 every Weekstart is to be mailed


@dataclass(frozen=True, slots=True)
class PublishedWeek:
    team: Team
    members: list[User]
    lead: User
    administrator: User

    def rows(self) -> list[Notification]:
        """The mails of the Weekstart, one for each member."""
        return list(
            Notification.objects.filter(kind="prompt", due_at__lte=local(MONDAY)).select_related("person")
        )

    def left(self) -> int:
        """How many of them are still to be sent."""
        return sum(row.state == "pending" for row in self.rows())

    def assert_everybody_has_it_once(self, sink: "SmtpSink", doubles: int = 0) -> None:
        """Nothing lost; a double only where the outbox itself says that it was not sure (trust 3.1)."""
        rows = {row.message_id: row for row in self.rows()}
        assert len(rows) == len(self.members)
        assert {row.state for row in rows.values()} == {"sent"}
        came = [str(mail["Message-ID"]) for mail in sink.parsed()]
        assert set(came) == set(rows)
        twice = {one for one in came if came.count(one) > 1}
        assert len(came) - len(rows) <= doubles
        assert all(rows[one].uncertain_count for one in twice)
        assert {str(mail["To"]) for mail in sink.parsed()} == {person.email for person in self.members}


def publish(house: Processes, members: int) -> PublishedWeek:
    """Publishes and plans the week on the Sunday before it."""
    jump(house, local(SUNDAY))
    install()
    builders.organisation()
    team = builders.team("Vergunningen")
    people = [builders.member(team) for _ in range(members)]
    made = PublishedWeek(team, people, builders.lead(team), builders.administrator())
    builders.frame(starts_on=WEEK.monday)
    builders.template(team)
    planning.publish(planning.draft(team, WEEK), by=made.lead)
    prompts.plan()
    assert len(made.rows()) == members
    return made


def monday(house: Processes) -> None:
    jump(house, local(MONDAY))
