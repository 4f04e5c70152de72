"""A measurement is taken away and comes back, on every page that shows some: what is said, and what stays undoable."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from cycles.yields.measuring import NotMeasured, from_session
from cycles.yields.models import Measurement, YieldOutcome
from lerendwerken.lib.undo import keep_before, offer_undo, take_before


def remove(
    request: HttpRequest,
    found: Measurement | None,
    take: Callable[[Measurement], dict[str, Any] | None],
    undo: str,
) -> None:
    """take: removes it by the rules of the page and returns what it was, None when it was gone; may raise NotMeasured.
    undo: where it is put back."""
    try:
        before = take(found) if found else None
    except NotMeasured as refusal:
        messages.error(request, refusal.sentence)
        return
    if found is None or before is None:
        messages.info(request, _("Deze meting is al weg."))
        return
    keep_before(request, "measurement", before, str(found.pk))
    offer_undo(request, _("De meting is weg."), undo)


def restore(
    request: HttpRequest, pk: int, outcomes: QuerySet[YieldOutcome], measure: Callable[..., Measurement]
) -> None:
    """pk: of what was removed in this session. outcomes: among which its yield is, else 404. measure: as on the page."""
    before = take_before(request, "measurement", str(pk))
    if before is None:
        messages.info(request, _("Dit staat er al weer."))
        return
    given = from_session(before)
    outcome = outcomes.filter(pk=given.pop("outcome_id")).first()
    if outcome is None:
        raise Http404
    try:
        measure(outcome, **given)
        messages.success(request, _("De meting staat er weer."))
    except NotMeasured as refusal:
        messages.error(request, refusal.sentence)
