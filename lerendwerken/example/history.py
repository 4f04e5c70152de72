"""Nine weeks that were and the one that runs: made with the verbs of the product, the clock put back for each."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cycles.prompts import planning as prompts
from cycles.prompts.models import Prompt, Question, Reflection, ReflectionShare
from cycles.questions.models import LogEntry
from cycles.weekly import planning
from cycles.weekly.models import Kind, Moment, WeekCycle
from lerendwerken.example.words import ANSWERS, NOTICED, SAMIRA
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.notifications.models import Notification
from teams.structure.models import Team

ZONE = ZoneInfo("Europe/Amsterdam")
WEEKS = 10  # of the season; the last is the present one

# What did not go on: season week, team, kind, cause.
CANCELLED = [
    (3, "Toezicht", Kind.LEARNING_HOUR, Moment.Cause.OTHER),
    (5, "Burgerzaken", Kind.CHECK_IN, Moment.Cause.WORK_PRESSURE),
    (6, "Bodem", Kind.LEARNING_HOUR, Moment.Cause.HOLIDAY),
    (7, "Vergunningen", Kind.LEARNING_HOUR, Moment.Cause.WORK_PRESSURE),
    (7, "Vergunningen", Kind.CHECK_IN, Moment.Cause.WORK_PRESSURE),
]


def at(week: IsoWeek, weekday: int, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(week.days[weekday], time(hour, minute), ZONE)


def run_weeks(teams: dict[str, Team], leads: dict[str, User], present: IsoWeek) -> None:
    """Publishes ten weeks on the Thursday before each and plans their prompts; drafts the next one."""
    for number in range(1, WEEKS + 1):
        week = present + (number - WEEKS)
        with clock.as_if(at(week - 1, 3, 11)):
            for name, team in teams.items():
                _publish(planning.draft(team, week), leads[name])
        for season_week, name, kind, cause in CANCELLED:
            if season_week == number:
                with clock.as_if(at(week, 0, 8, 45)):
                    for moment in Moment.objects.filter(cycle__team=teams[name], kind=kind).filter(
                        cycle__year=week.year, cycle__week=week.week
                    ):
                        planning.cancel(moment, cause, by=leads[name])
        with clock.as_if(at(week - 1, 3, 11, 5)):
            prompts.ask_due()  # what came since the Thursday before is asked, and so no longer planned
            prompts.plan()
    for team in teams.values():
        planning.draft(team, present + 1)


def _publish(cycle: WeekCycle, lead: User) -> None:
    try:
        planning.publish(cycle, by=lead)
    except planning.Refused:
        # A holiday on the usual day, and nobody chose another: then the week publishes itself.
        planning.publish(cycle, by=None)


def deliver(send: Callable[[], object], present: IsoWeek) -> None:
    """Lets the mails of this week go out at the times they were due, up to now. Older ones never go."""
    Notification.objects.pending().filter(due_at__lt=at(present, 0, 0)).delete()
    due = Notification.objects.pending().filter(due_at__gte=at(present, 0, 0), due_at__lte=clock.now())
    for instant in sorted(set(due.values_list("due_at", flat=True))):
        with clock.as_if(instant):
            send()


def answer(people: dict[str, User], present: IsoWeek, starts_on: date) -> None:
    """What was asked before now gets its state, and most of it its words. Who wrote what is a fixed pattern."""
    now = clock.now()
    codes = dict(Question.objects.values_list("pk", "code"))
    order = {person.pk: number for number, person in enumerate(people.values())}
    samira = people["Samira"].pk
    asked = list(
        Prompt.objects.filter(state__in=[Prompt.State.PLANNED, Prompt.State.ASKED], due_at__lte=now)
        .select_related("moment__cycle")
        .order_by("due_at", "pk")
    )
    words = []
    for prompt in asked:
        assert prompt.due_at
        week = prompt.moment.cycle.iso
        number = (week.monday - starts_on).days // 7 + 1
        turn = order[prompt.person_id] * 7 + number * 3 + list(Kind).index(Kind(prompt.moment.kind))
        recent = now - prompt.due_at < timedelta(hours=3)
        if recent or (turn % 10 >= 7 and prompt.person_id != samira):
            prompt.state = Prompt.State.ASKED
            continue
        prompt.state = Prompt.State.ANSWERED
        prompt.answered_at = min(prompt.due_at + timedelta(minutes=12 + turn % 17), now)
        for place, question in enumerate(prompt.question_ids):
            code = codes[question]
            known = ANSWERS.get(code, [])
            text = SAMIRA.get(number, {}).get(code, "") if prompt.person_id == samira else ""
            if not text and known:
                text = known[(turn + place) % len(known)]
            if text and (turn + place) % 6 != 5:
                words.append(
                    Reflection(prompt=prompt, question_id=question, text=text, saved_at=prompt.answered_at)
                )
    # As an upsert: bulk_update() builds a CASE per row, which took a fifth of the whole load.
    Prompt.objects.bulk_create(
        asked,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["state", "answered_at"],
        batch_size=500,
    )
    Reflection.objects.bulk_create(words, batch_size=500)


def notice(people: list[User], present: IsoWeek) -> None:
    """Leermomenten on past working days of some."""
    now = clock.now()
    rows = []
    for number, text in enumerate(NOTICED * 2):
        writer = people[number * 5 % len(people)]
        instant = at(present - (number % WEEKS), number % 4, 10 + number % 5, number * 7 % 60)
        if instant < now:
            rows.append(LogEntry(person=writer, text=text, written_at=instant))
    LogEntry.objects.bulk_create(rows)


def share(people: dict[str, User], teams: dict[str, Team]) -> None:
    """A few answers that their writers showed to somebody."""
    targets: list[tuple[str, str, dict[str, User | Team]]] = [
        ("Samira", "if-then", {"colleague": people["Joost"]}),
        ("Samira", "keep-change", {"team": teams["Vergunningen"]}),
        ("Joost", "keep-change", {"colleague": people["Samira"]}),
        ("Bilal", "if-then", {"team": teams["Vergunningen"]}),
        ("Lotte", "keep-change", {"team": teams["Toezicht"]}),
    ]
    for name, code, target in targets:
        found = Reflection.objects.filter(prompt__person=people[name], question__code=code)
        last = found.order_by("-prompt__due_at", "pk").first()
        if last:
            ReflectionShare.objects.create(
                prompt_id=last.prompt_id,
                question_id=last.question_id,
                shared_at=last.saved_at + timedelta(minutes=5),
                **target,
            )
