"""The line under a field that says who reads what is typed there, as the matrix has it."""

from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from teams.structure.matrix import NEVER, ROWS

register = template.Library()


@register.inclusion_tag("components/seen_by.html")
def seen_by(name: str, more: str | Promise = "", short: bool = False) -> dict[str, Any]:
    """{% seen_by "trace" %}: of that row of the matrix; {% seen_by "trace" short=True %} beside a button."""
    row = ROWS[name]
    if row.field:
        return {"icon_name": "users", "sentence": row.field, "more": more, "short": short}
    if row.at_once:
        raise ValueError(f"{name} is read by others at once; the matrix has no line for under its fields")
    shares = row.opened_by_its_owner != NEVER
    more = more or (_("Delen doe je later zelf.") if shares else _("Ook een beheerder kan er niet bij."))
    return {"icon_name": "lock", "sentence": _("Alleen jij leest dit."), "more": more, "short": short}
