"""A digest as a page shows it: its insights, what proved wrong, how much there is and how long it takes to read."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.insights.freezing import Read, read
from cycles.insights.marking import touched
from cycles.insights.models import Conclusion, MonthlyDigest, Recommendation
from cycles.insights.reading_time import reading_minutes
from cycles.questions.marking import Mark
from teams.intake.headings import number


@dataclass(frozen=True, slots=True)
class Shown:
    digest: MonthlyDigest
    insights: list[Read]  # the strongest first
    corrections: list[Read]
    conclusions: list[Conclusion]
    recommendations: list[Recommendation]
    minutes: int
    mark: Mark | None  # of the summary
    title_mark: Mark | None

    @property
    def heading(self) -> str:
        """Vijf inzichten"""
        return capital(_insights(len(self.insights)))

    @property
    def holds(self) -> str:
        """Vijf inzichten, twee conclusies, drie aanbevelingen. Eén inzicht van februari bleek niet te kloppen."""
        counts = [_insights(len(self.insights))] if self.insights else []
        if found := len(self.conclusions):
            counts.append(
                ngettext("%(count)s conclusie", "%(count)s conclusies", found) % {"count": number(found)}
            )
        if found := len(self.recommendations):
            words = ngettext("%(count)s aanbeveling", "%(count)s aanbevelingen", found)
            counts.append(words % {"count": number(found)})
        said = f"{capital(', '.join(counts))}." if counts else ""
        if found := len(self.corrections):
            words = ngettext(
                "%(count)s inzicht bleek niet te kloppen.",
                "%(count)s inzichten bleken niet te kloppen.",
                found,
            )
            said = f"{said} {capital(words % {'count': number(found)})}".strip()
        return said


def shown(digest: MonthlyDigest) -> Shown:
    """The same few queries however much is in it, once it is out; a draft asks one more for each correction."""
    entries = [(entry, read(entry, digest)) for entry in digest.entries.select_related("insight")]
    insights = [kept for entry, kept in entries if not entry.is_correction]
    conclusions = list(digest.conclusions.all())
    recommendations = list(digest.recommendations.select_related("owner"))
    return Shown(
        digest=digest,
        insights=sorted(
            insights, key=lambda kept: -1 if kept.validity is None else kept.validity, reverse=True
        ),
        corrections=[kept for entry, kept in entries if entry.is_correction],
        conclusions=conclusions,
        recommendations=recommendations,
        minutes=reading_minutes(digest, [kept for _entry, kept in entries]),
        mark=touched(digest.marks.get("summary", [])),
        title_mark=touched(digest.marks.get("title", [])),
    )


def month_name(month: date) -> str:
    """maart 2026"""
    return date_format(month, "F Y")


def capital(text: str) -> str:
    """A sentence that begins with één begins with Eén."""
    return f"E{text[1:]}" if text.startswith("é") else text[:1].upper() + text[1:]


def _insights(count: int) -> str:
    if not count:
        return _("nog geen inzichten")
    return ngettext("%(count)s inzicht", "%(count)s inzichten", count) % {"count": number(count)}
