"""How long reading a digest takes, said above it (A24)."""

import math

from cycles.insights.freezing import Read, read
from cycles.insights.models import MonthlyDigest

WORDS_A_MINUTE = 200


def reading_minutes(digest: MonthlyDigest, entries: list[Read] | None = None) -> int:
    """At least one, rounded up."""
    if entries is None:
        entries = [read(entry, digest) for entry in digest.entries.select_related("insight")]
    texts = [digest.title, digest.summary]
    texts += [f"{one.title} {one.text}" for one in digest.conclusions.all()]
    texts += [one.text for one in digest.recommendations.all()]
    texts += [one.words for one in entries]
    return max(1, math.ceil(sum(len(text.split()) for text in texts) / WORDS_A_MINUTE))
