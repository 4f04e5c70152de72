"""Samira writes proposals. Every address makes anew what it needs to be looked at."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from cycles.proposals.models import InnovationProposal, ProposalAuthor
from cycles.proposals.writing import authoring, drafting
from cycles.sparring.models import SparringSession, Turn
from lerendwerken.lib import clock
from teams.structure.models import Membership
from tests.browser.cases import FEMKE, SAMIRA, WIM, Case, at
from tests.browser.conftest import House
from tests.cycles.proposals import building
from tests.cycles.questions import building as questions
from tests.cycles.sparring import building as sparring

Path = Callable[[House], str]
SAID = (
    "De ervaren collega stelt vragen en typt niet. Na de derde brief schrijft de nieuwe collega alleen en leest de "
    "ander nog één keer mee."
)
IDEA = (
    "Vanaf maandag kunnen wij de eerste brief van een nieuwe collega samen schrijven. Een half uur, naast elkaar.\n\n"
    f"{SAID.replace('Na de derde brief', 'Daarna')}"
)


def fresh(house: House) -> None:
    """Nobody has a proposal, and AI wrote nothing."""
    InnovationProposal.objects.all().delete()
    SparringSession.objects.filter(question__owner=house.person("samira")).delete()


def page(name: str, of: InnovationProposal) -> str:
    return reverse(f"cycles:proposal-{name}", args=[of.pk])


def drafted(name: str = "write", **fields: Any) -> Path:
    def path(house: House) -> str:
        fresh(house)
        return page(name, building.draft(house.person("samira"), title="Samen de eerste brief", **fields))

    return path


def empty(house: House) -> str:
    fresh(house)
    return reverse("cycles:proposal-new")


def of_everything(house: House) -> str:
    """As it is drawn: AI touched it, two are like it, one colleague is asked, another reads along."""
    fresh(house)
    samira = house.person("samira")
    joost = _colleague(house)
    building.in_trial(
        joost, title="Weigering hardop voorlezen", idea="Samen een brief nalezen voor een collega."
    )
    building.declined(
        joost, title="Maatje voor nieuwe collega’s", idea="Elke nieuwe collega krijgt een maatje."
    )
    session = sparring.session(samira, model="Voorbeeldmodel")
    blocks = [{"kind": "example", "text": SAID}]
    Turn.objects.create(
        session=session, number=1, speaker=Turn.Speaker.PARTNER, rung=1, blocks=blocks, made_at=clock.now()
    )
    made = building.draft(samira, title="Samen de eerste brief", idea=IDEA)
    building.author(made, joost, ProposalAuthor.State.INVITED)
    building.shared(made, with_=house.team)
    return page("write", made)


def returned(house: House) -> str:
    fresh(house)
    return page("write", building.returned(house.person("samira")))


def co_written(house: House) -> str:
    """Of a colleague, with whom Samira writes along."""
    fresh(house)
    made = building.draft(_colleague(house))
    building.author(made, house.person("samira"))
    return page("write", made)


def with_people(house: House) -> str:
    """One asked, one invited."""
    fresh(house)
    made = building.submitted(house.person("samira"))
    authoring.ask(made, by=_colleague(house))
    building.author(made, house.person("femke"), ProposalAuthor.State.INVITED)
    return page("coauthor-invite", made)


def shown(house: House) -> str:
    fresh(house)
    made = building.draft(house.person("samira"))
    building.shared(made, with_=house.team)
    return page("share", made)


def submitted(name: str) -> Path:
    def path(house: House) -> str:
        fresh(house)
        return page(name, building.submitted(house.person("samira")))

    return path


def left_behind(house: House) -> str:
    """Its owner left; Femke leads the team."""
    fresh(house)
    made = building.submitted(_colleague(house))
    made.owner = None
    made.save()
    return page("hand-over", made)


def from_question(house: House) -> str:
    fresh(house)
    samira = house.person("samira")
    samira.learning_questions.all().delete()
    made = questions.set_in(
        "answered", samira, answer="Ik begin met het besluit, want daar wacht de aanvrager op."
    )
    return f"{reverse('cycles:proposal-new')}?leervraag={made.pk}"


def question(house: House) -> str:
    from_question(house)
    made = house.person("samira").learning_questions.get()
    return reverse("cycles:question", args=[made.pk])


def stale(house: House) -> dict[str, str]:
    """What another page, opened before, still holds; both texts do not fit together."""
    made = InnovationProposal.objects.get()
    old = drafting.stamped(made)
    InnovationProposal.objects.filter(pk=made.pk).update(idea="Van een ander. " * 200)
    return {"idea": "Van mij. " * 300, "revision": old}


def _colleague(house: House) -> Any:
    rows = Membership.objects.on(clock.today(house.team.time_zone)).filter(team=house.team)
    away = [house.person("samira").pk, house.person("femke").pk]
    return rows.exclude(person__in=away).select_related("person").order_by("pk")[0].person


PAGES = {
    "cycles:proposal-new": Case(SAMIRA, empty),
    "cycles:proposal-write": Case(SAMIRA, of_everything),
    "cycles:proposal-name": Case(SAMIRA, drafted("name")),
    "cycles:proposal-share": Case(SAMIRA, shown),
    "cycles:proposal-withdraw": Case(SAMIRA, submitted("withdraw")),
    "cycles:proposal-delete": Case(SAMIRA, drafted("delete")),
    "cycles:proposal-hand-over": Case(SAMIRA, submitted("hand-over")),
    "cycles:proposal-coauthor-invite": Case(SAMIRA, with_people),
}

ACTIONS = {
    "cycles:proposal-autosave",
    "cycles:proposal-similar",
    "cycles:proposal-submit",
    "cycles:proposal-take-along",
    "cycles:proposal-claim-back",
    "cycles:proposal-take-over",
    "cycles:proposal-heir-refuse",
    "cycles:proposal-heir-take-back",
    "cycles:proposal-share-take-back",
    "cycles:proposal-join",
    "cycles:proposal-coauthor-accept",
    "cycles:proposal-coauthor-refuse",
    "cycles:proposal-coauthor-leave",
    "cycles:proposal-coauthor-admit",
    "cycles:proposal-coauthor-turn-down",
}

STATES = {
    "a new proposal without words": Case(SAMIRA, empty, {"problem": "", "send": "1"}, status=422),
    "a new proposal with one field": Case(
        SAMIRA, empty, {"problem": "Er komen brieven terug.", "send": "1"}, status=422
    ),
    "a new proposal that is too long": Case(SAMIRA, empty, {"idea": "brief " * 1000}, status=422),
    "a new proposal of who has no team": Case(WIM, empty),
    "a new proposal of who lost the team while writing": Case(
        WIM, empty, {"problem": "Er komen brieven terug."}, status=422
    ),
    "a new proposal from a learning question": Case(SAMIRA, from_question),
    "an answered learning question that may become a proposal": Case(SAMIRA, question),
    "a proposal that came back with a question": Case(SAMIRA, returned),
    "a proposal that a colleague began": Case(SAMIRA, co_written),
    "a proposal in which two texts do not fit": Case(SAMIRA, drafted(), stale, status=409),
    "what is like a proposal, without a script": Case(
        SAMIRA, empty, {"idea": "Samen een brief nalezen."}, at("cycles:proposal-similar")
    ),
    "a name that is too long": Case(SAMIRA, drafted("name"), {"title": "Samen de brief " * 9}, status=422),
    "a draft shared with nobody": Case(SAMIRA, shown, {"who": ""}, status=422),
    "nobody chosen to write along": Case(SAMIRA, with_people, {"who": ""}, status=422),
    "a proposal whose owner left": Case(FEMKE, left_behind),
    "a proposal handed to nobody": Case(SAMIRA, submitted("hand-over"), {"who": ""}, status=422),
    "a draft that is withdrawn": Case(SAMIRA, drafted("withdraw")),
}
