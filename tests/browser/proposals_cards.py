"""Practice cards: of Samira's team, and of another one that hers can take over."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from cycles.proposals.cards import adopting, changing
from cycles.proposals.cards.models import PracticeCard
from cycles.proposals.models import InnovationProposal
from teams.accounts.models import User
from teams.structure.models import Membership, Role, Team
from tests.browser.cases import FEMKE, SAMIRA, WIM, Case
from tests.browser.conftest import House
from tests.cycles.proposals import building

Path = Callable[[House], str]


def fresh() -> None:
    InnovationProposal.objects.all().delete()


def elsewhere(house: House) -> list[User]:
    """Members of other teams that have a lead, one of each."""
    led = Role.objects.filter(kind=Role.Kind.TEAM_LEAD).exclude(team=house.team).values("team")
    rows = Membership.objects.filter(team__in=led, kind=Membership.Kind.HOME).select_related("person")
    roles = Role.objects.values("person")
    found: dict[int, User] = {}
    for row in rows.exclude(person__in=roles).order_by("pk"):
        found.setdefault(row.team_id, row.person)
    return list(found.values())


def card_of(owner: User, **fields: Any) -> PracticeCard:
    known = {"title": "Eén zin vooraf", "task_group": "creative", "skill": "communication"}
    return building.adopted(owner, **(known | fields)).card


def used(house: House) -> PracticeCard:
    """Of Samira, and other teams said what they do with it; one of them changed its mind."""
    fresh()
    made = card_of(house.person("samira"))
    answers = (
        ("adopted", "Zelfde zin, ook op de website."),
        ("adapted", "Daar staat de zin onderaan, na de foto’s."),
        ("not_suitable", "De tekst van hun brieven ligt landelijk vast."),
    )
    others = list(Team.objects.exclude(pk=house.team.pk).order_by("pk"))[: len(answers)]
    for team, (verdict, why) in zip(others, answers, strict=False):
        adopting.adopt(made, team, "adapted", "We proberen het eerst.", by=house.person("wim"))
        adopting.adopt(made, team, verdict, why, by=house.person("wim"))
    return made


def foreign(house: House) -> PracticeCard:
    """Of another team: Samira can take it over."""
    fresh()
    return card_of(elsewhere(house)[0], title="Bellen vooraf")


def listed(house: House) -> str:
    used(house)
    card_of(elsewhere(house)[0], title="Bellen vooraf", task_group="advice", skill="social")
    return reverse("cycles:cards")


def found(**query: str) -> Path:
    return lambda house: f"{listed(house)}?{'&'.join(f'{name}={value}' for name, value in query.items())}"


def none(house: House) -> str:
    fresh()
    return reverse("cycles:cards")


def at_card(name: str, make: Callable[[House], PracticeCard]) -> Path:
    return lambda house: reverse(f"cycles:{name}", args=[make(house).pk])


def retired(house: House) -> PracticeCard:
    made = used(house)
    changing.retire(made, by=house.person("samira"))
    return made


PAGES = {
    "cycles:cards": Case(SAMIRA, listed),
    "cycles:card": Case(SAMIRA, at_card("card", used)),
    "cycles:card-edit": Case(SAMIRA, at_card("card-edit", used)),
    "cycles:card-adopt": Case(SAMIRA, at_card("card-adopt", foreign)),
    "cycles:card-print": Case(WIM, at_card("card-print", used)),
}

ACTIONS = {"cycles:card-retire", "cycles:card-put-back"}

STATES = {
    "no practice card yet": Case(SAMIRA, none),
    "practice cards that were found": Case(WIM, found(zoek="zin", taak="creative")),
    "practice cards that were not found": Case(SAMIRA, found(zoek="zeehond")),
    "a practice card of another team": Case(SAMIRA, at_card("card", foreign)),
    "a practice card that was taken back": Case(FEMKE, at_card("card", retired)),
    "a practice card without words": Case(
        SAMIRA, at_card("card-edit", used), {"title": "", "how": ""}, status=422
    ),
    "a practice card that a co-author changed": Case(
        SAMIRA,
        at_card("card-edit", used),
        {"title": "Nieuw", "situation": "Nieuw", "how": "Nieuw", "seen": ""},
        status=409,
    ),
    "a practice card taken over without a reason": Case(
        SAMIRA, at_card("card-adopt", foreign), {"verdict": "adopted", "why": ""}, status=422
    ),
}
