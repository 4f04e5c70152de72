"""Own data: to take along, to bring in and to erase; and what an administrator reads of settings and of forgetting."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.test import override_settings
from django.urls import reverse

from lerendwerken.lib import clock
from teams.own import erasing
from teams.privacy import bringing, export, opening
from teams.privacy.models import BroughtAlong, Erasure, ReadFile
from teams.privacy.tree import tree
from tests.browser.cases import SAMIRA, WIM, Case, at
from tests.browser.conftest import House

ELSEWHERE = override_settings(SECRET_KEY="het geheim van een andere installatie, lang genoeg")


def _file(house: House) -> bytes:
    """Of another installation: what Ruth has, as if it were of Wim, who wrote little here."""
    with ELSEWHERE:
        return export.bundle(house.person("wim"), tree(house.person("ruth")))


@contextmanager
def _read(house: House) -> Iterator[None]:
    """A file that waits to be brought in."""
    wim = house.person("wim")
    ReadFile.objects.update_or_create(person=wim, defaults={"data": _file(house), "at": clock.now()})
    yield
    ReadFile.objects.all().delete()


@contextmanager
def _brought(house: House) -> Iterator[None]:
    _bring(house)
    yield
    BroughtAlong.objects.all().delete()


def _bring(house: House) -> BroughtAlong:
    wim = house.person("wim")
    found = BroughtAlong.objects.filter(person=wim).first()
    if found is None:
        with ELSEWHERE:
            whole = export.bundle(wim, {"cycles.ProposalFollow": [], **_told(house)})
        bringing.bring(opening.opened(whole), by=wim)
        found = BroughtAlong.objects.get(person=wim)
    return found


def _told(house: House) -> dict[str, list[dict[str, object]]]:
    """Something that has no place here."""
    records = tree(house.person("samira"))
    return {
        label: records[label][:3]
        for label in ("cycles.Reflection", "cycles.QuestionShare")
        if label in records
    }


@contextmanager
def _asked(house: House) -> Iterator[None]:
    erasing.ask(by=house.person("samira"))
    yield
    Erasure.objects.all().delete()


PAGES = {
    "teams:my-data": Case(SAMIRA, at("teams:my-data")),
    "teams:own-data": Case(SAMIRA, at("teams:own-data")),
    "teams:own-data-bring": Case(WIM, at("teams:own-data-bring"), before=_read),
    "teams:brought-along": Case(WIM, at("teams:brought-along"), before=_brought),
    "teams:brought-away": Case(
        WIM, lambda house: reverse("teams:brought-away", args=[_bring(house).pk]), before=_brought
    ),
    "teams:erase": Case(SAMIRA, at("teams:erase")),
    "teams:administration": Case(WIM, at("teams:administration")),
    "teams:settings": Case(WIM, at("teams:settings")),
    "teams:retention": Case(WIM, at("teams:retention")),
    "teams:audit-log": Case(WIM, at("teams:audit-log")),
}

STATES = {
    "nothing brought along": Case(SAMIRA, at("teams:brought-along")),
    "no file to bring in": Case(SAMIRA, at("teams:own-data"), {}, to=at("teams:own-data-read"), status=422),
    "everything is going to be erased": Case(SAMIRA, at("teams:erase"), before=_asked),
    "a notice that everything will be erased": Case(SAMIRA, at("teams:my-data"), before=_asked),
    "erasing without saying so twice": Case(SAMIRA, at("teams:erase"), {}, status=422),
    "something has to be done before erasing": Case(WIM, at("teams:erase")),
}

ACTIONS = {"teams:own-data-file", "teams:own-data-read", "teams:erase-call-off"}
