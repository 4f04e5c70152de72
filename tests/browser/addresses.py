"""Another address to sign in with: the link that went to the old one, and what Mijn gegevens says meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.urls import reverse

from lerendwerken.lib import tokens
from teams.addresses.models import AddressChange
from tests.browser.cases import NOBODY, SAMIRA, WIM, Case, at
from tests.browser.conftest import House


def _asked(house: House) -> str:
    """The token of a change that waits, of Samira."""
    token, digest = tokens.fresh()
    samira = house.person("samira")
    new = {"email": "samira@elders.example", "token_hash": digest, "asked_by": house.person("wim")}
    AddressChange.objects.update_or_create(person=samira, defaults=new)
    return token


@contextmanager
def waiting(house: House) -> Iterator[None]:
    _asked(house)
    yield
    AddressChange.objects.all().delete()


def _end(house: House) -> str:
    return reverse("teams:team-end", args=[house.team.pk])


PAGES = {
    "teams:team-end": Case(WIM, _end),
    "teams:address-link": Case(
        NOBODY, lambda house: reverse("teams:address-link", args=[_asked(house)]), by_door=True
    ),
}
STATES = {
    "a team that would stop": Case(WIM, _end, {"on": "1-6-2026"}),
    "a team that stops on no day": Case(WIM, _end, {"on": "ooit"}, status=422),
    "an address that waits": Case(SAMIRA, at("teams:my-data"), before=waiting),
    "no address": Case(SAMIRA, at("teams:my-data"), {"email": "x"}, to=at("teams:address-ask"), status=422),
    "an address of somebody else": Case(
        WIM, at("teams:teams-and-roles"), {"what": "address", "email": "x"}, status=422
    ),
}
ACTIONS = {"teams:team-go-on", "teams:address-ask", "teams:address-stop"}
