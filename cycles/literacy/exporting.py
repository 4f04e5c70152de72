"""The own record to take along: once for machines (JSON), once to read (HTML). Made when asked, kept nowhere."""

import json
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cycles.literacy.models import LiteracyEntry
from cycles.literacy.reading import in_language
from cycles.literacy.recording import HOW
from lerendwerken.lib import clock
from teams.structure.access import Viewer, visible


def as_json(viewer: Viewer) -> str:
    person = viewer.person
    record = {
        "title": _("Wat ik leerde over werken met AI"),
        "person": {"name": person.full_name, "email": person.email},
        "made_at": _moment(clock.now()),
        "entries": [_entry(entry) for entry in _entries(viewer)],
    }
    return json.dumps(record, ensure_ascii=False, indent=2)


def as_page(viewer: Viewer) -> str:
    """One file without anything from elsewhere: no style sheet, no picture, no script."""
    language = get_language() or "nl"
    entries = _entries(viewer)
    versions = {e.norms_id: e.norms for e in entries if e.norms}.values()
    context = {
        "person": viewer.person,
        "entries": [(entry, HOW[entry.kind]) for entry in entries],
        "norms": [(norms, in_language(norms, language)) for norms in versions],
        "made_at": clock.now(),
        "language": language,
    }
    return render_to_string("cycles/literacy/export.html", context)


def _entries(viewer: Viewer) -> list[LiteracyEntry]:
    return list(visible(LiteracyEntry, viewer).select_related("norms"))


def _entry(entry: LiteracyEntry) -> dict[str, Any]:
    found: dict[str, Any] = {
        "at": _moment(entry.at),
        "kind": entry.kind,
        "kind_in_words": str(HOW[entry.kind]),
        "work": entry.role,
        "work_in_words": str(entry.get_role_display()),
    }
    if entry.norms:
        norms = entry.norms
        found["norms"] = {"version": norms.version, "nl": norms.text_nl, "en": norms.text_en}
    else:
        found["text"] = entry.text
    return found


def _moment(at: Any) -> str:
    return timezone.localtime(at).isoformat(timespec="minutes")
