"""A report is put forward: its owner's until it is shared, and from then on also its reader's (S18)."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cycles.outcomes.closing.models import SeasonClose
from cycles.outcomes.figures.models import BandFigure, BandMember, KeptWeek
from cycles.outcomes.models import Commitment, Dissent, OutcomeReport, ReportYield
from teams.privacy.keeping import IN_USE, TWO_YEARS, Keep
from teams.privacy.registry import ALL, Data, classify

SEASONS = range(1, 54)  # weeks


def _ended(relation: str, before: datetime) -> Q:
    """The season is over since: its first day and its number of weeks say when."""
    found = Q(pk__in=[])
    for weeks in SEASONS:
        begun = before.date() - timedelta(weeks=weeks, days=-1)
        found |= Q(**{f"{relation}season__weeks": weeks, f"{relation}season__starts_on__lt": begun})
    return found


def _year_ended(relation: str, before: datetime) -> Q:
    return Q(**{f"{relation}year__lt": before.year})


NAME = _("Opbrengstverslagen")
KEEP = Keep(TWO_YEARS, "its season", _("het seizoen"), "season", _ended)

classify(OutcomeReport, Data.OUTCOME, row="report", name=NAME, subject="owner", keep=KEEP, natural=("pk",))
classify(
    ReportYield, Data.OUTCOME, row="report", name=NAME, subject="report__owner", keep=KEEP.under("report")
)
# What a reader promised or saw otherwise is of two people: it stays beside the report of the other.
classify(
    Commitment, Data.OUTCOME, row="report", name=NAME, subject="by", keep=KEEP.under("report"), stays=ALL
)
classify(Dissent, Data.OUTCOME, row="report", name=NAME, subject="by", keep=KEEP.under("report"), stays=ALL)

# Figures of groups, without a person in them; and who is counted in which, which nobody reads.
classify(KeptWeek, Data.STRUCTURE)
classify(BandFigure, Data.STRUCTURE)
classify(
    BandMember,
    Data.HOURS,
    name=_("In welk cijfer over contracturen je meetelt"),
    subject="person",
    keep=Keep(TWO_YEARS, "its year", _("het jaar"), "year", _year_ended),
    stays=ALL,
)
classify(
    SeasonClose,
    Data.OUTCOME,
    row="season",
    name=_("Afgesloten seizoenen"),
    subject="by",
    keep=IN_USE,
    stays=ALL,
)
