"""Plans one prompt per person and moment for the coming eight days, with its mail, exactly once.

The key is the moment and the person, never a time. Every seat ends as a prompt that is due in working time,
or as one that was skipped with its reason. Running it again, or twice at once, adds nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from cycles.prompts.choosing import choose
from cycles.prompts.models import Prompt, PromptSet, Question
from cycles.weekly.models import Kind, Seat, WeekCycle
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.hours.calendar import WorkingCalendar
from teams.hours.models import calendars
from teams.notifications.messages import wishes_changed
from teams.notifications.models import Notification, Preference

AHEAD = timedelta(days=8)
CHUNK = 500


def plan() -> int:
    """Writes what is missing, moves what changed, withdraws what fell away. Returns how many prompts were new."""
    now = clock.now()
    weeks = {IsoWeek.of(now.date() + timedelta(days=n)) for n in (-1, 0, 1, AHEAD.days)}
    coming = WeekCycle.objects.published().filter(
        year__in={week.year for week in weeks}, week__in={week.week for week in weeks}
    )
    cycles = [
        cycle
        for cycle in coming.select_related("team", "season").order_by("year", "week", "team")
        if cycle.iso in weeks and cycle.closes_at > now and cycle.span[0] < now + AHEAD
    ]
    if not cycles:
        return 0
    # All weeks at once: most rounds find nothing to do, and should find that out in a few queries.
    seats: dict[int, list[Seat]] = defaultdict(list)
    for seat in (
        Seat.objects.with_choice()
        .filter(moment__cycle__in=cycles)
        .select_related("moment", "person")
        .order_by("pk")
    ):
        seats[seat.moment.cycle_id].append(seat)
    have: dict[int, dict[tuple[int, int], Prompt]] = defaultdict(dict)
    for prompt in Prompt.objects.filter(moment__cycle__in=cycles).select_related("moment").order_by("pk"):
        have[prompt.moment.cycle_id][prompt.moment_id, prompt.person_id] = prompt
    book = calendars(
        sorted({seat.person_id for found in seats.values() for seat in found}),
        min(cycle.iso.monday for cycle in cycles) - timedelta(days=2),
        max(cycle.iso.sunday for cycle in cycles) + timedelta(days=2),
    )
    return sum(_plan_cycle(cycle, seats[cycle.pk], have[cycle.pk], book, now) for cycle in cycles)


def _plan_cycle(
    cycle: WeekCycle,
    seats: list[Seat],
    have: dict[tuple[int, int], Prompt],
    book: dict[int, WorkingCalendar],
    now: datetime,
) -> int:
    missing = [s for s in seats if (s.moment_id, s.person_id) not in have]
    questions = _Questions(cycle, {s.person_id for s in missing}) if missing else None
    made = 0
    for start in range(0, len(missing), CHUNK):
        assert questions
        made += _make(cycle, missing[start : start + CHUNK], book, questions, now)
    _follow(cycle, seats, have, book, now)
    return made


@transaction.atomic
def _make(
    cycle: WeekCycle,
    seats: list[Seat],
    book: dict[int, WorkingCalendar],
    questions: "_Questions",
    now: datetime,
) -> int:
    rows = []
    for seat in seats:
        due, reason = due_of(seat, cycle, book[seat.person_id], now)
        rows.append(
            Prompt(
                moment=seat.moment,
                person=seat.person,
                due_at=due,
                expires_at=cycle.closes_at,
                state=Prompt.State.PLANNED if due else Prompt.State.SKIPPED,
                reason=reason,
                question_ids=questions.of(seat) if due else [],
            )
        )
    Prompt.objects.bulk_create(rows, ignore_conflicts=True)
    keys = {(s.moment_id, s.person_id) for s in seats}
    planned = Prompt.objects.filter(
        moment__in={s.moment_id for s in seats},
        person__in={s.person_id for s in seats},
        state=Prompt.State.PLANNED,
    )
    post([p for p in planned.select_related("person") if (p.moment_id, p.person_id) in keys], book)
    return len(rows)


def due_of(
    seat: Seat, cycle: WeekCycle, calendar: WorkingCalendar, now: datetime
) -> tuple[datetime | None, str]:
    """When a prompt comes (S7), or None and the reason why it does not."""
    if seat.is_off:
        return None, Prompt.Reason.CANCELLED
    if seat.reason or seat.starts_at is None:
        return None, seat.reason or Prompt.Reason.NO_WORKING_TIME
    due = calendar.due_before(seat.starts_at)
    if due is not None and due >= now:
        return due, ""
    # Late: an outage, or a week published after its moment. It follows in the next working minute.
    late = calendar.next_working_minute(now, before=cycle.closes_at)
    if late:
        return late, ""
    return None, Prompt.Reason.WEEK_CLOSED if now >= cycle.closes_at else Prompt.Reason.NO_WORKING_TIME


def _later_of(
    prompt: Prompt, seat: Seat, cycle: WeekCycle, calendar: WorkingCalendar
) -> tuple[datetime | None, str]:
    """The time that this person chose, or the next one in working hours when they do not work then after all.

    Of what fell away in between the chosen time is gone: that one follows its moment again.
    """
    assert prompt.due_at
    if seat.is_off:
        return None, Prompt.Reason.CANCELLED
    found = calendar.next_working_minute(prompt.due_at, before=cycle.closes_at)
    return (found, "") if found else (None, Prompt.Reason.NO_WORKING_TIME)


def post(prompts: Iterable[Prompt], book: dict[int, WorkingCalendar]) -> None:
    """Puts the mails into the outbox; the rows hold no private text."""
    prompts = list(prompts)
    wanting = set(
        Preference.objects.filter(digest=True, person__in={p.person_id for p in prompts}).values_list(
            "person", flat=True
        )
    )
    together = {p.pk: _day_of(p) for p in prompts if p.person_id in wanting and not p.postponed and p.due_at}
    keys = {p.pk: _digest_key(p) for p in prompts if p.pk in together}
    # The mail of that day went out already: then this one comes alone.
    gone = set(
        Notification.objects.filter(dedupe_key__in=keys.values())
        .filter(Q(state=Notification.State.SENT) | Q(reason="nothing_left"))
        .values_list("dedupe_key", flat=True)
    )
    rows = []
    for prompt in prompts:
        assert prompt.due_at
        key = keys.get(prompt.pk)
        if key and key not in gone:
            day = together[prompt.pk]
            midnight = datetime.combine(day, time(), ZoneInfo(prompt.person.time_zone))
            first = (
                book[prompt.person_id].next_working_minute(midnight, before=prompt.due_at) or prompt.due_at
            )
            rows.append(
                Notification.build(
                    person=prompt.person_id,
                    kind="digest",
                    source=prompt.person,  # of no single prompt: one of them may fall away
                    dedupe_key=key,
                    due_at=max(first, clock.now()),
                    expires_at=prompt.expires_at,
                )
            )
        else:
            rows.append(
                Notification.build(
                    person=prompt.person_id,
                    kind="prompt",
                    source=prompt,
                    dedupe_key=_key(prompt),
                    due_at=prompt.due_at,
                    expires_at=prompt.expires_at,
                )
            )
    Notification.objects.post(rows)


def _key(prompt: Prompt) -> str:
    """Of its own mail; a new one each time that "later" is chosen."""
    return f"prompt:{prompt.pk}:{prompt.postponed}"


def _digest_key(prompt: Prompt) -> str:
    return f"digest:{prompt.person_id}:{_day_of(prompt)}"


def _told(prompts: Iterable[Prompt]) -> set[str]:
    """The keys of the mails of the day that went out, of the days on which these prompts are due."""
    keys = {_digest_key(prompt) for prompt in prompts if prompt.due_at}
    sent = Notification.objects.filter(dedupe_key__in=keys, state=Notification.State.SENT)
    return set(sent.values_list("dedupe_key", flat=True))


def _day_of(prompt: Prompt) -> date:
    assert prompt.due_at
    return prompt.due_at.astimezone(ZoneInfo(prompt.person.time_zone)).date()


def _follow(
    cycle: WeekCycle,
    seats: list[Seat],
    have: dict[tuple[int, int], Prompt],
    book: dict[int, WorkingCalendar],
    now: datetime,
) -> None:
    """Prompts that were not asked yet follow their seat: another time, cancelled, or back again."""
    left = dict(have)
    for seat in seats:
        prompt = left.pop((seat.moment_id, seat.person_id), None)
        if prompt is None or prompt.state in (Prompt.State.ASKED, Prompt.State.ANSWERED):
            continue
        if prompt.state == Prompt.State.SKIPPED and prompt.reason == Prompt.Reason.OWN_CHOICE:
            continue
        calendar = book[seat.person_id]
        if prompt.postponed and prompt.due_at:
            due, reason = _later_of(prompt, seat, cycle, calendar)
        else:
            due, reason = due_of(seat, cycle, calendar, now)
        if prompt.state == Prompt.State.PLANNED and prompt.due_at and prompt.due_at <= now and due:
            continue  # its time has come; it is about to be asked
        if (due, reason) == (prompt.due_at if prompt.state == Prompt.State.PLANNED else None, prompt.reason):
            continue
        _change(prompt, due, reason, seat, cycle, book)
    for prompt in left.values():
        # The seat is gone: this person left the team, or the duo was made anew.
        if prompt.state == Prompt.State.PLANNED:
            _withdraw(prompt)


@transaction.atomic
def _change(
    prompt: Prompt,
    due: datetime | None,
    reason: str,
    seat: Seat,
    cycle: WeekCycle,
    book: dict[int, WorkingCalendar],
) -> None:
    """The prompt, and its mail with it."""
    told = _told([prompt])
    # As it was read a moment ago: who answers or postpones in the same second wins.
    held = Prompt.objects.filter(pk=prompt.pk, state=prompt.state, postponed=prompt.postponed)
    prompt.due_at, prompt.reason = due, reason
    prompt.state = Prompt.State.PLANNED if due else Prompt.State.SKIPPED
    if due and not prompt.question_ids:
        prompt.question_ids = _Questions(cycle, {seat.person_id}).of(seat)
    if not held.update(due_at=due, reason=reason, state=prompt.state, question_ids=prompt.question_ids):
        return
    if due is None:
        Notification.objects.about(prompt).withdraw(reason)
        return
    mail = Notification.objects.filter(dedupe_key=_key(prompt)).exclude(state__in=["sent", "dead"])
    moved = mail.update(due_at=due, next_attempt_at=due, state=Notification.State.PENDING, reason="")
    if not moved and not told:
        post([prompt], book)


@transaction.atomic
def _withdraw(prompt: Prompt) -> None:
    held = Prompt.objects.filter(pk=prompt.pk, state=Prompt.State.PLANNED)
    if held.update(state=Prompt.State.SKIPPED, reason=Prompt.Reason.LEFT):
        Notification.objects.about(prompt).withdraw(Prompt.Reason.LEFT)


def ask_due() -> int:
    """In the app a prompt is asked at its time, with or without mail."""
    return Prompt.objects.filter(state=Prompt.State.PLANNED, due_at__lte=clock.now()).update(
        state=Prompt.State.ASKED
    )


class _Questions:
    """The newest published set per kind, and what each person was asked of that kind the week before."""

    def __init__(self, cycle: WeekCycle, people: set[int]) -> None:
        self.turn = turn_of(cycle.iso)
        newest: dict[str, PromptSet] = {}
        for one in PromptSet.objects.published().order_by("version"):
            newest[one.kind] = one
        self.sets: dict[str, list[Question]] = {kind: [] for kind in Kind.values}
        kind_of = {one.pk: kind for kind, one in newest.items()}
        for question in Question.objects.filter(prompt_set__in=kind_of):
            self.sets[kind_of[question.prompt_set_id]].append(question)
        before = cycle.iso - 1
        # Of every team: who changed teams is not asked the same twice.
        asked = Prompt.objects.filter(
            moment__cycle__year=before.year, moment__cycle__week=before.week, person__in=people
        ).values_list("person", "moment__kind", "question_ids")
        rows = list(asked)
        codes = dict(
            Question.objects.filter(pk__in={i for _, _, ids in rows for i in ids}).values_list("pk", "code")
        )
        self.before: dict[tuple[int, str], set[str]] = defaultdict(set)
        for person, kind, ids in rows:
            self.before[person, kind] |= {codes[i] for i in ids if i in codes}

    def of(self, seat: Seat) -> list[int]:
        chosen = choose(
            self.sets[seat.moment.kind],
            seat.minutes,
            turn=self.turn,
            before=self.before[seat.person_id, seat.moment.kind],
            experience=seat.person.experience,
            work=seat.person.work,
        )
        return [q.pk for q in chosen]


def turn_of(week: IsoWeek) -> int:
    """Grows by one a week, over the ends of years."""
    return week.monday.toordinal() // 7


@wishes_changed
def replan_person(person: User) -> None:
    """After a change of wishes: what is still to come goes out as this person now wants it."""
    planned = list(Prompt.objects.filter(person=person, state=Prompt.State.PLANNED).select_related("person"))
    told, now = _told(planned), clock.now()
    prompts = [prompt for prompt in planned if _digest_key(prompt) not in told]
    coming = Notification.objects.pending().filter(person=person, lease_until=None, data_started_at=None)
    coming.filter(kind="digest", due_at__gt=now).delete()
    coming.filter(
        kind="prompt", due_at__gt=now, source_kind=Prompt._meta.label, source_id__in=[p.pk for p in prompts]
    ).delete()
    if prompts:
        days = [p.due_at.date() for p in prompts if p.due_at]
        day = timedelta(days=1)
        post(prompts, calendars([person.pk], min(days) - day, max(days) + day))
