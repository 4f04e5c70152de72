"""Mails about the week itself: the lead's reminder on Wednesday (S6), and a duo's change to the other (S11)."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cycles.weekly.models import Moment, WeekCycle
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.hours.models import calendars
from teams.notifications import first_minute
from teams.notifications.messages import Later, Message, Never, declare, keep_private
from teams.notifications.models import Notification
from teams.structure.access import Viewer
from teams.structure.models import Role, Team


def remind_lead(team: Team, week: IsoWeek) -> None:
    """Once per lead and week, in the lead's own hours, while next week is not published.

    A lead who does not work until it publishes itself is stood in for by the deputy (S1).
    """
    if WeekCycle.objects.filter(team=team).of_week(week).published().exists():
        return
    now = clock.now()
    until = now + timedelta(days=1)
    rows = []
    leads = Role.objects.on(clock.today(team.time_zone)).filter(kind=Role.Kind.TEAM_LEAD, team=team)
    for role in leads.select_related("person", "deputy"):
        people = [person for person in (role.person, role.deputy) if person and person.is_active]
        keys = {person.pk: f"lead:{team.pk}:{week}:{person.pk}" for person in people}
        if Notification.objects.filter(dedupe_key__in=keys.values()).exists():
            continue
        books = calendars(list(keys), now.date() - timedelta(days=1), until.date())
        found = ((person, books[person.pk].next_working_minute(now, before=until)) for person in people)
        person, due = next(((person, due) for person, due in found if due), (None, None))
        if person and due:
            rows.append(
                Notification.build(
                    person=person,
                    kind="lead_reminder",
                    source=team,
                    dedupe_key=keys[person.pk],
                    due_at=due,
                    expires_at=until,
                )
            )
    Notification.objects.post(rows)


def _week(notification: Notification) -> IsoWeek:
    return IsoWeek.parse(notification.dedupe_key.split(":")[2])


def _check(notification: Notification, now: datetime) -> Later | Never | None:
    week = _week(notification)
    if WeekCycle.objects.filter(team=notification.source_id).of_week(week).published().exists():
        return Never("published")
    team = Team.objects.get(pk=notification.source_id)
    leads = Role.objects.on(clock.today(team.time_zone)).filter(kind=Role.Kind.TEAM_LEAD, team=team)
    person = notification.person_id
    return None if leads.filter(Q(person=person) | Q(deputy=person)).exists() else Never("left")


def _context(notification: Notification) -> dict[str, Any]:
    team, week = Team.objects.get(pk=notification.source_id), _week(notification)
    return {
        "team": team,
        "week": week,
        "link": settings.BASE_URL + reverse("cycles:team-week", args=[team.pk, str(week)]),
    }


declare(
    Message(
        "lead_reminder",
        _("De week van je team staat nog niet"),
        "cycles/weekly/email/lead.html",
        _check,
        _context,
        for_whom=lambda person: Viewer(person).is_team_lead,
    ),
    published=_("de week is al gepubliceerd"),
)


# A duo's own change -------------------------------------------------------------------------------


def tell_the_other(moment: Moment, by: User, *, taken_back: bool = False) -> None:
    """Tells the rest of the duo how it stands now, in their own hours. An older word that was not sent falls away.

    taken_back: then there is nothing to tell, unless the change itself was told already.
    """
    about = Notification.objects.about(moment).filter(kind="duo")
    about.withdraw("changed_again")
    if taken_back and not about.filter(state=Notification.State.SENT).exists():
        return
    soon = clock.now() + first_minute.TAKE_BACK
    key = f"duo:{moment.pk}:{moment.sequence}:{by.pk}"
    # Of the seats, not of the members: a guest of the duo hears it too (S8).
    others = {seat.person_id for seat in moment.seats.all()} - {by.pk}
    first_minute.post(
        "duo",
        (first_minute.Mail(f"{key}:{person}", person, moment, moment.cycle.closes_at) for person in others),
        after=soon,
    )


def _check_duo(notification: Notification, now: datetime) -> Later | Never | None:
    moment = Moment.objects.filter(pk=notification.source_id).first()
    if moment is None or not moment.seats.filter(person=notification.person_id).exists():
        return Never("left")
    if moment.cancelled_cause:
        return Never("cancelled")  # by the team meanwhile: everybody's week says so
    sequence = int(notification.dedupe_key.split(":")[2])
    return Never("changed_again") if sequence != moment.sequence else None


def _duo_context(notification: Notification) -> dict[str, Any]:
    moment = Moment.objects.select_related("cycle__team").get(pk=notification.source_id)
    by = User.objects.filter(pk=int(notification.dedupe_key.split(":")[3])).first()
    return {
        "moment": moment,
        "team": moment.cycle.team,
        "by": by.given_name if by else "",
        "link": settings.BASE_URL + reverse("cycles:my-week-of", args=[str(moment.cycle.iso)]),
    }


declare(
    Message(
        "duo",
        _("Bericht over je Leerwerkuur"),
        "cycles/weekly/email/duo.html",
        _check_duo,
        _duo_context,
        shown_as="prompt",  # that a duo changed its hour is the duo's
    ),
    changed_again=_("is daarna nog veranderd"),
)
keep_private("changed_again")
