"""What somebody writes while learning is theirs alone; of an attestation the date and the signature travel."""

from django.utils.translation import gettext_lazy as _

from cycles.claims.models import Claim
from cycles.questions.evidence.models import Attempt, Explanation, PeerAttestation, Recall, Transfer
from cycles.questions.marking import is_mark
from cycles.questions.models import LearningQuestion, LogEntry, QuestionShare, QuestionStep
from cycles.yields.models import Measurement, YieldOutcome
from teams.accounts.models import User
from teams.privacy.keeping import YEAR, kept
from teams.privacy.portable import IsOurs, Values, portable
from teams.privacy.registry import Data, classify

CLOSED = ("answered", "consolidated", "dropped")
AFTER_CLOSING = kept(
    YEAR, "the question closes", _("het sluiten van de leervraag"), "stands_since", state__in=CLOSED
)
OF_QUESTION = AFTER_CLOSING.under("question")
EVIDENCE = _("Wat je bij een leervraag schreef")
SHARED = _("Met wie je iets deelde")

classify(
    LogEntry,
    Data.PROCESS,
    row="log",
    name=_("Leermomenten"),
    subject="person",
    keep=kept(YEAR, "writing", _("het opschrijven"), "written_at"),
)
classify(
    LearningQuestion, Data.PROCESS, row="question", name=_("Leervragen"), subject="owner", keep=AFTER_CLOSING
)
classify(
    QuestionShare, Data.PROCESS, row="question", name=SHARED, subject="question__owner", keep=OF_QUESTION
)
# Of claims and yields those of a question; what hangs under a proposal is classified in cycles/proposals/privacy.py.
ROWS = {
    QuestionStep: "question",
    YieldOutcome: "question",
    Claim: "trace",
    Attempt: "trace",
    Explanation: "trace",
    Recall: "trace",
    Transfer: "trace",
    PeerAttestation: "attestation",
}
for model, row in ROWS.items():
    classify(model, Data.PROCESS, row=row, name=EVIDENCE, subject="question__owner", keep=OF_QUESTION)
classify(
    Measurement,
    Data.PROCESS,
    row="question",
    name=EVIDENCE,
    subject="outcome__question__owner",
    keep=OF_QUESTION.under("outcome"),
)

# In another installation ---------------------------------------------------------------------------


def _in_hand(values: Values, person: User) -> Values:
    """One runs and one rests: with both places taken a question comes in as a draft, with all that is under it."""
    state = LearningQuestion.State
    if values["state"] not in LearningQuestion.IN_HAND:
        return values | {"place": None}
    rows = LearningQuestion.objects.in_hand().filter(owner=person)
    taken = set(rows.values_list("place", flat=True))
    free = [place for place in (values["place"], 1, 2) if place in (1, 2) and place not in taken]
    if not free:
        return values | {"state": state.DRAFT, "place": None}
    if values["state"] == state.ACTIVE and rows.filter(state=state.ACTIVE).exists():
        values = values | {"state": state.PAUSED}
    return values | {"place": free[0]}


def _marked(*fields: str) -> dict[str, IsOurs]:
    return dict.fromkeys(fields, is_mark)


portable(LogEntry, owner="person", key=("written_at",))
portable(
    LearningQuestion,
    owner="owner",
    key=("made_at",),
    settle=_in_hand,
    lists=_marked("answer_marks", "applied_marks", "changed_marks"),
)
portable(QuestionStep, parent="question", key=("at", "state"))
portable(YieldOutcome, parent="question", key=("kind",))
portable(Claim, parent="question", key=("made_at", "text"))
portable(Attempt, parent="question", key=("written_at",), lists=_marked("marks"))
portable(Explanation, parent="question", key=("written_at",), lists=_marked("marks", "changed_marks"))
portable(Recall, parent="question", key=("after_weeks",))
portable(Transfer, parent="question", key=("written_at",), lists=_marked("situation_marks", "went_marks"))
portable(PeerAttestation, parent="question", key=("asked_at",), here_only=True)
portable(Measurement, parent="outcome", key=("at",))
