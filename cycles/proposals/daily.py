"""One mail a day: what waits for who is asked, what is late for their manager, and once for who wrote or follows it.

It holds no word that somebody wrote, nor the name of a proposal. What came in during a day is told the next morning,
in the first working minute; who does not work that day hears it on the next day that they do.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cycles.proposals.deciders import Ladder, authors_by_proposal
from cycles.proposals.models import InnovationProposal, ProposalFollow
from cycles.proposals.waiting import Waiting, midnight, people_of, waiting
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.hours.models import calendars
from teams.notifications import first_minute
from teams.notifications.messages import Later, Message, Never, declare, keep_private
from teams.notifications.models import Notification
from teams.structure.access import Viewer, visible
from teams.structure.models import Unit

DAY = timedelta(days=1)
STANDS = timedelta(days=14)
SHOWN = 10  # lines of a mail; the board has them all


def plan() -> int:
    """Rows for the outbox of today. Safe to run at any time, and twice."""
    now, today = clock.now(), clock.today(settings.TIME_ZONE)
    found = waiting(InnovationProposal.objects.all(), today)
    late = [one for one in found if one.late]
    asked = people_of(found)
    for person, items in _of_managers(late, today).items():
        asked.setdefault(person, []).extend(items)
    answers = [one for one in late if not one.lacks_result]
    return _plan_digests(asked, now, today) + _plan_late(answers, now)


def _of_managers(late: Collection[Waiting], today: date) -> dict[int, list[Waiting]]:
    """By manager: what is late in their units, whoever should have answered it."""
    if not late:
        return {}
    ladder, found = Ladder(today), defaultdict(list)
    for one in late:
        for person in ladder.managers(one.proposal.team.unit_id):
            found[person.pk].append(one)
    return found


def _plan_digests(asked: dict[int, list[Waiting]], now: datetime, today: date) -> int:
    keys = Notification.objects.new({f"proposals_waiting:{today}:{pk}": pk for pk in asked})
    people = list(User.objects.filter(pk__in=keys.values(), is_active=True))
    books = calendars([one.pk for one in people], today - DAY, today + 2 * DAY) if people else {}
    rows = []
    for person in people:
        start = midnight(today, person.time_zone)
        first = books[person.pk].next_working_minute(start, before=start + DAY)
        due = first and books[person.pk].next_working_minute(max(now, first), before=start + DAY)
        if first and due and any(_was_there(one, first) for one in asked[person.pk]):
            rows.append(
                Notification.build(
                    person=person,
                    kind="proposals_waiting",
                    source=person,
                    dedupe_key=f"proposals_waiting:{today}:{person.pk}",
                    due_at=due,
                    expires_at=start + DAY,
                )
            )
    return Notification.objects.post(rows)


def _was_there(one: Waiting, first: datetime) -> bool:
    return bool(one.late) or one.since is None or one.since < first


def _plan_late(late: Collection[Waiting], now: datetime) -> int:
    """Once for each day before which answers were due."""
    keys: dict[str, int] = {}
    follows: dict[int, set[int]] = defaultdict(set)
    proposals = {one.proposal.pk: one.proposal for one in late}
    due = {one.proposal.pk: one.due for one in late}
    for row in ProposalFollow.objects.filter(proposal__in=proposals) if late else ():
        zone = ZoneInfo(proposals[row.proposal_id].team.time_zone)
        if row.since.astimezone(zone).date() <= (due[row.proposal_id] or date.min):
            follows[row.proposal_id].add(row.person_id)
    authors = authors_by_proposal(list(proposals.values()))
    for pk in proposals:
        keys |= {f"proposals_late:{due[pk]}:{person}": person for person in authors[pk] | follows[pk]}
    people = {one.pk: one for one in User.objects.filter(pk__in=keys.values(), is_active=True)}
    return first_minute.post(
        "proposals_late",
        (first_minute.Mail(key, pk, people[pk], now + STANDS) for key, pk in keys.items() if pk in people),
        after=now,
    )


# What waits ---------------------------------------------------------------------------------------


def _of(person: User) -> tuple[list[Waiting], list[Waiting]]:
    """What somebody is asked, and what more is late in the units that they manage."""
    viewer = Viewer(person)
    if not (viewer.is_team_lead or viewer.is_manager):
        return [], []
    found = waiting(visible(InnovationProposal, viewer), viewer.day)
    mine = [one for one in found if one.asks(person)]
    late = [one for one in found if one.late and one not in mine]
    units = Unit.objects.filter(pk__in=viewer.managed_unit_ids).values_list("pk", flat=True)
    ladder = Ladder(viewer.day)
    managed = {unit for unit in units if person.pk in {each.pk for each in ladder.managers(unit)}}
    return mine, [one for one in late if one.proposal.team.unit_id in managed]


def _check_waiting(notification: Notification, now: datetime) -> Later | Never | None:
    mine, late = _of(notification.person)
    return None if mine or late else Never("nothing_waits")


def _waiting_context(notification: Notification) -> dict[str, Any]:
    mine, late = _of(notification.person)
    return {
        "mine": [(one, settings.BASE_URL + one.url) for one in mine[:SHOWN]],
        "more": max(0, len(mine) - SHOWN),
        "number": len(mine),
        "late_elsewhere": len(late),
        "link": settings.BASE_URL + reverse("cycles:proposals"),
        "late_link": f"{settings.BASE_URL}{reverse('cycles:proposals-list')}?te_laat=1",
    }


# What is late, for who wrote or follows it --------------------------------------------------------


def _late_of(notification: Notification) -> Sequence[InnovationProposal]:
    due, person = notification.dedupe_key.split(":")[1], notification.person
    viewer = Viewer(person)
    rows = visible(InnovationProposal, viewer).waiting().overdue(viewer.day).filter(answer_due=due)  # type: ignore[attr-defined]
    follows = ProposalFollow.objects.filter(person=person).values("proposal")
    own = InnovationProposal.objects.of(person).values("pk")
    return list(rows.filter(pk__in=own) | rows.filter(pk__in=follows))


def _check_late(notification: Notification, now: datetime) -> Later | Never | None:
    return None if _late_of(notification) else Never("nothing_waits")


def _late_context(notification: Notification) -> dict[str, Any]:
    found = _late_of(notification)
    return {
        "number": len(found),
        "link": settings.BASE_URL
        + (
            reverse("cycles:proposal", args=[found[0].pk])
            if len(found) == 1
            else reverse("cycles:proposals-list") + "?te_laat=1"
        ),
    }


declare(
    Message(
        "proposals_waiting",
        _("Voorstellen die op jouw antwoord wachten, één mail per dag"),
        "cycles/proposals/email/waiting.html",
        _check_waiting,
        _waiting_context,
        for_whom=lambda person: Viewer(person).is_team_lead or Viewer(person).is_manager,
    ),
    nothing_waits=_("er wacht niets meer"),
)
declare(
    Message(
        "proposals_late",
        _("Een antwoord op een voorstel is te laat"),
        "cycles/proposals/email/late.html",
        _check_late,
        _late_context,
        shown_as="prompt",  # who gets one wrote a proposal, or follows one
    )
)
keep_private("nothing_waits")
