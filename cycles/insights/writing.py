"""Writing an insight down and changing it. A draft is its author's alone; nothing AI says about it is ever kept."""

from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.insights.marking import each, label, marked
from cycles.insights.models import DigestInsight, Insight
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.typed import says_something
from lerendwerken.lib.wordsearch import folded
from teams.accounts.models import User
from teams.audit import log
from teams.structure.access import Viewer, can
from teams.structure.models import Team

log.labels(
    insight_written=gettext_lazy("schreef een inzicht op"),
    insight_changed=gettext_lazy("paste een inzicht aan"),
    insight_removed=gettext_lazy("gooide een eigen concept van een inzicht weg"),
)

# When one of these changes, a check or an estimate of before is about something else.
EVIDENCE = ("statement", "source", "source_kind", "source_url", "source_date", "method")
MARKED = ("statement", "meaning", "method")
UNRATED: dict[str, Any] = dict.fromkeys((*Insight.CRITERIA, "rated_by", "rated_on"))
UNCHECKED: dict[str, Any] = {
    "check_state": Insight.Check.UNCHECKED,
    "check_note": "",
    "check_source": "",
    "checked_by": None,
    "checked_on": None,
}


class Changed(Exception):
    """Somebody saved it in another window meanwhile."""


@transaction.atomic
def begin(author: User, team: Team | None, **fields: Any) -> Insight:
    """A draft. Without a team it can only ever be for the whole organisation. Raises Refused."""
    made = Insight(author=author, team=team, **fields)
    if team is None:
        made.reach = Insight.Reach.ORGANISATION
    _finish(made, by=author)
    made.save()
    log.record("insight_written", by=author, obj=made)
    return made


@transaction.atomic
def write(insight: Insight, fields: dict[str, Any], *, by: User, revision: int | None = None) -> bool:
    """Other words or another source. Returns whether an earlier check or estimate fell away. Raises Refused, Changed."""
    row = Insight.objects.select_for_update(no_key=True).get(pk=insight.pk)
    if not can(Viewer(by), "insight.write", row):
        raise PermissionError("an insight is written by its author")
    if revision is not None and revision != row.revision:
        raise Changed
    other = any(name in fields and getattr(row, name) != fields[name] for name in EVIDENCE)
    lost = other and (row.check_state != Insight.Check.UNCHECKED or row.rated_on is not None)
    for name, value in (fields | (UNCHECKED | UNRATED if other else {})).items():
        setattr(row, name, value)
    if row.published_at and not says_something(row.source):
        raise Refused(_("Anderen lezen dit inzicht. Het kan niet zonder bron."), "source")
    _finish(row, by=by)
    row.revision += 1
    row.save()
    log.record("insight_changed", by=by, obj=row)
    insight.refresh_from_db()
    return lost


@transaction.atomic
def remove(insight: Insight, *, by: User) -> bool:
    """An own draft, for good. What others read is taken back first."""
    if insight.author_id != by.pk:
        raise PermissionError("a draft is removed by its author")
    draft = Insight.objects.filter(pk=insight.pk, author=by, published_at=None)
    draft = draft.exclude(pk__in=DigestInsight.objects.values("insight"))
    if not draft.exists():
        return False
    log.record("insight_removed", by=by, obj=insight)
    draft.delete()
    return True


def is_address(url: str) -> bool:
    """Whether a link leads to a page on the web. `javascript:` and its family run in the reader's own page."""
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:  # an address between brackets that is none
        return False


def search_text(row: Insight) -> str:
    return folded(row.statement, row.meaning, row.source, row.method)


def texts_of(row: Insight) -> dict[str, str]:
    """What carries a maker's mark, by name."""
    return {name: getattr(row, name) for name in MARKED}


def _finish(row: Insight, *, by: User) -> None:
    """What follows from the words. The writers before count too, and what was stored of them when they are gone:
    another hand does not make words own."""
    if not says_something(row.statement):
        raise Refused(_("Schrijf het inzicht op in één zin."), "statement")
    if row.source_url and not is_address(row.source_url):
        raise Refused(not_an_address(), "source_url")
    row.marks = marked({row.author_id, by.pk}, texts_of(row), each(row.marks))
    row.label = label(row.marks)
    row.search_text = search_text(row)


def not_an_address() -> str:
    return _("Een link begint met https:// of http://. Plak het adres van de pagina waar je dit las.")
