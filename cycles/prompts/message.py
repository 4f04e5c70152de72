"""The prompt's mail: the question and a signed link, never a word that somebody wrote."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cycles.prompts.answering import later_times, questions
from cycles.prompts.models import Prompt
from cycles.weekly.models import Seat
from lerendwerken.lib import clock, tokens
from teams.notifications.messages import Later, Message, Never, declare, keep_private
from teams.notifications.models import Notification
from teams.structure.models import Membership


def link(prompt: Prompt) -> str:
    """The address in the mail. It opens the question until the week closes, for whoever holds it (S15)."""
    return settings.BASE_URL + reverse(
        "cycles:answer-link", args=[tokens.sign("prompt", prompt.pk, prompt.expires_at)]
    )


def _check(notification: Notification, now: datetime) -> Later | Never | None:
    prompt = Prompt.objects.select_related("moment__cycle").filter(pk=notification.source_id).first()
    if prompt is None:
        return Never("left")
    if prompt.state == Prompt.State.ANSWERED:
        return Never("answered")
    if prompt.state == Prompt.State.SKIPPED:
        return Never(prompt.reason)
    seat = Seat.objects.with_choice().filter(moment=prompt.moment, person=prompt.person_id).first()
    if seat.is_off if seat else prompt.moment.is_cancelled:
        return Never(Prompt.Reason.CANCELLED)
    if prompt.due_at and prompt.due_at > now and notification.kind == "prompt":
        return Later(prompt.due_at)
    day = clock.today(prompt.moment.cycle.team.time_zone)
    if not Membership.objects.on(day).filter(team=prompt.moment.cycle.team, person=prompt.person_id).exists():
        return Never(Prompt.Reason.LEFT)
    return None


@dataclass(frozen=True, slots=True)
class Line:
    """One moment of the week as it stands in the mail."""

    seat: Seat
    companions: tuple[str, ...]
    is_this: bool  # the moment that this mail is about


NUMBERS = [
    _("nul"), _("één"), _("twee"), _("drie"), _("vier"), _("vijf"), _("zes"),
    _("zeven"), _("acht"), _("negen"), _("tien"), _("elf"), _("twaalf"),
]  # fmt: skip


def _context(notification: Notification) -> dict[str, Any]:
    prompts = Prompt.objects.select_related("moment__cycle__team", "person")
    return _context_of(prompts.get(pk=notification.source_id))


def _context_of(prompt: Prompt) -> dict[str, Any]:
    asked = questions(prompt)
    language = prompt.person.language
    text, fallback = asked[0].text(language) if asked else ("", False)
    cycle = prompt.moment.cycle
    seat = Seat.objects.filter(moment=prompt.moment, person=prompt.person).first()
    later = later_times(prompt)
    now, zone = clock.now(), ZoneInfo(prompt.person.time_zone)
    hour = now.astimezone(zone).hour
    week = _week(prompt)
    return {
        "prompt": prompt,
        "moment": prompt.moment,
        "seat": seat,
        "greeting": _("Goedemorgen") if hour < 12 else _("Goedemiddag") if hour < 18 else _("Goedenavond"),
        "today": now.astimezone(zone).date(),
        "is_over": bool(seat and seat.ends_at and seat.ends_at <= now),
        "team": cycle.team,
        "cycle": cycle,
        "question": text,
        "fallback": fallback,
        "hint": asked[0].hint(language) if asked else "",
        "count": len(asked),
        "count_words": NUMBERS[len(asked)] if len(asked) < len(NUMBERS) else str(len(asked)),
        "link": link(prompt),
        "later": later[0] if later else None,
        "week": week,
        "bars": _bars(week, cycle.iso.days, zone),
        "my_week": settings.BASE_URL + reverse("cycles:my-week"),
        "preferences": settings.BASE_URL + reverse("teams:my-data") + "#voorkeuren",
    }


def _week(prompt: Prompt) -> list[Line]:
    """This person's moments of the week in order, with whom."""
    found = Seat.objects.with_choice().filter(moment__cycle=prompt.moment.cycle_id, reason="")
    seats = [seat for seat in found.select_related("moment", "person") if not seat.is_off]
    own = [seat for seat in seats if seat.person_id == prompt.person_id]
    others: dict[int, list[str]] = defaultdict(list)
    for seat in seats:
        if seat.moment.pair and seat.person_id != prompt.person_id:
            others[seat.moment_id].append(seat.person.given_name)
    return [
        Line(seat, tuple(others[seat.moment_id]), seat.moment_id == prompt.moment_id)
        for seat in sorted(own, key=lambda s: s.starts_at or prompt.expires_at)
    ]


def _bars(week: list[Line], days: Sequence[date], zone: ZoneInfo) -> list[list[Line]]:
    """The moments of each day, Monday to Friday; the weekend only when something is then."""
    columns = [
        [line for line in week if line.seat.starts_at and line.seat.starts_at.astimezone(zone).date() == day]
        for day in days
    ]
    last = max((n for n, column in enumerate(columns) if column), default=4)
    return columns[: max(last, 4) + 1]


def _check_digest(notification: Notification, now: datetime) -> Later | Never | None:
    return None if _of_the_day(notification) else Never("nothing_left")


def _digest_context(notification: Notification) -> dict[str, Any]:
    """Every prompt of that day in one mail."""
    today = _of_the_day(notification)
    items = [
        {"prompt": p, "link": link(p), "question": questions(p)[0].text(p.person.language)[0]} for p in today
    ]
    return _context_of(today[0]) | {"items": items}


def _of_the_day(notification: Notification) -> list[Prompt]:
    """What is asked on the day of a digest and has no mail of its own: planned before the wish, or for later."""
    day = date.fromisoformat(notification.dedupe_key.rsplit(":", 1)[1])
    open_ones = Prompt.objects.filter(
        person=notification.source_id,
        state__in=[Prompt.State.PLANNED, Prompt.State.ASKED],
    ).select_related("moment__cycle__team", "person")
    today = [p for p in open_ones if p.question_ids and p.due_at and _local(p) == day]
    seats = Seat.objects.with_choice().filter(person=notification.source_id, moment__prompts__in=today)
    still = {seat.moment_id for seat in seats.select_related("moment") if not seat.is_off}
    today = [p for p in today if p.moment_id in still]
    loose = set(
        Notification.objects.filter(
            source_kind=Prompt._meta.label, source_id__in=[p.pk for p in today], kind="prompt"
        )
        .exclude(state=Notification.State.CANCELLED)
        .values_list("source_id", flat=True)
    )
    homes = set(
        Membership.objects.on(day).filter(person=notification.source_id).values_list("team", flat=True)
    )
    return [p for p in today if p.pk not in loose and p.moment.cycle.team_id in homes]


def _local(prompt: Prompt) -> date:
    assert prompt.due_at
    return prompt.due_at.astimezone(ZoneInfo(prompt.person.time_zone)).date()


declare(
    Message("prompt", _("De vraag bij elk moment"), "cycles/prompts/email/prompt.html", _check, _context),
    answered=_("is al gedaan"),
    postponed=_("vraagt later opnieuw"),
    own_choice=_("slaat deze over"),
    **{
        reason.value: reason.label
        for reason in Prompt.Reason
        if reason.value and reason.value != "own_choice"
    },
)
declare(
    Message(
        "digest", _("Eén mail per dag"), "cycles/prompts/email/digest.html", _check_digest, _digest_context
    ),
    nothing_left=_("die dag was er niets meer te vragen"),
)
declare(
    # Who is reminded wrote nothing: nobody else may know.
    Message(
        "nudge", _("Eén herinnering"), "cycles/prompts/email/nudge.html", _check, _context, shown_as="prompt"
    )
)
# A moment that fell away may be a duo's own doing.
keep_private("answered", "postponed", "own_choice", "nothing_left", "cancelled")
