"""The rules of access.py hold to the matrix: for every row, every relation to its owner, and every way it can be opened.

The rules stay queries that can be read; what they must come to is generated from the rows (docs/decisions/0019).
"""

import pytest
from django.db import transaction

from teams.accounts.models import User
from teams.privacy.keeping import WITH_ACCOUNT
from teams.privacy.registry import REGISTRY, Data, classify, parts
from teams.structure import access
from teams.structure.access import Viewer, visible
from teams.structure.matrix import ALWAYS, NEVER, ROWS
from tests.conftest import Cast
from tests.cycles.outcomes import building as outcomes
from tests.support.hands import Hands
from tests.support.turns import full
from tests.wall.opened import BUILDERS, NotPossible, Scene, week_with_everybody
from tests.wall.relations import relations

WORDS = (Data.PROCESS, Data.OUTCOME)


@pytest.fixture
def scene(cast: Cast, at: Hands) -> Scene:
    at("2026-03-30 09:10")
    outcomes.season()
    return Scene(cast, week_with_everybody(cast))


@pytest.mark.shows("outcomes-1", "S18", "TA1", "TA3")
@pytest.mark.parametrize("row", [full(row) if row in ("card",) else row for row in BUILDERS])
def test_what_each_reads_through_the_door_is_what_the_matrix_says(scene: Scene, row: str) -> None:
    build, ways = BUILDERS[row]
    wrong, count = [], 0
    for name, person_of in relations(scene.cast).items():
        for opened in ways:
            with transaction.atomic():
                relation = person_of()
                expected = relation.reads(ROWS[row], opened)
                try:
                    things = build(scene, opened, _somebody(relation.person, scene))
                except NotPossible:
                    transaction.set_rollback(True)
                    continue
                seen = {
                    type(one).__name__
                    for one in things
                    if visible(type(one), Viewer(relation.person)).filter(pk=one.pk).exists()
                }
                if bool(seen) != expected:
                    wrong.append(f"{name}, opened {opened}: {sorted(seen)}, the matrix says {expected}")
                count += 1
                transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)
    assert count >= len(ways) * 2


def _somebody(person: User | None, scene: Scene) -> User:
    """To whom it is shown by name: whoever looks, or for its owner and a stranger somebody else."""
    return scene.cast.colleague if person in (None, scene.owner) else person


def test_every_row_is_opened_in_each_way_that_it_can_be() -> None:
    for name, (_build, ways) in BUILDERS.items():
        possible = ROWS[name].opened_by_its_owner
        tried = NEVER
        for way in ways:
            tried |= way
        assert possible & ~tried == NEVER, name
    written = {known.row for model in REGISTRY for known in parts(model) if known.default in WORDS}
    assert written <= set(BUILDERS)


def test_every_kind_of_words_that_can_be_fetched_is_looked_at(scene: Scene) -> None:
    made = set()
    for name, (build, ways) in BUILDERS.items():
        with transaction.atomic():
            made |= {type(one) for one in build(scene, ways[-1], scene.cast.manager)}
            transaction.set_rollback(True)
        assert made, name
    fetched = {model for model in access._visible if model in REGISTRY and REGISTRY[model].default in WORDS}
    assert not {model.__name__ for model in fetched - made}


@pytest.mark.shows("outcomes-1")
def test_a_rule_that_shows_too_much_fails_this(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test of the test: a manager is let in by one rule, and it says who, and what."""
    from cycles.questions.evidence.models import Attempt

    monkeypatch.setitem(access._visible, Attempt, lambda viewer: Attempt.objects.all())
    with pytest.raises(AssertionError, match=r"manager, opened .*Attempt.*the matrix says False"):
        test_what_each_reads_through_the_door_is_what_the_matrix_says(scene, "trace")


def test_words_without_a_row_do_not_start() -> None:
    model = next(iter(REGISTRY))
    for row in ("", "iets"):
        with pytest.raises(ValueError, match="in the matrix"):
            classify(model, Data.PROCESS, row=row, name="x", subject="person", keep=WITH_ACCOUNT)


def test_nobody_reads_process_without_its_owner_opening_it() -> None:
    rows = {known.row for model in REGISTRY for known in parts(model) if known.default is Data.PROCESS}
    assert [name for name in rows if any(ALWAYS in cell.reads for cell in ROWS[name].others)] == []
