"""What Samira fills in before a trial, measures in it, and makes to last. Every address makes anew what it needs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.urls import reverse

from cycles.claims import checking
from cycles.proposals import moving
from cycles.proposals.models import InnovationProposal
from tests.browser.cases import FEMKE, SAMIRA, Case
from tests.browser.conftest import House
from tests.cycles.proposals import building

Path = Callable[[House], str]
Make = Callable[[House], InnovationProposal]
TITLE = "Samen de eerste brief"


def fresh(house: House) -> None:
    InnovationProposal.objects.all().delete()


def drafted(house: House) -> InnovationProposal:
    """Nothing but the three texts."""
    fresh(house)
    return building.draft(house.person("samira"), title=TITLE)


def half_way(house: House) -> InnovationProposal:
    """Two pairs, a yield with and one without numbers, a claim in each state, and some texts."""
    fresh(house)
    samira = house.person("samira")
    made = building.submitted(samira, title=TITLE, loss="", ethics="")
    building.sides(made, measure="Joost leest bij elke weigering mee.")
    building.outcome(
        made, kind="sustainable", horizon="long", sentence="Wie nieuw is, schrijft zelf.", measure="",
        unit="", baseline=None, target=None,
    )  # fmt: skip
    for state, text in (
        ("confirmed", "Bezwaar kan."),
        ("refuted", "Acht weken."),
        ("uncheckable", "Zin één."),
    ):
        claim = checking.add(made, text, by=samira)
        checking.check(claim, state, source="De Awb", correction="Zes weken", by=samira)
    checking.add(made, "Een op de drie brieven komt terug.", by=samira)
    return made


def ready(house: House) -> InnovationProposal:
    fresh(house)
    return building.submitted(house.person("samira"), title=TITLE)


def trial(house: House) -> InnovationProposal:
    """Measured, but for one yield that has no baseline."""
    fresh(house)
    samira = house.person("samira")
    made = building.submitted(samira, title=TITLE)
    building.outcome(made, sentence="Minder telefoontjes.", measure="telefoontjes", baseline=None)
    building.outcome(
        made, kind="sustainable", horizon="long", measure="goede zinnen zonder hulp", unit="van de 20",
        baseline=6, target=15, method="gelezen door Femke",
    )  # fmt: skip
    first = building.today(made)
    moving.start_trial(made, building.REASON, first, first + timedelta(days=27), by=house.person("femke"))
    one = building.measured(made.yields.filter(baseline=3).get(), 2, by=samira)
    one.note = "Het was een rustige maand."
    one.save()
    return made


def started(house: House) -> InnovationProposal:
    fresh(house)
    return building.in_trial(house.person("samira"), title=TITLE)


def handed_in(house: House) -> InnovationProposal:
    fresh(house)
    return building.with_result(house.person("samira"), title=TITLE)


def adopted(house: House) -> InnovationProposal:
    fresh(house)
    return building.adopted(house.person("samira"), title=TITLE)


def at_proposal(name: str, make: Make, *more: Any) -> Path:
    return lambda house: reverse(f"cycles:proposal-{name}", args=[make(house).pk, *more])


def of_row(name: str, kind: str) -> Path:
    """The page of one pair, yield or claim."""

    def path(house: House) -> str:
        made = half_way(house)
        rows: Any = getattr(made, kind)
        chosen = rows.get(state="unchecked") if kind == "claims" else rows.first()
        return reverse(f"cycles:proposal-{name}", args=[made.pk, chosen.pk])

    return path


def latest(name: str, *more: Any) -> Path:
    """Posted to the proposal that the page before it made."""
    return lambda house: reverse(
        f"cycles:proposal-{name}", args=[InnovationProposal.objects.latest("pk").pk, *more]
    )


def last_claim(house: House) -> str:
    made = InnovationProposal.objects.latest("pk")
    return reverse("cycles:proposal-claim-remove", args=[made.pk, made.claims.get(state="unchecked").pk])


def measurement(house: House) -> dict[str, str]:
    outcome = InnovationProposal.objects.latest("pk").yields.get(baseline=None)
    return {"outcome": str(outcome.pk), "value": "3,5", "measured_on": "31-3-2026"}


PAGES = {
    "cycles:proposal-prepare": Case(SAMIRA, at_proposal("prepare", half_way)),
    "cycles:proposal-side-edit": Case(SAMIRA, of_row("side-edit", "sides")),
    "cycles:proposal-yield-edit": Case(SAMIRA, of_row("yield-edit", "yields")),
    "cycles:proposal-claim-check": Case(SAMIRA, of_row("claim-check", "claims")),
    "cycles:proposal-measure": Case(SAMIRA, at_proposal("measure", trial)),
    "cycles:proposal-result": Case(SAMIRA, at_proposal("result", trial)),
    "cycles:proposal-embed-ask": Case(SAMIRA, at_proposal("embed-ask", adopted)),
}

ACTIONS = {
    "cycles:proposal-part",
    "cycles:proposal-side-add",
    "cycles:proposal-side-remove",
    "cycles:proposal-side-restore",
    "cycles:proposal-yield-add",
    "cycles:proposal-yield-remove",
    "cycles:proposal-yield-restore",
    "cycles:proposal-claim-add",
    "cycles:proposal-claim-remove",
    "cycles:proposal-measurement-remove",
    "cycles:proposal-measurement-restore",
    "cycles:proposal-embed",
}

STATES = {
    "a proposal before anything of its trial": Case(SAMIRA, at_proposal("prepare", drafted)),
    "one side without the other": Case(
        SAMIRA,
        at_proposal("prepare", drafted),
        {"opportunity": "Sneller."},
        to=latest("side-add"),
        status=422,
    ),
    "a proposal with all that a trial asks": Case(SAMIRA, at_proposal("prepare", ready)),
    "a part that a co-author changed": Case(
        SAMIRA,
        at_proposal("prepare", ready),
        {"gain_for": "Iedereen.", "seen": ""},
        to=latest("part", "mensen"),
        status=409,
    ),
    "a yield with a word for a number": Case(
        SAMIRA,
        at_proposal("prepare", ready),
        {"sentence": "Minder.", "baseline": "drie"},
        to=latest("yield-add"),
        status=422,
    ),
    "is it sure that a claim of a proposal goes": Case(
        SAMIRA, at_proposal("prepare", half_way), {}, to=last_claim
    ),
    "a claim of a proposal without a source": Case(
        SAMIRA, of_row("claim-check", "claims"), {"state": "confirmed", "source": ""}, status=422
    ),
    "a trial before anything was measured": Case(SAMIRA, at_proposal("measure", started)),
    "a measurement without a baseline": Case(SAMIRA, at_proposal("measure", trial), measurement, status=422),
    "a trial whose result was handed in": Case(SAMIRA, at_proposal("measure", handed_in)),
    "a result without a measurement": Case(
        SAMIRA, at_proposal("result", started), {"result": "Goed.", "seen": "", "hand_in": "1"}, status=422
    ),
    "a result that was handed in": Case(SAMIRA, at_proposal("result", handed_in)),
    "measured again after adoption": Case(SAMIRA, at_proposal("measure", adopted)),
    "geborgd without a date": Case(
        SAMIRA, at_proposal("embed-ask", adopted), {"process_owner": "", "remeasure_on": "ooit"}, status=422
    ),
    "geborgd before its owner asked": Case(
        FEMKE, lambda house: reverse("cycles:proposal", args=[adopted(house).pk]), {}, to=latest("embed")
    ),
}
