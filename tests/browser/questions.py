"""Samira's learning questions, for the pages about them. Every address makes anew what it needs to be looked at."""

from collections.abc import Callable
from decimal import Decimal

from django.urls import reverse

from cycles.questions import measuring
from cycles.questions.evidence.models import Attempt
from cycles.questions.models import LearningQuestion
from lerendwerken.lib import clock
from tests.browser.cases import SAMIRA, Case, at
from tests.browser.conftest import House
from tests.cycles.questions import building

State = LearningQuestion.State
Path = Callable[[House], str]


def fresh(house: House, *names: str) -> None:
    """Nobody of these has a question."""
    for name in names or ("samira",):
        LearningQuestion.objects.filter(owner=house.person(name)).delete()


def running(name: str, *more: int) -> Path:
    """Her question that runs, shared with Femke."""

    def path(house: House) -> str:
        fresh(house)
        made = building.active_question(house.person("samira"))
        building.shared(made, with_=house.person("femke"))
        return reverse(name, args=[made.pk, *more])

    return path


def tried(house: House) -> str:
    """With an own attempt; the one before it is a state below."""
    path = running("cycles:question")(house)
    Attempt.objects.create(question=_hers(house), text="Ik zou beginnen met wat er niet mag.", confidence=60)
    return path


def _hers(house: House) -> LearningQuestion:
    return LearningQuestion.objects.get(owner=house.person("samira"))


def drafted(name: str, *more: int) -> Path:
    """A draft with its whole plan."""

    def path(house: House) -> str:
        fresh(house)
        return reverse(name, args=[building.question(house.person("samira")).pk, *more])

    return path


def listed(**query: str) -> Path:
    """One question in every state, and one that Femke shows."""

    def path(house: House) -> str:
        fresh(house, "samira", "femke")
        samira = house.person("samira")
        for state in (State.CONSOLIDATED, State.ANSWERED, State.DROPPED, State.PAUSED):
            building.set_in(state, samira, text=f"Hoe houd ik het kort, ook als ik {state.label} ben?")
        building.draft(samira)
        building.active_question(samira)
        building.shared(building.active_question(house.person("femke")), with_=samira)
        return at("cycles:questions", **query)(house)

    return path


def standing(state: str) -> Path:
    def path(house: House) -> str:
        fresh(house)
        return reverse("cycles:question", args=[building.set_in(state, house.person("samira")).pk])

    return path


def nothing(house: House) -> str:
    """Nobody has one, so nobody shares one either."""
    LearningQuestion.objects.all().delete()
    return reverse("cycles:questions")


def shown(house: House) -> str:
    """What Femke shows to Samira."""
    fresh(house, "femke")
    made = building.active_question(house.person("femke"))
    return reverse("cycles:question-shared", args=[building.shared(made, with_=house.person("samira")).pk])


def measured(house: House) -> str:
    """One yield counted twice, of the other only what she noticed."""
    path = running("cycles:question-measure")(house)
    made = _hers(house)
    made.yields.filter(kind="direct").update(
        measure="telefoontjes na een besluit", unit="per week", baseline=6, target=3
    )
    today = clock.today(made.owner.time_zone)
    for kind, value, note in (
        ("direct", Decimal(5), ""),
        ("direct", Decimal("3.5"), "Het was een rustige week."),
        ("sustainable", None, "Ik hoef minder op te zoeken."),
    ):
        outcome = made.yields.get(kind=kind)
        measuring.measure(outcome, value, today, by=made.owner, note=note, without_ai=not note)
    return path


def full(house: House) -> str:
    """The last screen of a third question, with two in hand."""
    path = drafted("cycles:question-edit", 4)(house)
    for text in ("Hoe houd ik het kort?", "Wanneer bel ik terug?"):
        building.active_question(house.person("samira"), text=text)
    return path


PAGES = {
    "cycles:questions": Case(SAMIRA, listed()),
    "cycles:question": Case(SAMIRA, tried),
    "cycles:question-new": Case(SAMIRA, at("cycles:question-new")),
    "cycles:question-edit": Case(SAMIRA, drafted("cycles:question-edit", 2)),
    "cycles:question-one": Case(SAMIRA, at("cycles:question-one")),
    "cycles:question-one-edit": Case(SAMIRA, running("cycles:question-one-edit")),
    "cycles:question-measure": Case(SAMIRA, measured),
    "cycles:question-drop": Case(SAMIRA, running("cycles:question-drop")),
    "cycles:question-share": Case(SAMIRA, running("cycles:question-share")),
    "cycles:question-shared": Case(SAMIRA, shown),
    "cycles:question-suggest": Case(SAMIRA, running("cycles:question-suggest")),
}

ACTIONS = {
    "cycles:question-pause",
    "cycles:question-resume",
    "cycles:question-measure-days",
    "cycles:question-measurement-remove",
    "cycles:question-measurement-restore",
    "cycles:question-share-take-back",
    "cycles:question-suggest-take-back",
}

STATES = {
    "no learning question yet": Case(SAMIRA, nothing),
    "learning questions that were found": Case(SAMIRA, listed(zoek="kort")),
    "learning questions that were not found": Case(SAMIRA, listed(zoek="zeehond")),
    "learning questions in one state": Case(SAMIRA, listed(staat="geborgd")),
    **{
        f"screen {number} of a new learning question": Case(SAMIRA, drafted("cycles:question-edit", number))
        for number in (1, 3, 4)
    },
    "a new learning question without words": Case(
        SAMIRA, at("cycles:question-new"), {"text": ""}, status=422
    ),
    "a new learning question on one screen, without words": Case(
        SAMIRA, at("cycles:question-one"), {"text": ""}, status=422
    ),
    "a third learning question": Case(
        SAMIRA,
        full,
        {"direct": "Minder telefoontjes.", "sustainable": "Ik schrijf dit zelf."},
        status=422,
    ),
    "a plan that another window changed": Case(
        SAMIRA,
        drafted("cycles:question-edit", 3),
        {"if_part": "de telefoon gaat", "then_part": "tel ik tot drie", "skill": "social", "revision": "99"},
        status=409,
    ),
    "a learning question before its attempt": Case(SAMIRA, running("cycles:question")),
    "the plan of a learning question that runs": Case(SAMIRA, running("cycles:question-edit", 4)),
    **{
        f"a learning question that is {state.value}": Case(SAMIRA, standing(state))
        for state in (State.PAUSED, State.ANSWERED, State.CONSOLIDATED, State.DROPPED)
    },
    "a question of which nothing is measured yet": Case(SAMIRA, running("cycles:question-measure")),
    "a measurement without a number or a word": Case(
        SAMIRA, measured, {"value": "", "measured_on": "ooit", "note": ""}, status=422
    ),
    "a day to measure again that cannot be": Case(
        SAMIRA,
        measured,
        {"direct": "1-1-2020", "sustainable": "ooit"},
        to=lambda house: reverse("cycles:question-measure-days", args=[_hers(house).pk]),
        status=422,
    ),
    "a share with nobody": Case(SAMIRA, running("cycles:question-share"), {"who": ""}, status=422),
    "a sentence for the frame, before it goes": Case(
        SAMIRA, running("cycles:question-suggest"), {"text": "Meer aandacht voor de telefoon", "named": ""}
    ),
    "a sentence for the frame without words": Case(
        SAMIRA, running("cycles:question-suggest"), {"text": ""}, status=422
    ),
    "my week with a learning question": Case(
        SAMIRA, lambda house: (running("cycles:question")(house), reverse("cycles:my-week"))[1]
    ),
}
