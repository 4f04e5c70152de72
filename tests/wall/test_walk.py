"""The wall: everybody opens every address there is, in every way, with the numbers of somebody's things, and meets no
more of what was written than the matrix of product.md 7 lets them.

A word of its own lies in every field for words. What is read is compared with what the rows of the matrix say, and what
is somebody else's with what never was. Its owner goes the same way and meets every word, so that the search is one that
can find. `figures` at the end of a run says how much was asked.
"""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from teams.accounts.models import User
from teams.structure.matrix import NAMED
from tests.conftest import Cast
from tests.journeys.planting import ANSWERED, RUNS
from tests.journeys.privacy import addresses, filled, routes
from tests.support.figures import Figure
from tests.support.turns import full
from tests.wall import planting
from tests.wall.planting import BACK, BLACKBIRD, GREBE, KEPT, OPEN, RETURNED
from tests.wall.relations import Relation, relations
from tests.wall.walker import METHODS, Walker, plain, questions_of, typed, values

pytestmark = [pytest.mark.slow, pytest.mark.walk, pytest.mark.shows("outcomes-1", "questions-5")]

Clients = Callable[[User | None], Client]
NOWHERE = 799_999
CLOSED = (ANSWERED, RUNS, KEPT, BACK)  # nobody but Fatima reads what has these numbers
OPENED = (OPEN, RETURNED)
NUMBERS = (*CLOSED, *OPENED)
OTHERS = (
    "colleague",
    "elsewhere in the unit",
    "outsider",
    "left the team",
    "lead",
    "deputy of the lead",
    "manager",
    "deputy of the manager",
    "lead and manager",
    "manager who learns here",
    "manager in another team of hers",
    "manager of others",
    "administrator",
    "deactivated",
    "stranger",
)
PROCESS = ("/leervragen/", "/leermoment/", "/vraag/", "/delen/", "/gevraagd/", "/opbrengstverslag/")
"""Where addresses begin whose number is of something that one person wrote."""


def person(name: str, cast: Cast, client_for: Clients) -> tuple[Walker, Relation]:
    relation = relations(cast)[name]()
    if relation.person != cast.manager:  # with whom the report was shared; nobody else was named
        relation = Relation(relation.person, relation.column, relation.circles & ~NAMED)
    return Walker(name, client_for(relation.person)), relation


def assert_only_what_the_matrix_says(walker: Walker, relation: Relation) -> None:
    may = planting.readable(relation)
    extra = (walker.met - may) | (walker.taken_along - may - planting.promised_by(relation.person))
    assert not extra, {one: f"{walker.name} at {walker.met_at[one]}" for one in sorted(extra)}


def look_around(walker: Walker, scene: dict[str, Any]) -> None:
    """Every page that links lead to, and every address near it."""
    walker.follow("/")
    for path in [*addresses(values(scene, *scene["near"])), *questions_of(ANSWERED), *questions_of(KEPT)]:
        walker.open(path)
    for path in addresses(values(scene, NOWHERE)):
        if str(NOWHERE) not in path:
            walker.open(path, "post", typed(ANSWERED))


def try_numbers(
    walker: Walker, scene: dict[str, Any], numbers: tuple[int, ...], methods: tuple[str, ...]
) -> Any:
    """(path, method) -> what each of these numbers is answered with, and what one that never was is."""
    theirs: dict[tuple[str, str], list[Any]] = {}
    absent: dict[tuple[str, str], Any] = {}
    for number in (*numbers, NOWHERE):
        for path in addresses(values(scene, number) | {"token": []}):
            if str(number) not in path:
                continue
            for method in methods:
                status, body = walker.open(path, method, typed(number) if method == "post" else None)
                at = (path.replace(str(number), "N"), method)
                if number == NOWHERE:
                    absent[at] = (status, plain(body))
                else:
                    theirs.setdefault(at, []).append((status, plain(body)))
    return theirs, absent


# Nobody else --------------------------------------------------------------------------------------


@pytest.mark.shows("AI11", "TA1", "TA2", "TA3", "S18", "W8")
@pytest.mark.parametrize("name", [full(name) for name in OTHERS])
def test_nobody_meets_more_than_the_matrix_says(
    cast: Cast,
    planted: dict[str, Any],
    client_for: Clients,
    name: str,
    figure: Figure,
    request: pytest.FixtureRequest,
) -> None:
    walker, relation = person(name, cast, client_for)
    wide = "not full" not in request.config.getoption("-m")
    if wide:
        look_around(walker, planted)
    else:  # the addresses without a number are walked below by everybody in turn
        walker.follow("/")
    closed = CLOSED if wide else (ANSWERED, KEPT)
    theirs, absent = try_numbers(walker, planted, closed, METHODS if wide else ("get",))
    for number in OPENED:
        for path in addresses(values(planted, number) | {"token": []}):
            if str(number) in path:
                walker.open(path)

    assert_only_what_the_matrix_says(walker, relation)
    differs = {at for at, answers in theirs.items() if any(one != absent[at] for one in answers)}
    assert not differs, "what is somebody else's answers as what never was"
    assert len({path for path, _method in absent}) > 200
    if relation.column:
        assert {"/", reverse("cycles:questions")} <= walker.paths
        told = {
            at: {status for status, _body in got} for at, got in theirs.items() if at[0].startswith(PROCESS)
        }
        assert len(told) > 60
        assert set().union(*told.values()) == {404, 405}
    figure("the wall: requests", walker.count)


@pytest.mark.shows("TA1", "TA3", "S18")
def test_every_address_is_asked_for_in_every_way_by_everybody_in_turn(
    cast: Cast, planted: dict[str, Any], client_for: Clients, figure: Figure
) -> None:
    """Each address by each method and with each number, each time as somebody else; everybody at every address in every
    way is the long form above."""
    everybody = side_by_side(cast, client_for)
    found = list(routes())
    in_turn(everybody, planted, found)
    figure("the wall: addresses", len(found))
    figure("the wall: requests", sum(walker.count for walker, _relation in everybody.values()))
    figure("the wall: words", len(planting.planted()))


def side_by_side(cast: Cast, client_for: Clients) -> dict[str, tuple[Walker, Relation]]:
    return {name: person(name, cast, client_for) for name in SIDE_BY_SIDE}


def in_turn(
    everybody: dict[str, tuple[Walker, Relation]], scene: dict[str, Any], found: list[tuple[str, list[str]]]
) -> None:
    """Fails for a word that is met, and for an address that nobody could be sent to."""
    asked = set()
    for at, (route, names) in enumerate(found):
        for turn, method in enumerate(METHODS + METHODS[:2]):  # as many turns as numbers
            walker, _relation = everybody[SIDE_BY_SIDE[(at + 2 * turn) % len(SIDE_BY_SIDE)]]
            number = NUMBERS[(at + turn) % len(NUMBERS)]
            paths = list(filled(route, names, values(scene, number)))
            path = paths[turn % len(paths)] if paths else ""
            if not path:
                continue
            status, _body = walker.open(path, method, typed(number) if method == "post" else None)
            asked.add((route, method))
            if number in CLOSED and str(number) in path and path.startswith(PROCESS):
                assert status in (404, 405) or walker.name == "stranger", f"{walker.name} at {path}: {status}"
    for walker, relation in everybody.values():
        assert_only_what_the_matrix_says(walker, relation)
    missed = {(route, method) for (route, _names), method in product(found, METHODS)} - asked
    assert not missed, "give these parts of an address a value in values()"
    walked = set().union(*(walker.routes for walker, _relation in everybody.values()))
    assert {route for route, _names in found} - walked == set()


# These can be there at once; the others change who somebody of these is.
SIDE_BY_SIDE = (
    "manager",
    "colleague",
    "lead",
    "administrator",
    "elsewhere in the unit",
    "deputy of the manager",
    "outsider",
    "left the team",
    "manager of others",
    "stranger",
)


# The search itself --------------------------------------------------------------------------------


@pytest.mark.full
@pytest.mark.shows("W12", "TP2")
def test_the_owner_goes_the_same_way_and_meets_every_word(
    cast: Cast, planted: dict[str, Any], client_for: Clients
) -> None:
    walker = Walker("owner", client_for(cast.professional))
    walker.follow("/")
    for number in NUMBERS:
        for path in [*addresses(values(planted, number)), *questions_of(number)]:
            if number == ANSWERED or str(number) in path:
                walker.open(path)
    shown = {
        one for one in planting.planted() if not {one, planting.field_of(one)} & planting.NOT_SHOWN.keys()
    }
    missed = sorted(shown - walker.met - walker.taken_along)
    assert not missed, f"the search does not come where these words are: {', '.join(missed)}"


@pytest.mark.shows("S18")
def test_the_manager_meets_what_was_opened_to_a_manager(
    cast: Cast, planted: dict[str, Any], client_for: Clients
) -> None:
    """The matrix promises as much as it refuses: the shared report, and what was submitted."""
    walker, relation = person("manager", cast, client_for)
    for path in addresses(values(planted, OPEN)):
        if str(OPEN) in path:
            walker.open(path)
    walker.open(reverse("cycles:frame"))
    assert_only_what_the_matrix_says(walker, relation)
    met = {planting.field_of(one).split(".")[0] for one in walker.met}
    assert met >= {"outcomereport", "reportyield", "commitment", "dissent", "innovationproposal", "insight"}
    report = {f"outcomereport.{name}" for name in ("able", "less", "next_question", "shown")}
    assert report <= {planting.field_of(one) for one in walker.met}
    assert all(one.startswith((BLACKBIRD, GREBE)) for one in walker.met)


def test_every_field_for_words_has_one_in_it(cast: Cast, planted: dict[str, Any]) -> None:
    """A model or a field that is new and that no planting makes fails here."""
    bare = set(planting.fields()) - {planting.field_of(one) for one in planting.planted()}
    assert not bare, f"say in planting.py how these come to hold words: {sorted(bare)}"
    assert len(planting.fields()) > 80
