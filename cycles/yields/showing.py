"""Expected beside measured: one row a yield, with its picture and the words that say the same. Constant queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import F
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cycles.yields.models import Measurement, YieldOutcome
from lerendwerken.lib.drawing import bullet

Kind = YieldOutcome.Kind


@dataclass(frozen=True, slots=True)
class Row:
    """What was expected of one yield and what was measured. `measured` holds all of it, the first one first."""

    outcome: YieldOutcome
    measured: list[Measurement] = field(default_factory=list)
    before: list[Measurement] = field(default_factory=list)  # counted before a trial: how it was

    @property
    def last(self) -> Measurement | None:
        """The actual: the last that was counted."""
        return next((one for one in reversed(self.measured) if one.value is not None), None)

    @property
    def felt(self) -> Measurement | None:
        """What was noticed after that, or instead of it: no number, and it says so."""
        newest = self.measured[-1] if self.measured else None
        return newest if newest and newest.value is None else None

    @property
    def name(self) -> str:
        """What is counted, and per what; as long as nobody said so, what it should bring."""
        one = self.outcome
        words = ", ".join(filter(None, (one.measure, one.unit))) if one.measure else one.sentence
        return words[:1].upper() + words[1:]

    @property
    def label(self) -> str:
        """The name within a sentence."""
        return self.name.removesuffix(".")

    @property
    def about(self) -> str:
        """meteen, een gezond werkklimaat, geteld aan de balie; blijvend, meting op 12 juni"""
        one = self.outcome
        words = [str(one.get_kind_display()), str(one.get_theme_display()), one.method]
        if one.measure_on and not (self.last and self.last.measured_on >= one.measure_on):
            words.append(_("meting op %(day)s") % {"day": date_format(one.measure_on, "j F")})
        return ", ".join(filter(None, words))

    @property
    def numbers(self) -> "Numbers":
        one = self.outcome
        return Numbers(one.baseline, one.target, self.last.value if self.last else None, bool(self.felt))

    @property
    def base(self) -> str:
        return said(self.numbers.base)

    @property
    def target(self) -> str:
        return said(self.numbers.target)

    @property
    def actual(self) -> str:
        return said(self.numbers.actual)

    @property
    def no_number(self) -> str:
        """Instead of the actual."""
        return self.numbers.no_number

    @property
    def words(self) -> str:
        return self.numbers.words

    @property
    def picture(self) -> SafeString | str:
        return self.numbers.picture


@dataclass(frozen=True, slots=True)
class Numbers:
    """What it was, what was expected and what was counted; felt: something was noticed instead, without a number."""

    base: Decimal | None
    target: Decimal | None
    actual: Decimal | None
    felt: bool = False

    @property
    def no_number(self) -> str:
        """Instead of the actual."""
        return _("gevoel") if self.felt else _("nog niet")

    @property
    def words(self) -> str:
        """The picture in words."""
        base, target, actual = said(self.base), said(self.target), said(self.actual)
        said_so = []
        if base and actual:
            said_so.append(_("Van %(base)s naar %(actual)s.") % {"base": base, "actual": actual})
        elif base:
            said_so.append(_("Eerst %(base)s.") % {"base": base})
        elif actual:
            said_so.append(_("Gemeten: %(actual)s.") % {"actual": actual})
        if target:
            was = _("Verwacht was %(target)s.") if actual else _("Verwacht: %(target)s.")
            said_so.append(was % {"target": target})
        if not actual:
            said_so.append(_("Gevoel, niet gemeten.") if self.felt else _("Nog niet gemeten."))
        return " ".join(said_so)

    @property
    def picture(self) -> SafeString | str:
        """Nothing to draw as long as there is no number."""
        numbers = (self.base, self.target, self.actual)
        base, target, actual = (None if number is None else float(number) for number in numbers)
        return bullet(base, target, actual, self.words) if (base, target, actual) != (None,) * 3 else ""


def rows(outcomes: Iterable[YieldOutcome]) -> list[Row]:
    """One query for the yields when they are a queryset, and one for all their measurements."""
    known = list(outcomes)
    measured: dict[int, list[Measurement]] = {one.pk: [] for one in known}
    before: dict[int, list[Measurement]] = {one.pk: [] for one in known}
    found = Measurement.objects.filter(outcome__in=measured).select_related("by")
    for row in found.annotate(begins=F("outcome__proposal__trial_from")):
        begins = row.begins
        kept = before if begins and row.measured_on < begins else measured
        kept[row.outcome_id].append(row)
    return [Row(one, measured[one.pk], before[one.pk]) for one in known]


def in_short(proposals: Iterable[int]) -> dict[int, str]:
    """By proposal: the first of its yields that can be measured, in one line for a card. Two queries.

    What its writers expected, in their words; where it became something else, what it became.
    """
    measurable = YieldOutcome.objects.filter(proposal__in=proposals, target__isnull=False).exclude(measure="")
    first: dict[int | None, YieldOutcome] = {}
    for one in measurable.only("proposal", "sentence", "measure", "unit", "baseline", "target").order_by(
        "pk"
    ):
        first.setdefault(one.proposal_id, one)
    if not first:
        return {}
    known = Measurement.objects.filter(
        outcome__in=[one.pk for one in first.values()], measured_on__gte=F("outcome__proposal__trial_from")
    )
    last = dict(known.order_by("measured_on", "at", "pk").values_list("outcome", "value"))
    return {proposal: _in_short(one, last.get(one.pk)) for proposal, one in first.items() if proposal}


def _in_short(one: YieldOutcome, actual: Decimal | None) -> str:
    base, target = one.baseline, one.target
    if actual is None or target is None or _reaches(actual, target, base):
        return one.sentence
    became = {"base": said(base), "actual": said(actual)}
    words = _("Van %(base)s naar %(actual)s.") if became["base"] else _("Gemeten: %(actual)s.")
    return f"{Row(one).name}. {words % became}"


def _reaches(actual: Decimal, target: Decimal, base: Decimal | None) -> bool:
    """As far as expected or further; without a number to begin with only that number itself."""
    if base is None or base == target:
        return actual == target
    return actual <= target if target < base else actual >= target


def said(number: Decimal | None) -> str:
    """6, and 3,5 in Dutch; "" for no number."""
    return "" if number is None else str(number_format(f"{number.normalize():f}"))
