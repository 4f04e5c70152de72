"""Mails about the week itself: the lead's reminder on Wednesday (S6)."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cycles.weekly.models import WeekCycle
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.hours.models import calendars
from teams.notifications.messages import Later, Message, Never, declare
from teams.notifications.models import Notification
from teams.structure.models import Role, Team


def remind_lead(team: Team, week: IsoWeek) -> None:
    """Once per lead and week, in the lead's own hours, while next week is not published."""
    if WeekCycle.objects.filter(team=team).of_week(week).published().exists():
        return
    now = clock.now()
    until = now + timedelta(days=1)
    rows = []
    for role in (
        Role.objects.on(now.date()).filter(kind=Role.Kind.TEAM_LEAD, team=team).select_related("person")
    ):
        key = f"lead:{team.pk}:{week}:{role.person_id}"
        if Notification.objects.filter(dedupe_key=key).exists():
            continue
        calendar = calendars([role.person_id], now.date() - timedelta(days=1), until.date())[role.person_id]
        due = calendar.next_working_minute(now, before=until)
        if due:
            rows.append(
                Notification.build(
                    person=role.person,
                    kind="lead_reminder",
                    source=team,
                    dedupe_key=key,
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
    leads = Role.objects.on(now.date()).filter(kind=Role.Kind.TEAM_LEAD, team=notification.source_id)
    return None if leads.filter(person=notification.person_id).exists() else Never("left")


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
    ),
    published=_("de week is al gepubliceerd"),
)
