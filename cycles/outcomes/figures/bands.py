"""Whether everybody gets the chance: moments and trials by contract hours, of the whole organisation, in quarters that are
over (A36, A60). Everybody sees the same four lines."""

from dataclasses import dataclass

from cycles.outcomes.aggregate import K
from cycles.outcomes.figures.models import Band, BandFigure
from lerendwerken.lib.weeks import Quarter


@dataclass(frozen=True, slots=True)
class BandRow:
    """One band. figure: None when fewer than five people are counted."""

    band: Band
    figure: BandFigure | None

    @property
    def name(self) -> str:
        return str(self.band.label)

    @property
    def places(self) -> int | None:
        """Of a hundred moments: how many got a place within working time."""
        found = self.figure
        return round(100 * found.placed / found.wanted) if found and found.wanted else None

    @property
    def minutes(self) -> int | None:
        """A week, of somebody who is there."""
        found = self.figure
        return round(found.minutes / found.weeks) if found and found.weeks else None


def bands(quarter: Quarter) -> list[BandRow]:
    """Four lines, or none as long as the quarter is not over. One query."""
    found = {row.band: row for row in BandFigure.objects.filter(year=quarter.year, quarter=quarter.number)}
    if not found:
        return []
    told = {name: row for name, row in found.items() if row.people >= max(row.least, K)}
    return [BandRow(band, told.get(band)) for band in Band]


def newest() -> Quarter | None:
    row = BandFigure.objects.order_by("-year", "-quarter").first()
    return row.when if row else None
