"""The list: every proposal that somebody may read, by filters and in own words, on screen and on paper."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from cycles.proposals.models import InnovationProposal, Label, ProposalQuerySet
from cycles.proposals.pages.scopes import Scope, all_scopes
from cycles.proposals.pages.showing import Card, Shown, narrow
from cycles.proposals.queue import Queue
from cycles.proposals.waiting import is_overdue_for
from cycles.questions.partner import has_ai
from lerendwerken.lib.wordsearch import search
from teams.structure.access import Viewer, signed_in, viewer_of

State = InnovationProposal.State
A_PAGE = 25
ON_PAPER = 200

# slug in the address: (words, states)
STATES: dict[str, tuple[Any, tuple[str, ...]]] = {
    "": (_("Alle"), ()),
    "concept": (_("Concept"), (State.DRAFT,)),
    "ingediend": (_("Ingediend, ook teruggelegd"), (State.SUBMITTED, State.RETURNED)),
    "teruggelegd": (_("Teruggelegd met een vraag"), (State.RETURNED,)),
    "proef": (_("Proef"), (State.TRIAL,)),
    "ingevoerd": (_("Ingevoerd"), (State.ADOPTED,)),
    "geborgd": (pgettext_lazy("voorstel", "Geborgd"), (State.EMBEDDED,)),
    "gestopt": (_("Gestopt of afgewezen"), (State.DECLINED, State.STOPPED)),
    "ingetrokken": (_("Ingetrokken"), (State.WITHDRAWN,)),
}


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


class FilterForm(forms.Form):
    """What is wrong in an address is left out, without a word: nobody typed it."""

    zoek = forms.CharField(
        label=_("Zoek in de woorden"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": "200"}),
    )
    kies = _choice(_("Waar"), [])
    staat = _choice(_("Staat"), [(slug, words) for slug, (words, _states) in STATES.items()])
    soort = _choice(_("Waar gaat het over"), [("", _("Alles")), *InnovationProposal.Category.choices])
    merk = _choice(_("Eigen woorden of AI"), [("", _("Alles")), *Label.choices])
    te_laat = forms.BooleanField(label=_("Alleen waarvan het antwoord te laat is"), required=False)
    voor_mij = forms.BooleanField(label=_("Alleen wat op mijn antwoord wacht"), required=False)

    def __init__(self, scopes: list[Scope], data: Mapping[str, Any], *, decides: bool, with_ai: bool) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.fields["kies"].choices = [(scope.slug, scope.words) for scope in scopes]  # type: ignore[attr-defined]
        if not decides:
            del self.fields["voor_mij"]
        if not with_ai and "merk" not in data:
            del self.fields["merk"]


class Listing:
    """What the list shows to one viewer."""

    def __init__(self, viewer: Viewer, data: Mapping[str, Any]) -> None:
        self.viewer = viewer
        self.scopes = all_scopes(viewer)
        decides = viewer.is_team_lead or viewer.is_manager
        self.form = FilterForm(self.scopes, data, decides=decides, with_ai=has_ai(viewer.person))
        self.form.is_valid()
        self.given: dict[str, Any] = {
            name: value for name, value in self.form.cleaned_data.items() if value not in ("", False)
        }
        self._page = data.get("pagina", "")

    @cached_property
    def queue(self) -> Queue:
        return Queue(self.viewer)

    @property
    def scope(self) -> Scope:
        return next(one for one in self.scopes if one.slug == self.given.get("kies", ""))

    @cached_property
    def rows(self) -> ProposalQuerySet:
        given, found = self.given, self.scope.of(self.viewer)
        if states := STATES[given.get("staat", "")][1]:
            found = found.in_state(*states)
        if "soort" in given:
            found = found.filter(category=given["soort"])
        if "merk" in given:
            found = found.filter(label=given["merk"])
        if "te_laat" in given:
            # By keys: a proposal that somebody wrote and follows would be there twice.
            hears = InnovationProposal.objects.filter(is_overdue_for(self.viewer) | Q(pk__in=self.queue.ids))
            found = found.overdue(self.viewer.day).filter(pk__in=hears.values("pk"))
        if "voor_mij" in given:
            found = found.filter(pk__in=self.queue.ids)
        return search(found, given["zoek"]) if "zoek" in given else found  # type: ignore[return-value]

    @cached_property
    def page(self) -> Page[InnovationProposal]:
        return Paginator(self.rows, A_PAGE).get_page(self._page)

    @cached_property
    def count(self) -> int:
        return self.page.paginator.count

    @cached_property
    def cards(self) -> list[Card]:
        return self._drawn(self.page.object_list)

    @cached_property
    def on_paper(self) -> list[Card]:
        return self._drawn(self.rows[:ON_PAPER])

    @property
    def is_cut(self) -> bool:
        return self.count > ON_PAPER

    @property
    def query(self) -> str:
        """The filters as they stand in an address, without the page."""
        return urlencode({name: "1" if value is True else value for name, value in self.given.items()})

    @property
    def words(self) -> list[str]:
        """The filters in words, for paper."""
        found = [self.scope.words]
        for name in ("staat", "soort", "merk"):
            if name in self.given:
                found.append(str(dict(self.form.fields[name].choices)[self.given[name]]))  # type: ignore[attr-defined]
        found += [str(self.form.fields[name].label) for name in ("te_laat", "voor_mij") if name in self.given]
        return [*found, *([f"‘{self.given['zoek']}’"] if "zoek" in self.given else [])]

    def _drawn(self, rows: Any) -> list[Card]:
        """In the order of the rows: their numbers first, then what is shown of them."""
        ids = [row.pk for row in rows.only("pk")] if hasattr(rows, "only") else [row.pk for row in rows]
        found = {row.pk: row for row in narrow(InnovationProposal.objects.filter(pk__in=ids), self.viewer)}
        return Shown(self.viewer, [found[pk] for pk in ids], self.queue).cards


@require_safe
@signed_in
def proposals_list(request: HttpRequest) -> HttpResponse:
    listing = Listing(viewer_of(request), request.GET)
    return render(request, "cycles/proposals/pages/list.html", {"listing": listing})


@require_safe
@signed_in
def proposals_print(request: HttpRequest) -> HttpResponse:
    listing = Listing(viewer_of(request), request.GET)
    return render(request, "cycles/proposals/pages/list_print.html", {"listing": listing})
