"""An insight is put forward for others: its author's until it is published."""

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
from teams.privacy.registry import Data, classify

STAYS = "as long as the organisation uses it; a name goes with the account"

classify(Insight, Data.OUTCOME, row="insight", subject="author", keep=STAYS)
classify(Contradiction, Data.OUTCOME, row="insight", subject="by", keep=STAYS)
classify(Objection, Data.OUTCOME, row="insight", subject="by", keep=STAYS)
classify(MonthlyDigest, Data.OUTCOME, row="digest", subject="published_by", keep=STAYS)
classify(DigestInsight, Data.STRUCTURE)
classify(Conclusion, Data.OUTCOME, row="digest", subject="digest__published_by", keep=STAYS)
classify(Recommendation, Data.OUTCOME, row="digest", subject="owner", keep=STAYS)
classify(
    InsightImport,
    Data.PROCESS,
    row="log",
    subject="person",
    keep="until it is taken over or thrown away, a day at most",
)
