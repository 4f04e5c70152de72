"""The basic norms and Samira's own record, for the pages about working with AI."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.urls import reverse

from cycles.literacy import default_norms, reading, recording
from cycles.literacy.models import BasicNorms, LiteracyEntry
from cycles.literacy.publishing import publish
from tests.browser.cases import SAMIRA, WIM, Case, at
from tests.browser.conftest import House

NEW = "Denk eerst zelf\nSchrijf je eigen poging.\n\nVraag daarna\nEn controleer het antwoord."


@contextmanager
def there(house: House) -> Iterator[None]:
    """As they are delivered, and nobody read them; the database of a browser test was emptied."""
    default_norms.install()
    LiteracyEntry.objects.all().delete()
    yield


@contextmanager
def changed(house: House) -> Iterator[None]:
    """A second version, in Dutch only."""
    with there(house):
        made = publish(NEW, "", expected=1, by=house.person("wim"))
        yield
        made.delete()


@contextmanager
def learnt(house: House) -> Iterator[None]:
    """Read, and something written in the own record."""
    samira = house.person("samira")
    with there(house):
        reading.read(BasicNorms.objects.get(version=1), by=samira)
        words = "AI schreef de brief korter, maar liet de termijn weg."
        recording.write(LiteracyEntry.Kind.PRACTISED, words, by=samira)
        yield
        LiteracyEntry.objects.filter(person=samira).delete()


def remove(house: House) -> str:
    """Posted to while `learnt` holds."""
    return reverse("cycles:literacy-remove", args=[LiteracyEntry.objects.latest("pk").pk])


PAGES = {
    "cycles:norms": Case(SAMIRA, at("cycles:norms"), before=there),
    "cycles:norms-version": Case(
        SAMIRA, lambda house: reverse("cycles:norms-version", args=[1]), before=changed
    ),
    "cycles:norms-edit": Case(WIM, at("cycles:norms-edit"), before=there),
    "cycles:literacy": Case(SAMIRA, at("cycles:literacy"), before=learnt),
}

STATES = {
    "norms at first use": Case(SAMIRA, at("cycles:norms", next="/leermomenten/"), before=there),
    "norms that were read": Case(SAMIRA, at("cycles:norms"), before=learnt),
    "norms of an administrator, not translated": Case(WIM, at("cycles:norms"), before=changed),
    "norms before they are published": Case(
        WIM, at("cycles:norms-edit"), {"text_nl": NEW, "text_en": "", "seen": "1"}, before=there
    ),
    "norms without words": Case(
        WIM,
        at("cycles:norms-edit"),
        {"text_nl": "", "text_en": "", "seen": "1"},
        status=422,
        before=there,
    ),
    "norms that somebody else changed": Case(
        WIM,
        at("cycles:norms-edit"),
        {"text_nl": "Denk zelf", "text_en": "", "seen": "1", "publish": "1"},
        status=409,
        before=changed,
    ),
    "an own record without words": Case(
        SAMIRA,
        at("cycles:literacy"),
        {"text": ""},
        to=at("cycles:literacy-add"),
        status=422,
        before=there,
    ),
    "is it sure to go from the record": Case(SAMIRA, at("cycles:literacy"), {}, to=remove, before=learnt),
    "the own record from my data": Case(SAMIRA, at("teams:my-data"), before=learnt),
}
