"""What keeps GET safe notices a write, and does not mind reading."""

import pytest

from teams.structure.models import Unit
from tests import builders
from tests.support.writes import reads_only

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "write",
    [
        lambda: Unit.objects.create(name="Nieuw"),
        lambda: Unit.objects.update(name="Anders"),
        lambda: Unit.objects.all().delete(),
        lambda: Unit.objects.bulk_create([Unit(name="Een"), Unit(name="Twee")]),
    ],
)
def test_every_kind_of_write_is_noticed(write):
    builders.unit()
    with pytest.raises(AssertionError, match="wrote to the database"), reads_only():
        write()


def test_reading_is_fine():
    builders.unit("Ruimte")
    with reads_only():
        assert [unit.name for unit in Unit.objects.select_for_update()] == ["Ruimte"]


def test_what_was_written_is_not_repeated_in_the_failure():
    with pytest.raises(AssertionError) as failed, reads_only():
        Unit.objects.create(name="geheim woord")
    assert "geheim" not in str(failed.value)


def test_the_tables_that_are_named_may_be_written():
    with reads_only(allowed=["teams_unit"]):
        builders.unit()


def test_a_session_may_be_renewed_by_looking(client, safe_get, professional):
    client.force_login(professional)
    with reads_only():
        client.session.save()
