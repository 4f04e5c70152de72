"""An insight in a digest as it was read: once published, a later change or check of it does not change the digest."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from cycles.insights import rubric
from cycles.insights.models import DigestInsight, Insight, MonthlyDigest


@dataclass(frozen=True, slots=True)
class Read:
    """One insight as the page shows it; `pk` leads to how it is now."""

    pk: int
    statement: str
    meaning: str
    source: str
    method: str
    points: list[int]  # none: nobody rated it
    check_state: str
    check_note: str
    check_source: str
    is_figure: bool
    label: str
    said_in: date | None = None  # the month in which an earlier digest said it, of a correction

    @property
    def validity(self) -> int | None:
        return sum(self.points) if self.points else None

    @property
    def sentence(self) -> str:
        """The statement with its full stop, for in the middle of a text."""
        return self.statement if self.statement.endswith((".", "!", "?")) else f"{self.statement}."

    @property
    def drawing(self) -> SafeString:
        return rubric.drawing(self.points)

    @property
    def words(self) -> str:
        return " ".join((self.statement, self.meaning, self.source, self.method, self.check_note))


def freeze(entry: DigestInsight, digest: MonthlyDigest) -> None:
    """Keeps how it is now. Meant for the moment of publishing."""
    row, said = entry.insight, said_in(entry, digest)
    entry.as_read = _words(row) | {"said_in": said.isoformat() if said else ""}
    entry.validity_then = row.validity
    entry.save(update_fields=["as_read", "validity_then"])


def read(entry: DigestInsight, digest: MonthlyDigest) -> Read:
    """As it was kept, or as it is while the digest is a draft."""
    if digest.published_at is None or not entry.as_read:
        said = said_in(entry, digest) if entry.is_correction else None
        return Read(pk=entry.insight_id, said_in=said, **_words(entry.insight))
    kept = dict(entry.as_read)
    said_then = kept.pop("said_in", "")
    return Read(pk=entry.insight_id, said_in=date.fromisoformat(said_then) if said_then else None, **kept)


def said_in(entry: DigestInsight, digest: MonthlyDigest) -> date | None:
    """The latest month before this one in which the team read it as an insight."""
    earlier = DigestInsight.objects.filter(
        insight=entry.insight_id,
        is_correction=False,
        digest__team=digest.team_id,
        digest__published_at__isnull=False,
        digest__month__lt=digest.month,
    )
    return earlier.order_by("-digest__month").values_list("digest__month", flat=True).first()


def _words(row: Insight) -> dict[str, Any]:
    rated = row.validity is not None
    return {
        "statement": row.statement,
        "meaning": row.meaning,
        "source": row.source,
        "method": row.method,
        "points": [getattr(row, name) for name in Insight.CRITERIA] if rated else [],
        "check_state": str(row.check_state),
        "check_note": row.check_note,
        "check_source": row.check_source,
        "is_figure": row.is_figure,
        "label": row.label,
    }
