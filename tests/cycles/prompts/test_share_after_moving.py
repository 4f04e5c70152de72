"""A share with the team stays shut for who led or managed its writer, also once the writer has left the team (S18)."""

from datetime import timedelta

import pytest

from cycles.prompts import answering, sharing
from cycles.prompts.models import Prompt, ReflectionShare
from lerendwerken.lib import clock
from teams.structure.access import Viewer, visible
from teams.structure.models import Membership
from tests import builders
from tests.conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.shows("S18", "W8")]


def test_who_led_does_not_read_it_after_its_writer_left(prompt: Prompt, cast: Cast) -> None:
    for above in (cast.lead, cast.manager):
        if not Membership.objects.filter(person=above, team=cast.team).exists():
            builders.member(cast.team, who=above)
    row = sharing.share(prompt, answering.questions(prompt)[0], team=cast.team)
    yesterday = clock.today(builders.ZONE) - timedelta(days=1)
    Membership.objects.filter(person=cast.professional).update(until=yesterday)
    assert list(visible(ReflectionShare, Viewer(cast.colleague))) == [row]
    for above in (cast.lead, cast.manager):
        assert not visible(ReflectionShare, Viewer(above)).exists()
