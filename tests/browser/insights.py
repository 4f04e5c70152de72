"""Ways to the pages of insights, digests and the agreements of a team in the example organisation."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import translation

from cycles.insights import digesting, reading_in, taking_in
from cycles.insights.models import Contradiction, Insight, InsightImport, MonthlyDigest
from cycles.literacy.models import TeamAgreement
from lerendwerken.example import gathering_words as words
from tests.browser.cases import FEMKE, RUTH, SAMIRA, Case, at
from tests.browser.conftest import House

LIST = (
    "Inzicht;Bron;Link\nEen nieuw inzicht;Eigen telling;\nNog een;;javascript:x\n"
    "Samen terugkijken na het werk maakt teams beter;X;"
)


def one(name: str, which: str = words.ONE_SENTENCE.fields["statement"]) -> Callable[[House], str]:
    return lambda house: reverse(name, args=[Insight.objects.get(statement=which).pk])


def _month(house: House, published: bool = True) -> MonthlyDigest:
    return MonthlyDigest.objects.get(team=house.team, month=date(2026, 3 if published else 4, 1))


def digest(name: str) -> Callable[[House], str]:
    return lambda house: reverse(name, args=[_month(house).pk])


@contextmanager
def drafted(house: House) -> Iterator[None]:
    """The digest of March is a draft again."""
    row, femke = _month(house), house.person("femke")
    was = row.published_at
    digesting.take_back(row, by=femke)
    yield
    MonthlyDigest.objects.filter(pk=row.pk).update(published_at=was, published_by=femke)


@contextmanager
def read_in(house: House) -> Iterator[None]:
    samira = house.person("samira")
    with translation.override(samira.language):  # what is wrong with a row is said to who read it in
        taking_in.keep(reading_in.read(LIST.encode()), by=samira)
    yield
    InsightImport.objects.all().delete()


@contextmanager
def contradicted(house: House) -> Iterator[None]:
    first, second = Insight.objects.filter(is_example=True).order_by("pk")[:2]
    row = Contradiction.objects.create(one=first, other=second, note="Over scholen, niet over werk.")
    yield
    row.delete()


def conclusion(house: House) -> str:
    return reverse("cycles:conclusion", args=[_month(house).conclusions.all()[0].pk])


def agreements(house: House) -> str:
    return reverse("cycles:team-agreements", args=[house.team.pk])


def agreement(house: House) -> str:
    return reverse("cycles:team-agreement", args=[TeamAgreement.objects.filter(team=house.team)[0].pk])


DRAFT = words.DRAFT["statement"]
WRONG = words.FASTER.fields["statement"]

PAGES = {
    "cycles:insights": Case(SAMIRA, at("cycles:insights")),
    "cycles:insights-print": Case(SAMIRA, at("cycles:insights-print")),
    "cycles:insight-new": Case(SAMIRA, at("cycles:insight-new")),
    "cycles:insights-import": Case(SAMIRA, at("cycles:insights-import")),
    "cycles:insights-import-preview": Case(SAMIRA, at("cycles:insights-import-preview"), before=read_in),
    "cycles:insight": Case(SAMIRA, one("cycles:insight")),
    "cycles:insight-edit": Case(SAMIRA, one("cycles:insight-edit")),
    "cycles:insight-publish": Case(SAMIRA, one("cycles:insight-publish", DRAFT)),
    "cycles:insight-rate": Case(SAMIRA, one("cycles:insight-rate")),
    "cycles:insight-check": Case(SAMIRA, one("cycles:insight-check", WRONG)),
    "cycles:insight-object": Case(SAMIRA, one("cycles:insight-object")),
    "cycles:insight-contradict": Case(SAMIRA, one("cycles:insight-contradict")),
    "cycles:digests": Case(FEMKE, at("cycles:digests")),
    "cycles:digest": Case(SAMIRA, digest("cycles:digest")),
    "cycles:digest-print": Case(SAMIRA, digest("cycles:digest-print")),
    "cycles:digest-write": Case(FEMKE, digest("cycles:digest-write"), before=drafted),
    "cycles:conclusion": Case(FEMKE, conclusion, before=drafted),
    "cycles:team-agreements": Case(SAMIRA, agreements),
    "cycles:team-agreement": Case(SAMIRA, agreement),
}

ACTIONS = {
    "cycles:insights-import-take",
    "cycles:insights-import-drop",
    "cycles:insights-import-undo",
    "cycles:insight-remove",
    "cycles:insight-take-back",
    "cycles:insight-retire",
    "cycles:insight-restore",
    "cycles:insight-undo",
    "cycles:insight-part",
    "cycles:digest-begin",
    "cycles:digest-publish",
    "cycles:digest-take-back",
    "cycles:digest-insight-add",
    "cycles:digest-insight-remove",
    "cycles:conclusion-add",
    "cycles:conclusion-remove",
    "cycles:recommendation-add",
    "cycles:recommendation-remove",
    "cycles:recommendation-finish",
    "cycles:team-agreement-add",
    "cycles:team-agreement-end",
    "cycles:team-agreement-undo",
}


def refused(page: Callable[[House], str], send: dict[str, str], **more: Any) -> Case:
    """The answer to something that cannot be, posted from that same page."""
    return Case(more.pop("who", SAMIRA), page, send, status=more.pop("status", 422), **more)


STATES: dict[str, Case] = {
    "an insight without words": refused(
        at("cycles:insight-new"), {"statement": "", "source_url": "javascript:x"}
    ),
    "an insight that another window changed": refused(
        one("cycles:insight-edit"),
        {"statement": "Anders", "kind": "own", "source": "X", "revision": "99"},
        status=409,
    ),
    "an estimate that is none": refused(one("cycles:insight-rate"), {"source_points": "21"}),
    "a check without a source": refused(
        one("cycles:insight-check"), {"state": "confirmed", "source": "ChatGPT"}
    ),
    "a doubt without words": refused(one("cycles:insight-object"), {"text": ""}),
    "insights found by a word": Case(SAMIRA, at("cycles:insights", zoek="telefoon")),
    "no insight found": Case(SAMIRA, at("cycles:insights", zoek="walvis")),
    "own drafts of insights": Case(SAMIRA, at("cycles:insights", soort="concepten")),
    "insights of somebody without a team": Case(RUTH, at("cycles:insights")),
    "a draft of an insight": Case(SAMIRA, one("cycles:insight", DRAFT)),
    "an insight that proved wrong": Case(SAMIRA, one("cycles:insight", WRONG)),
    "an insight that another contradicts": Case(
        SAMIRA, one("cycles:insight", words.LOOKING_BACK), before=contradicted
    ),
    "is a draft of an insight sure to go": Case(
        SAMIRA, one("cycles:insight", DRAFT), {}, to=one("cycles:insight-remove", DRAFT)
    ),
    "a list that is none": refused(at("cycles:insights-import"), {"text": ""}),
    "a month that cannot be": refused(
        at("cycles:digests"), {"month": "ooit"}, who=FEMKE, to=at("cycles:digest-begin")
    ),
    "a digest in the making, read": Case(SAMIRA, digest("cycles:digest"), before=drafted),
    "a digest of its lead": Case(FEMKE, digest("cycles:digest")),
    "a recommendation without an owner": refused(
        digest("cycles:digest-write"),
        {"text": "Doen"},
        who=FEMKE,
        to=digest("cycles:recommendation-add"),
        before=drafted,
    ),
    "an agreement without a reason": refused(
        agreements,
        {"text": "Bellen", "why": ""},
        to=lambda house: reverse("cycles:team-agreement-add", args=[house.team.pk, "keep_human"]),
    ),
}
