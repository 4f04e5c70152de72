"""An insight is put forward for others: its author's until it is published."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cycles.insights.models import (
    Conclusion,
    Contradiction,
    DigestInsight,
    Insight,
    InsightImport,
    MonthlyDigest,
    Objection,
    Recommendation,
)
from teams.privacy.keeping import DAY, IN_USE, kept
from teams.privacy.registry import ALL, Data, classify

NAME, MONTH = _("Inzichten"), _("Maandberichten")
OUTCOME = Data.OUTCOME

classify(
    Insight,
    OUTCOME,
    row="insight",
    name=NAME,
    subject="author",
    keep=IN_USE,
    stays=Q(published_at__isnull=False),
)
classify(Contradiction, OUTCOME, row="insight", name=NAME, subject="by", keep=IN_USE, stays=ALL)
classify(Objection, OUTCOME, row="insight", name=NAME, subject="by", keep=IN_USE, stays=ALL)
classify(
    MonthlyDigest,
    OUTCOME,
    row="digest",
    name=MONTH,
    subject="published_by",
    keep=IN_USE,
    stays=ALL,
    natural=("team__unit__name", "team__name", "month"),
)
classify(DigestInsight, Data.STRUCTURE)
classify(
    Conclusion, OUTCOME, row="digest", name=MONTH, subject="digest__published_by", keep=IN_USE, stays=ALL
)
classify(Recommendation, OUTCOME, row="digest", name=MONTH, subject="owner", keep=IN_USE, stays=ALL)
classify(
    InsightImport,
    Data.PROCESS,
    row="log",
    name=NAME,
    subject="person",
    keep=kept(DAY, "it was read in", _("het inlezen"), "at"),
)
