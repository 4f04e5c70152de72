"""Writing to a prompt: nothing typed is lost, and nobody but the owner reads it back."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from cycles.prompts.models import Prompt, Question, Reflection
from lerendwerken.lib import clock
from teams.hours.models import calendar_of
from teams.notifications.models import Notification

MOST = 20_000  # characters in one answer; longer is refused with the text kept on the page
GAP = "\n\n"


class Closed(Exception):
    """The week of this prompt is over; its words can be read, not changed."""


def questions(prompt: Prompt) -> list[Question]:
    """In the order of asking."""
    found = Question.objects.in_bulk(prompt.question_ids)
    return [found[pk] for pk in prompt.question_ids if pk in found]


def words(rows: Iterable[Reflection]) -> str:
    """One text of what was written in different places, in the order of writing."""
    return GAP.join(r.text for r in sorted(rows, key=lambda r: r.pk) if r.text)


def own_text(prompt: Prompt, question: Question) -> tuple[str, int]:
    """What the owner reads when signed in, and its revision."""
    rows = list(prompt.reflections.filter(question=question))
    return words(rows), sum(r.revision for r in rows)


def browser_text(prompt: Prompt, question: Question, browser: str) -> tuple[str, int]:
    """What a mail link shows: only what was typed in this very browser (S15)."""
    row = prompt.reflections.filter(question=question, browser=browser).first() if browser else None
    return (row.text, row.revision) if row else ("", 0)


@transaction.atomic
def write(
    prompt: Prompt, question: Question, text: str, *, browser: str = "", revision: int | None = None
) -> int:
    """Saves a text and returns its revision. `browser` is empty for the signed-in owner.

    A revision that is behind means another window wrote in between: then both texts are kept, one under the other.
    """
    if clock.now() >= prompt.expires_at:
        raise Closed
    Prompt.objects.select_for_update().get(pk=prompt.pk)  # one writer at a time
    mine = prompt.reflections.filter(question=question)
    rows = list(mine.filter(browser=browser) if browser else mine)
    there, now_at = words(rows), sum(r.revision for r in rows)
    if text == there:
        return now_at
    if revision is not None and revision != now_at and there and there not in text:
        text = there + GAP + text
    fresh = now_at + 1
    own = next((r for r in rows if r.browser == browser), None) or Reflection(
        prompt=prompt, question=question, browser=browser
    )
    own.text, own.skipped, own.revision, own.saved_at = text, False, fresh, clock.now()
    own.save()
    # The owner's text now holds what came from other browsers, so those rows are done.
    prompt.reflections.filter(pk__in=[r.pk for r in rows if r.pk != own.pk]).delete()
    return fresh


def finish(prompt: Prompt) -> None:
    """The last question was seen. It says that the prompt needs no more asking, not what was written."""
    done = Prompt.objects.filter(pk=prompt.pk).exclude(state=Prompt.State.ANSWERED)
    if done.update(state=Prompt.State.ANSWERED, reason="", answered_at=clock.now()):
        Notification.objects.about(prompt).withdraw("answered")


@transaction.atomic
def skip(prompt: Prompt) -> None:
    """The owner leaves this one out; nobody hears of it. An old page does not undo what was answered meanwhile."""
    if clock.now() >= prompt.expires_at:
        raise Closed
    open_still = Prompt.objects.filter(pk=prompt.pk).exclude(state=Prompt.State.ANSWERED)
    open_still.update(state=Prompt.State.SKIPPED, reason=Prompt.Reason.OWN_CHOICE)
    Notification.objects.about(prompt).withdraw("own_choice")


@transaction.atomic
def reopen(prompt: Prompt) -> None:
    """Takes back a skip."""
    own = Prompt.objects.filter(pk=prompt.pk, state=Prompt.State.SKIPPED, reason=Prompt.Reason.OWN_CHOICE)
    own.update(state=Prompt.State.ASKED, reason="")


def later_times(prompt: Prompt) -> list[datetime]:
    """Times to ask again: up to three more today, and the first minute of the next working day; never past the week."""
    now = clock.now()
    person = prompt.person
    zone = ZoneInfo(person.time_zone)
    today = now.astimezone(zone).date()
    calendar = calendar_of(person, today - timedelta(days=1), prompt.expires_at.date() + timedelta(days=1))
    midnight = datetime(today.year, today.month, today.day, tzinfo=zone) + timedelta(days=1)
    times: list[datetime] = []
    at = _quarter(now + timedelta(minutes=45))
    for start, end in calendar.intervals(at, min(midnight, prompt.expires_at)):
        moment = _quarter(max(start, at))
        while moment + timedelta(minutes=10) <= end:
            times.append(moment)
            moment += timedelta(minutes=15)
    spread = times if len(times) <= 3 else [times[0], times[len(times) // 2], times[-1]]
    tomorrow = calendar.next_working_minute(midnight, before=prompt.expires_at)
    return [*spread, tomorrow] if tomorrow else spread


@transaction.atomic
def postpone(prompt: Prompt, to: datetime) -> bool:
    """Asks again at a later time within the person's own hours and this week; False for any other time.

    Also False for what is done meanwhile: an old page would send its question once more.
    """
    Prompt.objects.select_for_update().get(pk=prompt.pk)  # two presses at once would cancel each other's mail
    prompt.refresh_from_db(fields=["state", "due_at", "postponed"])
    if prompt.state == Prompt.State.ANSWERED:
        return False
    if prompt.postponed and (prompt.state, prompt.due_at) == (Prompt.State.PLANNED, to):
        return True
    now = clock.now()
    calendar = calendar_of(
        prompt.person, now.date() - timedelta(days=1), prompt.expires_at.date() + timedelta(days=1)
    )
    if not (now < to < prompt.expires_at) or not calendar.is_working(to):
        return False
    Notification.objects.about(prompt).withdraw("postponed")
    prompt.due_at, prompt.state, prompt.reason = to, Prompt.State.PLANNED, ""
    prompt.postponed += 1
    prompt.save(update_fields=["due_at", "state", "reason", "postponed"])
    Notification.objects.post(
        [
            Notification.build(
                person=prompt.person,
                kind="prompt",
                source=prompt,
                dedupe_key=f"prompt:{prompt.pk}:{prompt.postponed}",
                due_at=to,
                expires_at=prompt.expires_at,
            )
        ]
    )
    return True


def _quarter(instant: datetime) -> datetime:
    """The next whole quarter of an hour."""
    return instant + timedelta(seconds=-instant.timestamp() % 900)
