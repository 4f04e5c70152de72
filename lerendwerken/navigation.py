"""What stands at the top and the bottom of every page, from the viewer's roles (S25)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock
from teams.structure.access import Viewer
from teams.structure.models import Organisation


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
    ("cycles:frame", "flag", _("Kader"), lambda v: v.is_manager),
    ("cycles:team", "users", _("Team"), lambda v: v.is_team_lead),
    ("teams:administration", "settings", _("Beheer"), lambda v: v.is_administrator),
]
ACCOUNT = [
    ("teams:my-data", _("Mijn gegevens")),
    ("cycles:log", _("Mijn leermomenten")),
    ("cycles:welcome", _("Zo begint het")),
    ("teams:who-sees-what", _("Wie ziet wat")),
]
FOOTER = [
    ("teams:who-sees-what", _("Wie ziet wat")),
    ("teams:help", _("Hulp")),
    ("teams:accessibility", _("Toegankelijkheid")),
]
FITS = 4  # in the bar of a phone; with more, the last place is "Meer"


def navigation(request: HttpRequest) -> dict[str, Any]:
    viewer: Viewer = getattr(request, "viewer", None) or Viewer(None)
    signed_in = viewer.is_signed_in
    items = [Item(label, _url(name), icon) for name, icon, label, who in MENU if signed_in and who(viewer)]
    items = [i for i in items if i.url]
    fits = FITS if len(items) <= FITS else FITS - 1
    menu = [
        Item(i.label, i.url, i.icon, _is_here(request, i.url), under_more=number >= fits)
        for number, i in enumerate(items)
    ]
    organisation = Organisation.objects.values_list("name", "helpdesk").first() or ("Lerendwerken", "")
    return {
        "viewer": viewer,
        "language": get_language() or "nl",
        "theme": viewer.person.theme if signed_in else "",
        "home_url": _url("cycles:my-week") or "/",
        "menu": menu,
        "more": [i for i in menu if i.under_more],
        "is_under_more": any(i.is_here for i in menu if i.under_more),
        "account": [Item(label, _url(name)) for name, label in ACCOUNT if _url(name)],
        "footer": [Item(label, _url(name)) for name, label in FOOTER if _url(name)],
        "organisation_name": organisation[0],
        "helpdesk": organisation[1],
        "mail_is_off": not settings.MAIL_ON,
        **(_demo(request) if settings.DEMO else {}),
    }


def _demo(request: HttpRequest) -> dict[str, Any]:
    """The bar above every page of the demo; its own page says the same in large."""
    url = _url("demo:home")
    return {"demo_url": "" if request.path.startswith(url) else url, "demo_now": clock.now()}


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _is_here(request: HttpRequest, url: str) -> bool:
    return request.path in (url, _url("cycles:welcome")) if url == "/" else request.path.startswith(url)
