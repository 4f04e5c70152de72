"""The board, the list and the pages of one proposal. Every address makes anew what it needs to be looked at."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse

from cycles.proposals import moving
from cycles.proposals.models import InnovationProposal, Label, ProposalFollow
from cycles.proposals.trials.reading import as_read
from cycles.questions.marking import Mark
from lerendwerken.lib import clock
from tests.browser.cases import FEMKE, RUTH, SAMIRA, Case, at
from tests.browser.conftest import House
from tests.browser.proposals_writing import fresh
from tests.cycles.proposals import building

Path = Callable[[House], str]
Made = Callable[[House], InnovationProposal]
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def on(day: str) -> clock.as_if:  # type: ignore[name-defined]
    """As if it is ten o'clock on that day, in this thread."""
    return clock.as_if(datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=AMSTERDAM))


def whole(house: House) -> None:
    """A board with something in every column, as it is drawn."""
    fresh(house)
    samira, femke = house.person("samira"), house.person("femke")
    others = list(
        house.team.memberships.exclude(person__in=[samira, femke]).select_related("person").order_by("pk")[:3]
    )
    marijke, tom, bilal = (row.person for row in others)
    with on("2026-01-20"):
        building.declined(tom, title="AI leest bouwtekeningen")
        building.stopped(bilal, title="Chatbot voor statusvragen")
        building.embedded(marijke, title="Keuzehulp aan de balie")
    with on("2026-02-26"):
        adopted(house)
    with on("2026-03-12"):
        late = building.submitted(bilal, title="Foto’s vooraf bij dakkapellen")
        ProposalFollow.objects.create(proposal=late, person=samira)
    with on("2026-03-24"):
        building.in_trial(samira, title="Weigering hardop voorlezen")
        building.returned(tom, title="Vaste volgorde bij spoed")
        made = building.submitted(marijke, title="Bellen vóór een weigering")
        InnovationProposal.objects.filter(pk=made.pk).update(label=Label.REWORKED)


def adopted(house: House) -> InnovationProposal:
    """With a mark of AI, two sides, and a decision."""
    made = building.with_result(house.person("samira"), title="Eén zin vooraf")
    colleague = _colleague(house)
    building.author(made, colleague)
    idea = building.TEXTS["idea"]
    mark: Mark = {
        "text": idea, "degree": "reworked", "tool": "Sparringpartner", "on": "2026-02-11",
        "purpose": "drie versies van de zin vergelijken",
    }  # fmt: skip
    InnovationProposal.objects.filter(pk=made.pk).update(marks={"idea": [mark]}, label=Label.REWORKED)
    moving.adopt(
        made, "Bijna de helft minder telefoontjes is genoeg om door te gaan.", by=house.person("femke")
    )
    made.refresh_from_db()
    return made


def _colleague(house: House) -> object:
    rows = house.team.memberships.exclude(person__in=[house.person("samira"), house.person("femke")])
    return rows.select_related("person").order_by("pk")[0].person


def board(**query: str) -> Path:
    return lambda house: (whole(house), at("cycles:proposals", **query)(house))[1]


def listed(name: str = "cycles:proposals-list", **query: str) -> Path:
    return lambda house: (whole(house), at(name, **query)(house))[1]


def nothing(house: House) -> str:
    fresh(house)
    return reverse("cycles:proposals")


def of(make: Callable[[House], InnovationProposal], name: str = "proposal") -> Path:
    def path(house: House) -> str:
        fresh(house)
        return reverse(f"cycles:{name}", args=[make(house).pk])

    return path


def standing(make: Callable[..., InnovationProposal], who: str = "samira") -> Made:
    return lambda house: make(house.person(who), title="Eén zin vooraf")


def late(house: House) -> InnovationProposal:
    with on("2026-03-12"):
        return building.submitted(house.person("samira"), title="Foto’s vooraf", touches_money=True)


def ended(house: House) -> InnovationProposal:
    """Its trial is over, the result is not there."""
    with on("2026-03-12"):
        return building.in_trial(house.person("samira"), length=timedelta(days=13), title="Eén zin vooraf")


def without_owner(house: House) -> InnovationProposal:
    made = building.submitted(house.person("samira"), title="Eén zin vooraf")
    InnovationProposal.objects.filter(pk=made.pk).update(owner=None)
    return made


def to_confirm(house: House) -> InnovationProposal:
    made = building.adopted(house.person("samira"), title="Eén zin vooraf")
    moving.ask_to_embed(made, house.person("samira"), date(2026, 10, 15), by=house.person("samira"))
    return made


def unready(house: House) -> InnovationProposal:
    made = building.draft(house.person("samira"), title="Eén zin vooraf")
    moving.submit(made, by=made.owner)  # type: ignore[arg-type]
    return made


def before_a_trial(house: House) -> InnovationProposal:
    return building.submitted(house.person("samira"), title="Eén zin vooraf")


def last(house: House) -> str:
    return reverse("cycles:proposal-decide", args=[InnovationProposal.objects.latest("pk").pk])


def five_weeks(house: House) -> dict[str, str]:
    """Of a proposal that was read as it stands."""
    read = as_read(InnovationProposal.objects.latest("pk"))
    return {
        "besluit": "start_trial", "reason": "Ja.", "trial_from": "6-4-2026", "trial_until": "10-5-2026",
        "gelezen": read,
    }  # fmt: skip


def answered_meanwhile(house: House) -> str:
    """The page is open; then the other one says no."""
    fresh(house)
    return reverse("cycles:proposals")


def returned_last(house: House) -> str:
    made = building.returned(house.person("samira"), title="Eén zin vooraf")
    return reverse("cycles:proposal-decide", args=[made.pk])


PAGES = {
    "cycles:proposals": Case(SAMIRA, board()),
    "cycles:proposals-list": Case(SAMIRA, listed()),
    "cycles:proposals-print": Case(SAMIRA, listed("cycles:proposals-print")),
    "cycles:proposal": Case(SAMIRA, of(adopted)),
    "cycles:proposal-print": Case(SAMIRA, of(adopted, "proposal-print")),
    "cycles:proposal-decide": Case(FEMKE, of(before_a_trial, "proposal-decide")),
}

ACTIONS = {"cycles:proposal-follow", "cycles:proposal-unfollow"}

STATES = {
    "a board without proposals": Case(SAMIRA, nothing),
    "a board of one's own": Case(SAMIRA, board(kies="mij")),
    "a board with answers to give": Case(FEMKE, board()),
    "a board of the manager, with one that is late": Case(RUTH, of(late, "proposal")),
    "my week with answers to give": Case(FEMKE, lambda h: (whole(h), reverse("cycles:my-week"))[1]),
    "proposals that were found": Case(SAMIRA, listed(zoek="weigering", staat="proef")),
    "proposals that were not found": Case(SAMIRA, listed(zoek="zeehond")),
    **{
        f"a proposal that is {state}": Case(SAMIRA, of(standing(make)))
        for state, make in {
            "a draft": building.draft,
            "submitted": building.submitted,
            "returned": building.returned,
            "in its trial": building.in_trial,
            "declined": building.declined,
            "stopped": building.stopped,
            "embedded": building.embedded,
            "withdrawn": building.withdrawn,
        }.items()
    },
    "a proposal of which the answer is late": Case(SAMIRA, of(late)),
    "a proposal of which the trial is over": Case(SAMIRA, of(ended)),
    "a proposal without an owner": Case(FEMKE, of(without_owner)),
    "a proposal to confirm": Case(FEMKE, of(to_confirm)),
    "an answer to a proposal that is not ready": Case(FEMKE, of(unready, "proposal-decide")),
    "an answer without a reason": Case(
        FEMKE,
        of(before_a_trial, "proposal-decide"),
        {"besluit": "decline", "reason": "", "would_be_yes": "Als het kan."},
        status=422,
    ),
    "a trial of five weeks": Case(
        FEMKE,
        of(before_a_trial, "proposal-decide"),
        five_weeks,
        status=422,
    ),
    "a decision after a trial": Case(FEMKE, of(standing(building.with_result), "proposal-decide")),
    "a decision before the result": Case(FEMKE, of(standing(building.in_trial), "proposal-decide")),
    "an answer that comes too late": Case(
        FEMKE,
        answered_meanwhile,
        {"besluit": "decline", "reason": "Liever niet nu.", "would_be_yes": "Als het kan."},
        to=returned_last,
        status=409,
    ),
}
