"""Closing a season: begun by who leads or makes the frame, written, closed, opened again."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.framework.models import Season
from cycles.outcomes.closing.content import frozen
from cycles.outcomes.closing.models import SeasonClose
from cycles.outcomes.closing.ready import WEEKS_AFTER, is_over_soon
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User
from teams.audit import log
from teams.structure.models import Team

TEXTS = ("brought", "word", "onwards")

log.labels(
    season_closed=gettext_lazy("sloot een seizoen af"),
    season_opened_again=gettext_lazy("heropende een afgesloten seizoen"),
)


class Conflict(Refused):
    """Somebody else wrote on it meanwhile."""


def of(season: Season, team: Team | None) -> SeasonClose:
    """The one there is, or an unsaved one: looking writes nothing."""
    rows = SeasonClose.objects.select_related("season__unit", "team")
    return rows.filter(season=season, team=team).first() or SeasonClose(season=season, team=team)


@transaction.atomic
def write(close: SeasonClose, texts: Mapping[str, str], *, seen: int, by: User) -> SeasonClose:
    """Refused when it was closed, or written by somebody else meanwhile."""
    made, _is_new = SeasonClose.objects.get_or_create(season=close.season, team=close.team)
    row = _still_open(made)
    if all(getattr(row, name) == texts[name] for name in TEXTS):
        return row
    _refuse_unseen(row, seen)
    for name in TEXTS:
        setattr(row, name, texts[name])
    row.by, row.revision = by, row.revision + 1
    row.save()
    return row


@transaction.atomic
def close_season(close: SeasonClose, *, seen: int, by: User) -> None:
    """Freezes what is known and shows it to whom it is for: never words that who closes it did not see."""
    row = _still_open(close)
    _refuse_unseen(row, seen)
    if not row.brought.strip():
        raise Refused(_("Schrijf eerst wat leren jullie opleverde."), "brought")
    row.shown, row.closed_at, row.by = frozen(row), clock.now(), by
    row.revision += 1
    row.save()
    log.record("season_closed", by=by, obj=row)


@transaction.atomic
def open_again(close: SeasonClose, *, by: User) -> None:
    """Refused when it is long over: what was known of it then would not come back."""
    row = _held(close)
    if not row.is_closed:
        return
    if not is_over_soon(row.season, clock.today(by.time_zone)):
        said = _("Dit seizoen is meer dan %(weeks)s weken voorbij. Het blijft afgesloten zoals het is.")
        raise Refused(said % {"weeks": WEEKS_AFTER})
    row.shown, row.closed_at = None, None
    row.revision += 1
    row.save()
    log.record("season_opened_again", by=by, obj=row)


def _still_open(close: SeasonClose) -> SeasonClose:
    row = _held(close)
    if row.is_closed:
        raise Refused(_("Dit seizoen is al afgesloten. Heropen het eerst."))
    return row


def _refuse_unseen(row: SeasonClose, seen: int) -> None:
    if row.revision != seen:
        raise Conflict(_("Iemand schreef hier intussen aan verder. Vergelijk het en bewaar opnieuw."))


def _held(close: SeasonClose) -> SeasonClose:
    rows = SeasonClose.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("season__unit", "team").get(pk=close.pk)
