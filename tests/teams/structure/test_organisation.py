"""The one row of the organisation: looking never makes it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from teams.accounts.models import User
from teams.structure.models import Organisation
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    Organisation.objects.all().delete()
    return builders.administrator()


@pytest.mark.shows("TW4")
@pytest.mark.parametrize(
    "name",
    ["cycles:my-week", "teams:administration", "teams:settings", "teams:intake-start", "teams:my-data"],
)
def test_a_fresh_installation_is_looked_at_without_a_write(
    name: str, administrator: User, client_for: Callable[[User], Client], safe_get: Callable[..., Any]
) -> None:
    assert safe_get(client_for(administrator), reverse(name)).status_code == 200
    assert not Organisation.objects.exists()


def test_saving_the_defaults_makes_the_one_row(administrator: User) -> None:
    row = Organisation.get()
    assert row.name == "Lerendwerken"
    row.save()
    assert Organisation.objects.get() == row == Organisation.get()
