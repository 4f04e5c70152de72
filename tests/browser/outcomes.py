"""Samira's report and Ruth's page. Every address makes anew what it needs to be looked at."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from django.urls import reverse

from cycles.framework.models import Season
from cycles.outcomes import reporting
from cycles.outcomes.closing import verbs
from cycles.outcomes.closing.models import SeasonClose
from cycles.outcomes.closing.ready import season_to_close
from cycles.outcomes.content import content, digest
from cycles.outcomes.models import OutcomeReport
from cycles.questions.models import LearningQuestion
from cycles.yields.models import YieldOutcome
from tests import builders
from tests.browser.cases import FEMKE, RUTH, SAMIRA, Before, Case, at
from tests.browser.conftest import House
from tests.browser.proposals_pages import whole
from tests.cycles.outcomes import building

Path = Callable[[House], str]
WORDS = "Twee uur per week om mee te luisteren bij de balie."


def _forget(house: House) -> None:
    OutcomeReport.objects.filter(owner=house.person("samira")).delete()


def _prepared(house: House) -> OutcomeReport:
    """With a proposal of hers in use, and one in a trial."""
    whole(house)
    _forget(house)
    samira = house.person("samira")
    mine = YieldOutcome.objects.filter(
        question__owner=samira, question__state__in=LearningQuestion.IN_HAND
    ) | YieldOutcome.objects.filter(proposal__owner=samira, proposal__state__in=["trial", "adopted"])
    return building.prepared(samira, *mine)


def _shared(house: House) -> OutcomeReport:
    report = _prepared(house)
    reporting.share(report, house.person("ruth"), seen=digest(content(report)), by=house.person("samira"))
    reporting.open_by(report, house.person("ruth"))
    reporting.promise(report, WORDS, date(2026, 4, 20), by=house.person("ruth"))
    return report


def _agreed(house: House) -> OutcomeReport:
    report, both = _shared(house), (house.person("samira"), house.person("ruth"))
    reporting.discuss(report, by=both[1])
    reporting.dissent(report, "Het had sneller gekund.", by=both[1])
    for person in both:
        reporting.agree(report, by=person)
    reporting.keep(report.commitments.get(), by=both[1])
    return report


def _discussed(house: House) -> OutcomeReport:
    report = _shared(house)
    reporting.discuss(report, by=house.person("samira"))
    return report


def having(make: Callable[[House], object]) -> Before:
    @contextmanager
    def there(house: House) -> Iterator[None]:
        make(house)
        yield
        _forget(house)

    return there


def page(house: House) -> str:
    """Of the report that is there, or of one that is shared."""
    found = OutcomeReport.objects.filter(owner=house.person("samira")).exclude(state="prepared").first()
    return reverse("cycles:report", args=[(found or _shared(house)).pk])


def action(name: str) -> Path:
    return lambda house: reverse(
        f"cycles:{name}", args=[OutcomeReport.objects.get(owner=house.person("samira")).pk]
    )


@contextmanager
def _ended(house: House) -> Iterator[None]:
    """A season of the unit that ended last week, and nothing written about it."""
    season = builders.frame(of=house.team.unit, starts_on=(house.week - 12).monday)
    with house.borrowed(season, weeks=12):
        yield
    SeasonClose.objects.filter(season=season).delete()
    season.goals.clear()
    season.delete()


@contextmanager
def _season_closed(house: House) -> Iterator[None]:
    with _ended(house):
        _close(house)
        yield


@contextmanager
def _season_begun(house: House) -> Iterator[None]:
    with _ended(house):
        _begun(house)
        yield


def _begun(house: House) -> SeasonClose:
    """As it is, or written now."""
    season = season_to_close(house.team.unit, house.week.monday)
    assert season
    close = verbs.of(season, house.team)
    if close.pk:
        return close
    texts = {"brought": WORDS, "word": "Drie weken vervielen.", "onwards": "Samen op huisbezoek."}
    return verbs.write(close, texts, seen=close.revision, by=house.person("femke"))


def _close(house: House) -> SeasonClose:
    """As it is, or closed now."""
    close, femke = _begun(house), house.person("femke")
    if not close.is_closed:
        verbs.close_season(close, seen=close.revision, by=femke)
    return close


def _season_to_close(house: House) -> str:
    unit = house.team.unit
    season = season_to_close(unit, house.week.monday) or Season.objects.for_unit(unit)[0]
    return reverse("cycles:season-close-whole", args=[season.pk])


def of_team(house: House) -> str:
    return reverse("cycles:season-close-team", args=[house.team.pk])


PAGES = {
    "cycles:outcomes": Case(RUTH, at("cycles:outcomes"), before=having(_shared)),
    "cycles:my-report": Case(SAMIRA, at("cycles:my-report"), before=having(_prepared)),
    "cycles:report": Case(SAMIRA, page, before=having(_shared)),
    "cycles:outcomes-file": Case(
        RUTH, lambda house: reverse("cycles:outcomes-file", args=["momenten", "afdruk"])
    ),
    "cycles:season-closes": Case(SAMIRA, at("cycles:season-closes"), before=_season_closed),
    "cycles:season-close": Case(
        FEMKE, lambda house: reverse("cycles:season-close", args=[_close(house).pk]), before=_season_closed
    ),
    "cycles:season-close-team": Case(FEMKE, of_team, before=_ended),
    "cycles:season-close-begun": Case(
        FEMKE,
        lambda house: reverse("cycles:season-close-begun", args=[_begun(house).pk]),
        before=_season_begun,
    ),
    "cycles:season-close-whole": Case(RUTH, _season_to_close, before=_ended),
}

STATES = {
    "a manager without anything yet": Case(RUTH, at("cycles:outcomes"), before=having(_forget)),
    "a report that is not begun": Case(SAMIRA, at("cycles:my-report"), before=having(_forget)),
    "a report with a text that is too long": Case(
        SAMIRA,
        at("cycles:my-report"),
        {**building.TEXTS, "able": "Ik kan nu zelf een weigering schrijven. " * 60, "revision": "1"},
        status=422,
        before=having(_prepared),
    ),
    "a report that its reader reads": Case(RUTH, page, before=having(_shared)),
    "a report that was discussed": Case(SAMIRA, page, before=having(_discussed)),
    "a report that both agreed to": Case(RUTH, page, before=having(_agreed)),
    "a promise without a day": Case(
        RUTH,
        page,
        {"text": WORDS, "due": ""},
        to=action("report-promise"),
        status=422,
        before=having(_shared),
    ),
    "a season that was begun and not closed": Case(FEMKE, at("cycles:season-closes"), before=_season_begun),
    "a season without a close": Case(SAMIRA, at("cycles:season-closes")),
    "a season that cannot be closed yet": Case(FEMKE, of_team),
    "a season closed without words": Case(
        FEMKE, of_team, {"brought": "", "revision": "0", "sluit": "1"}, status=422, before=_ended
    ),
    "a table without rows to print": Case(
        RUTH, lambda house: reverse("cycles:outcomes-file", args=["contracturen", "afdruk"])
    ),
    "a dissent without words": Case(
        SAMIRA, page, {"text": ""}, to=action("report-dissent"), status=422, before=having(_shared)
    ),
}

ACTIONS = {
    "cycles:report-autosave",
    "cycles:report-preview",
    "cycles:report-take-back",
    "cycles:report-discuss",
    "cycles:report-agree",
    "cycles:report-dissent",
    "cycles:report-promise",
    "cycles:commitment-keep",
    "cycles:commitment-reopen",
    "cycles:season-open-again",
}

NO_PAGES: dict[str, str] = {}
