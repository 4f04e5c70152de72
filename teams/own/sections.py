"""What other packages put on Mijn gegevens: a part of their own, or a question that waits for an answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

type Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page with its own forms. Its template begins with a section that carries the anchor."""

    anchor: str
    title: str | Promise
    template: str
    context: Callable[[HttpRequest, Context], Context]  # given: the forms that came back with what was typed


SECTIONS: list[Section] = []
NOTICES: list[Section] = []


def section(anchor: str, title: str | Promise, template: str) -> Callable[..., Callable[..., Context]]:
    """Registers a part; what it decorates gives the context of its template."""

    def register(context: Callable[[HttpRequest, Context], Context]) -> Callable[..., Context]:
        SECTIONS.append(Section(anchor, title, template, context))
        return context

    return register


def notice(anchor: str, template: str) -> Callable[..., Callable[..., Context]]:
    """Registers a question at the top of the page; an empty context means that there is none now."""

    def register(context: Callable[[HttpRequest, Context], Context]) -> Callable[..., Context]:
        NOTICES.append(Section(anchor, "", template, context))
        return context

    return register


def drawn(sections: list[Section], request: HttpRequest, forms: Context) -> list[tuple[Section, SafeString]]:
    """Those that have something to show, with their HTML."""
    made = ((one, one.context(request, forms)) for one in sections)
    return [(one, render_to_string(one.template, context, request)) for one, context in made if context]
