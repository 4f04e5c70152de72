"""What stands at the top and the bottom of every page, from the viewer's roles (S25)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cycles.questions.partner import has_ai
from lerendwerken.lib import clock
from teams.structure.access import Viewer


@dataclass(frozen=True, slots=True)
class Item:
    label: str | Promise
    url: str
    icon: str = ""
    is_here: bool = False
    under_more: bool = False


# url name, icon, label, who; a later page is one more line.
MENU: list[tuple[str, str, Promise, Callable[[Viewer], bool]]] = [
    ("cycles:my-week", "calendar", _("Mijn week"), lambda v: True),
    ("cycles:questions", "sprout", _("Leervragen"), lambda v: True),
    ("cycles:proposals", "lightbulb", _("Voorstellen"), lambda v: True),
    ("cycles:insights", "book-open", _("Inzichten"), lambda v: True),
    ("cycles:outcomes", "trending-up", _("Opbrengsten"), lambda v: v.is_manager),
    ("cycles:frame", "flag", _("Kader"), lambda v: v.is_manager),
    ("cycles:team", "users", _("Team"), lambda v: v.is_team_lead),
    ("teams:administration", "settings", _("Beheer"), lambda v: v.is_administrator),
]
# url name, label, who
ACCOUNT: list[tuple[str, Promise, Callable[[Viewer], bool]]] = [
    ("teams:my-data", _("Mijn gegevens"), lambda v: True),
    ("cycles:my-report", _("Mijn opbrengstverslag"), lambda v: True),
    ("cycles:log", _("Mijn leermomenten"), lambda v: True),
    ("cycles:literacy", _("Werken met AI"), lambda v: has_ai(v.person)),
    ("cycles:welcome", _("Zo begint het"), lambda v: True),
    ("teams:who-sees-what", _("Wie ziet wat"), lambda v: True),
]
FOOTER = [
    ("teams:who-sees-what", _("Wie ziet wat")),
    ("teams:help", _("Hulp")),
    ("teams:accessibility", _("Toegankelijkheid")),
]
# Pages under an item of the menu whose addresses begin otherwise: practice cards come from proposals, and a conversation
# of the team is a part of one's week.
UNDER = {"cycles:my-week": ("/oogst/",), "cycles:proposals": ("/praktijkkaarten/",)}
FITS = 4  # in the bar of a phone; with more, the last place is "Meer"


def navigation(request: HttpRequest) -> dict[str, Any]:
    viewer: Viewer = getattr(request, "viewer", None) or Viewer(None)
    signed_in = viewer.is_signed_in
    items = [
        Item(label, url, icon, _is_here(request, name, url))
        for name, icon, label, who in MENU
        if signed_in and who(viewer) and (url := _url(name))
    ]
    fits = FITS if len(items) <= FITS else FITS - 1
    menu = [replace(item, under_more=number >= fits) for number, item in enumerate(items)]
    return {
        "viewer": viewer,
        "language": get_language() or "nl",
        "theme": viewer.person.theme if signed_in else "",
        "home_url": _url("cycles:my-week") or "/",
        "menu": menu,
        "more": [i for i in menu if i.under_more],
        "is_under_more": any(i.is_here for i in menu if i.under_more),
        "account": [
            Item(label, _url(name))
            for name, label, who in ACCOUNT
            if signed_in and _url(name) and who(viewer)
        ],
        "footer": [Item(label, _url(name)) for name, label in FOOTER if _url(name)],
        "organisation_name": viewer.organisation.name,
        "helpdesk": viewer.organisation.helpdesk,
        "mail_is_off": not settings.MAIL_ON,
        **(_demo(request) if settings.DEMO else {}),
    }


def _demo(request: HttpRequest) -> dict[str, Any]:
    """The bar above every page of the demo; its own page says the same in large."""
    url = _url("demo:home")
    return {"demo_url": "" if request.path.startswith(url) else url, "demo_now": clock.now()}


def _url(name: str) -> str:
    """Of a menu that every page has: found once, unlike a page's own links."""
    return _found(name, settings.ROOT_URLCONF, get_script_prefix())


@lru_cache(maxsize=200)
def _found(name: str, _urls: str, _prefix: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _is_here(request: HttpRequest, name: str, url: str) -> bool:
    if request.path.startswith(UNDER.get(name, ())):
        return True
    if url == "/":
        return request.path in (url, _url("cycles:welcome"))
    return request.path.startswith(url)
