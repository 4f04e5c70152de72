"""The norms as they are delivered, and short ways to the pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from cycles.literacy import default_norms
from cycles.literacy.models import BasicNorms
from teams.accounts.models import User

Clients = Callable[[User | None], Client]
MARKER = "zeehond-in-de-mist"


@pytest.fixture
def norms(db: None) -> BasicNorms:
    """Version 1. A test with real transactions finds the database emptied, so it is put back."""
    default_norms.install()
    return BasicNorms.objects.get(version=1)
