"""The prompt's mail: the question and a signed link, never a word that somebody wrote."""

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
from teams.notifications.messages import Later, Message, Never, declare
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
    if prompt.moment.is_cancelled:
        return Never(Prompt.Reason.CANCELLED)
    if prompt.due_at and prompt.due_at > now and notification.kind == "prompt":
        return Later(prompt.due_at)
    day = clock.today(prompt.moment.cycle.team.time_zone)
    if not Membership.objects.on(day).filter(team=prompt.moment.cycle.team, person=prompt.person_id).exists():
        return Never(Prompt.Reason.LEFT)
    return None


def _context(notification: Notification) -> dict[str, Any]:
    prompt = Prompt.objects.select_related("moment__cycle__team", "person").get(pk=notification.source_id)
    asked = questions(prompt)
    language = prompt.person.language
    text, fallback = asked[0].text(language) if asked else ("", False)
    cycle = prompt.moment.cycle
    seat = Seat.objects.filter(moment=prompt.moment, person=prompt.person).first()
    later = later_times(prompt)
    week = Seat.objects.filter(
        moment__cycle=cycle, person=prompt.person, moment__cancelled_at=None, reason=""
    )
    return {
        "prompt": prompt,
        "moment": prompt.moment,
        "seat": seat,
        "team": cycle.team,
        "cycle": cycle,
        "question": text,
        "fallback": fallback,
        "hint": asked[0].hint(language) if asked else "",
        "count": len(asked),
        "link": link(prompt),
        "later": later[0] if later else None,
        "week": sorted(week.select_related("moment"), key=lambda s: s.starts_at or prompt.expires_at),
        "my_week": settings.BASE_URL + reverse("cycles:my-week"),
        "preferences": settings.BASE_URL + reverse("teams:my-data") + "#voorkeuren",
    }


def _digest_context(notification: Notification) -> dict[str, Any]:
    """Every prompt of that day in one mail."""
    first = Prompt.objects.select_related("person").get(pk=notification.source_id)
    day = notification.dedupe_key.rsplit(":", 1)[1]
    coming = Prompt.objects.filter(person=first.person, state__in=[Prompt.State.PLANNED, Prompt.State.ASKED])
    today = [
        p
        for p in coming.select_related("moment__cycle__team", "person")
        if p.due_at and str(_local(p)) == day
    ]
    items = [
        {"prompt": p, "link": link(p), "question": questions(p)[0].text(p.person.language)[0]}
        for p in today
        if p.question_ids
    ]
    return _context(notification) | {"items": items}


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
declare(Message("digest", _("Eén mail per dag"), "cycles/prompts/email/digest.html", _check, _digest_context))
declare(Message("nudge", _("Eén herinnering"), "cycles/prompts/email/nudge.html", _check, _context))
