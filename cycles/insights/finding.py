"""All insights that somebody may read: by where they come from, by what a check said, and by words; a page at a time."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cycles.insights import rubric
from cycles.insights.access import own_teams
from cycles.insights.digest_words import Shown, shown
from cycles.insights.models import Insight, MonthlyDigest, Objection
from lerendwerken.lib.wordsearch import search
from teams.structure.access import Viewer, signed_in, viewer_of, visible

A_PAGE = 20
ON_PAPER = 300

TABS: dict[str, Promise] = {
    "": _("Alles"),
    "eigen-werk": _("Uit eigen werk"),
    "van-buiten": _("Van buiten"),
    "concepten": _("Je concepten"),
}
KINDS = {"eigen-werk": Insight.Kind.OWN, "van-buiten": Insight.Kind.EXTERNAL}
CHECKS: dict[str, Promise] = {
    "niet-gecontroleerd": _("Nog niet gecontroleerd"),
    "klopt": _("Klopt"),
    "klopt-niet": _("Bleek niet te kloppen"),
    "niet-te-controleren": _("Niet te controleren"),
    "twijfel": _("Iemand twijfelt eraan"),
}
STATES = {
    "niet-gecontroleerd": Insight.Check.UNCHECKED,
    "klopt": Insight.Check.CONFIRMED,
    "klopt-niet": Insight.Check.REFUTED,
    "niet-te-controleren": Insight.Check.UNCHECKABLE,
}
DOUBTED = Exists(Objection.objects.filter(insight=OuterRef("pk"), settled_at=None))


@dataclass(frozen=True, slots=True)
class Row:
    """One insight as the list shows it."""

    insight: Insight
    parts: list[rubric.Part]
    drawing: SafeString

    @classmethod
    def of(cls, insight: Insight) -> "Row":
        parts = rubric.parts(insight)
        return cls(insight, parts, rubric.drawing([part.points for part in parts]))


@dataclass(frozen=True, slots=True)
class Found:
    """What somebody looks for, and what is there."""

    tab: str
    check: str
    words: str
    tabs: list[tuple[str, Promise, bool]]
    page: "Page[Insight]"
    rows: list[Row]

    @property
    def heading(self) -> Promise:
        return {"": _("Alle inzichten"), "concepten": _("Je concepten")}.get(self.tab, TABS[self.tab])

    @property
    def query(self) -> str:
        return urlencode(
            {k: v for k, v in (("soort", self.tab), ("controle", self.check), ("zoek", self.words)) if v}
        )

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.check)


@require_safe
@signed_in
def insights(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    found = find(request, A_PAGE)
    context = {
        "found": found,
        "checks": [(slug, words, slug == found.check) for slug, words in CHECKS.items()],
        "digest": latest(viewer),
        "may_begin_digest": viewer.is_team_lead or visible(MonthlyDigest, viewer).exists(),
        "teams": sorted(
            {m.team for m in viewer.memberships} | {r.team for r in viewer.roles if r.team},
            key=lambda t: t.name,
        ),
    }
    return render(request, "cycles/insights/list.html", context)


@require_safe
@signed_in
def on_paper(request: HttpRequest) -> HttpResponse:
    """The same list on one sheet, with every part of each estimate written out."""
    return render(request, "cycles/insights/print.html", {"found": find(request, ON_PAPER), "most": ON_PAPER})


def find(request: HttpRequest, size: int) -> Found:
    viewer = viewer_of(request)
    asked = request.GET
    tab = asked.get("soort", "") if asked.get("soort", "") in TABS else ""
    check = asked.get("controle", "") if asked.get("controle", "") in CHECKS else ""
    words = asked.get("zoek", "").strip()[:200].replace("\0", "")
    rows = visible(Insight, viewer)
    drafts = rows.filter(author=viewer.person, published_at=None)
    rows = drafts if tab == "concepten" else rows.filter(published_at__isnull=False, retired_at=None)
    if tab in KINDS:
        rows = rows.filter(kind=KINDS[tab])
    if check in STATES:
        rows = rows.filter(check_state=STATES[check])
    elif check:
        rows = rows.filter(DOUBTED)
    rows = search(rows.select_related("team", "author", "rated_by").annotate(is_doubted=DOUBTED), words)
    page = Paginator(rows, size).get_page(asked.get("pagina"))
    there = [slug for slug in TABS if slug != "concepten" or tab == slug or drafts.exists()]
    tabs = [(slug, TABS[slug], slug == tab) for slug in there]
    return Found(tab, check, words, tabs, page, [Row.of(insight) for insight in page])


def latest(viewer: Viewer) -> Shown | None:
    """The newest digest of an own team, the home team's before another's."""
    rows = MonthlyDigest.objects.filter(team__in=own_teams(viewer), published_at__isnull=False)
    home = viewer.home_team
    newest = sorted(
        rows.select_related("team").order_by("-month")[:10],
        key=lambda digest: (-digest.month.toordinal(), home is None or digest.team_id != home.pk),
    )
    return shown(newest[0]) if newest else None
