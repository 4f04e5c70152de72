"""A trial that is over asks its authors what it brought, and what lasts is measured again on the day that was chosen.

Once by mail, in the first working minute of whom it concerns; on Mijn week as long as it is not done. A mail holds no word
that somebody wrote, nor the name of a proposal.
"""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.prompts.overview import Also, also
from cycles.proposals.deciders import authors_by_proposal
from cycles.proposals.models import InnovationProposal
from cycles.yields.models import Measurement
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.notifications import first_minute
from teams.notifications.messages import Later, Message, Never, declare
from teams.notifications.models import Notification
from teams.structure.access import Viewer

STANDS = timedelta(days=14)
State = InnovationProposal.State


def without_result(today: date) -> QuerySet[InnovationProposal]:
    """Trials whose last day is behind us and whose result was not handed in."""
    return InnovationProposal.objects.filter(state=State.TRIAL, result_at=None, trial_until__lt=today)


def to_measure_again(today: date) -> QuerySet[InnovationProposal]:
    """Geborgd, and nothing was measured since the day on which it would be measured again."""
    since = Measurement.objects.filter(
        outcome__proposal=OuterRef("pk"), measured_on__gte=OuterRef("remeasure_on")
    )
    return InnovationProposal.objects.filter(state=State.EMBEDDED, remeasure_on__lte=today).exclude(
        Exists(since)
    )


def _of(person: User, today: date) -> tuple[QuerySet[InnovationProposal], QuerySet[InnovationProposal]]:
    own = InnovationProposal.objects.of(person).values("pk")
    return without_result(today).filter(pk__in=own), to_measure_again(today).filter(process_owner=person)


# Mijn week ----------------------------------------------------------------------------------------


@also
def to_write_up(viewer: Viewer) -> list[Also]:
    results, again = _of(viewer.person, viewer.day)
    either = InnovationProposal.objects.filter(Q(pk__in=results.values("pk")) | Q(pk__in=again.values("pk")))
    return [_line(one) for one in either.order_by("trial_until", "pk")]


def _line(one: InnovationProposal) -> Also:
    if one.trial_until and one.state == State.TRIAL:
        title = _("Wat leverde de proef ‘%(name)s’ op?") % {"name": one.name}
        detail = _("De laatste dag was %(day)s.") % {"day": date_format(one.trial_until, "j F")}
    else:
        assert one.remeasure_on
        title = _("Meet opnieuw: ‘%(name)s’") % {"name": one.name}
        detail = _("Dat zou op %(day)s.") % {"day": date_format(one.remeasure_on, "j F")}
    return Also(title=title, detail=detail, url=_url(one), icon="repeat")


def _url(one: InnovationProposal) -> str:
    return reverse("cycles:proposal-measure", args=[one.pk])


# By mail ------------------------------------------------------------------------------------------


def plan() -> int:
    """Rows for the outbox. Safe to run at any time, and twice."""
    now, today = clock.now(), clock.today(settings.TIME_ZONE)
    results = list(without_result(today))
    authors = authors_by_proposal(results) if results else {}
    wanted = [(one, one.trial_until, person) for one in results for person in authors[one.pk]]
    wanted += [
        (one, one.remeasure_on, one.process_owner_id)
        for one in to_measure_again(today)
        if one.process_owner_id
    ]
    people = User.objects.filter(pk__in={person for *_one, person in wanted}, is_active=True)
    active = set(people.values_list("pk", flat=True)) if wanted else set()
    return first_minute.post(
        "proposal_measure",
        (
            first_minute.Mail(f"proposal_measure:{one.pk}:{day}:{person}", person, one, now + STANDS)
            for one, day, person in wanted
            if person in active
        ),
        after=now,
    )


def _asked(notification: Notification) -> InnovationProposal | None:
    results, again = _of(notification.person, clock.today(settings.TIME_ZONE))
    pk = notification.source_id
    return results.filter(pk=pk).first() or again.filter(pk=pk).first()


def _check(notification: Notification, now: Any) -> Later | Never | None:
    return None if _asked(notification) else Never("nothing_waits")


def _context(notification: Notification) -> dict[str, Any]:
    one = _asked(notification)
    assert one
    return {"is_trial": one.state == State.TRIAL, "link": settings.BASE_URL + _url(one)}


declare(
    Message(
        "proposal_measure",
        gettext_lazy("Een proef is voorbij, of iets wordt opnieuw gemeten"),
        "cycles/proposals/email/measure.html",
        _check,
        _context,
        shown_as="prompt",  # who gets one wrote a proposal, or keeps one up
    )
)
