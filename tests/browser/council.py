"""The pack for the works council as it can stand: never recorded, as recorded, outdated."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.urls import reverse

from teams.council import pack, recording
from teams.council.models import CouncilPack
from teams.structure.models import Organisation
from tests.browser.cases import RUTH, SAMIRA, WIM, Case, at
from tests.browser.conftest import House


def _record(house: House) -> CouncilPack:
    return recording.keep(pack.digest(pack.live()), by=house.person("wim"))


def version(house: House) -> str:
    return reverse("teams:council-version", args=[_record(house).number])


@contextmanager
def never(house: House) -> Iterator[None]:
    CouncilPack.objects.all().delete()
    yield


@contextmanager
def recorded(house: House) -> Iterator[None]:
    _record(house)
    yield


@contextmanager
def outdated(house: House) -> Iterator[None]:
    """Two settings are not as they were recorded."""
    _record(house)
    with house.borrowed(Organisation.get(), good_friday_off=True, budget_minutes=90):
        yield


def without_dpia(house: House) -> AbstractContextManager[None]:
    return house.borrowed(Organisation.get(), dpia_on=None)


def off(house: House) -> AbstractContextManager[None]:
    """Real people, and no DPIA yet."""
    return house.borrowed(Organisation.get(), is_example=False, dpia_on=None)


PAGES = {
    "teams:council": Case(WIM, at("teams:council"), before=outdated),
    "teams:council-version": Case(SAMIRA, version),
}
STATES = {
    "a pack that is not recorded yet": Case(WIM, at("teams:council"), before=never),
    "a pack that changed meanwhile": Case(WIM, at("teams:council"), {"digest": "x"}, status=422),
    "a pack that is as it was recorded": Case(WIM, at("teams:council"), before=recorded),
    "beheer, with a pack that is outdated": Case(WIM, at("teams:administration"), before=outdated),
    "before the first real people": Case(WIM, at("teams:intake-start"), before=without_dpia),
    "consent without dates": Case(
        WIM,
        at("teams:intake-start"),
        {},
        to=at("teams:intake-consent"),
        status=422,
        before=without_dpia,
    ),
    "opbrengsten, before there is consent": Case(RUTH, at("cycles:outcomes"), before=off),
}
PACKS = {*PAGES, *(name for name in STATES if name.startswith("a pack"))}  # they say what AI may and may not
