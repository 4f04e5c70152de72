"""Working times from seven columns, a day each."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext_noop as _

from teams.hours.patterns import Shift
from teams.intake import fields, timestext
from teams.intake.sentences import Refused, say
from teams.intake.table import Cell
from teams.intake.worktimes import WorkTimes, assume, assumed_shift, checked, on_day, plain


def read(cells: Sequence[Cell], hours: Decimal | None) -> WorkTimes:
    """From seven columns, Monday first: hours (8, 7,5), times (8:30-17:00) or a mark (x) a day.

    Marked days share the contract hours evenly. Raises Refused.
    """
    shifts: list[Shift] = []
    marked: list[int] = []
    assumed = False
    ones = {fields.text_of(cell) for cell in cells} <= {"", "0", "1"}
    for weekday, cell in enumerate(cells):
        text = fields.text_of(cell).casefold()
        if text in _OFF:
            continue
        if text in _MARKS or (ones and text == "1"):
            marked.append(weekday)
        elif re.search(r"\d\s*(?:-|–|—|tot|to)\s*\d", text):
            shifts += [replace(shift, weekday=weekday) for shift in timestext.read(f"ma {text}").shifts]
        else:
            try:
                length = fields.hours(cell)
            except Refused as refused:
                raise Refused(on_day(weekday, refused.sentence), refused.heading) from None
            if length > 16:
                raise Refused(
                    on_day(weekday, say(_("%(hours)s uur op één dag is te veel."), hours=plain(length))),
                    say(_("Te veel uren op één dag")),
                )
            shifts.append(assumed_shift(weekday, int(length * 60)))
            assumed = True
    if marked and shifts:
        raise Refused(
            say(_("Schrijf bij elke dag uren of bij elke dag een kruisje, niet door elkaar.")),
            say(_("Uren en kruisjes door elkaar")),
        )
    if marked:
        return WorkTimes(days=tuple(marked)) if hours is None else assume(hours, marked)
    return checked(WorkTimes(tuple(shifts), assumed=assumed))


_OFF = frozenset({"", "0", "-", "–", "vrij", "nee", "n", "no", "off", "free", "geen", "0:00", "00:00"})
_MARKS = frozenset({"x", "v", "ja", "j", "y", "yes", "✓", "✔", "werkdag"})
