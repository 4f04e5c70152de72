"""Ten insights with public sources: for all, checked and rated by nobody, and never a second time."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from cycles.insights import publishing
from cycles.insights.example_set import INSIGHTS, install
from cycles.insights.models import Insight
from teams.accounts.models import User
from tests.conftest import Cast
from tests.cycles.insights.conftest import Clients

pytestmark = pytest.mark.django_db


@pytest.mark.shows("A25", "A33", "A67")
def test_each_has_a_source_and_a_date_and_is_checked_by_nobody(cast: Cast, client_for: Clients) -> None:
    made = install()
    assert len(made) == len(INSIGHTS) == 10
    for row in Insight.objects.all():
        row.full_clean()
        assert row.source
        assert row.source_date
        assert row.method
        assert (row.is_example, row.check_state, row.validity, row.author) == (True, "unchecked", None, None)
    page = client_for(cast.outsider).get(reverse("cycles:insights")).content.decode()
    assert page.count("Meegeleverd voorbeeld.") == 10
    assert page.count("Nog niet geschat hoe sterk dit is") == 10


def test_asked_for_twice_they_are_there_once_also_when_one_was_put_out_of_use(
    cast: Cast, learning: User
) -> None:
    told = StringIO()
    call_command("insights", stdout=told)
    publishing.retire(Insight.objects.all()[0], by=learning)
    call_command("insights", stdout=told)
    assert told.getvalue().split("\n")[:2] == ["10 insights added.", "The ten insights are here already."]
    assert Insight.objects.count() == 10


def test_nobody_takes_one_back_for_it_has_no_author(cast: Cast, learning: User, client_for: Clients) -> None:
    row = install()[0]
    page = client_for(learning).post(reverse("cycles:insight-take-back", args=[row.pk]), follow=True)
    assert "heeft geen schrijver" in page.content.decode()
    assert Insight.objects.get(pk=row.pk).published_at
