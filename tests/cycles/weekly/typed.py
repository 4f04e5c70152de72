"""What a lead types on the page of the rhythm, and the ways back that pages offer."""

import re
from datetime import time
from typing import Any

from cycles.weekly.models import Moment
from cycles.weekly.rhythm import rhythm_of
from teams.structure.models import Team


def rhythm(team: Team, **changed: Any) -> dict[str, Any]:
    """The whole form as it stands, with these fields changed; None leaves a field out, as a box without a tick."""
    now = rhythm_of(team)
    given: dict[str, Any] = {
        "revision": now.revision,
        "paused": "on" if now.paused else None,
        "focus_mornings": list(now.focus_mornings) or None,
    }
    for slot in now.slots:
        for name in slot.__dataclass_fields__:
            if name == "kind":
                continue
            value = getattr(slot, name)
            if isinstance(value, time):
                value = f"{value.hour}.{value.minute:02}"
            elif isinstance(value, bool):
                value = "on" if value else None
            given[f"{slot.kind}_{name}"] = (
                "" if value is None and not name.startswith(("is_", "rot")) else value
            )
    return {name: value for name, value in (given | changed).items() if value is not None}


def undo_of(page: str) -> str:
    """The address behind "Maak ongedaan" on the page after a change."""
    found = re.search(r'<form class="undo between" method="post" action="([^"]+)"', page)
    assert found, "no undo is offered"
    return found[1].replace("&amp;", "&")


def seen_of(page: str, moment: Moment) -> str:
    """What the page says that it shows of a moment, in the hidden field of its form."""
    found = re.search(rf'id="plek-{moment.pk}".*?name="seen" value="([^"]*)"', page, re.DOTALL)
    assert found, "this moment cannot be changed here"
    return found[1]
