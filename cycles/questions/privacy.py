"""What somebody writes while learning is theirs alone; of an attestation the date and the signature travel."""

from cycles.claims.models import Claim
from cycles.questions.evidence.models import Attempt, Explanation, PeerAttestation, Recall, Transfer
from cycles.questions.models import LearningQuestion, LogEntry, QuestionShare, QuestionStep
from cycles.yields.models import YieldOutcome
from teams.privacy.registry import Data, classify

AFTER_CLOSING = "twelve months after the question closes"

classify(LogEntry, Data.PROCESS, subject="person", keep="twelve months after writing")
classify(LearningQuestion, Data.PROCESS, subject="owner", keep=AFTER_CLOSING)
classify(QuestionStep, Data.PROCESS, subject="question__owner", keep=AFTER_CLOSING)
classify(QuestionShare, Data.PROCESS, subject="question__owner", keep=AFTER_CLOSING)
# Those of a question; what hangs under a proposal is classified there (cycles/proposals/privacy.py).
classify(YieldOutcome, Data.PROCESS, subject="question__owner", keep=AFTER_CLOSING)
classify(Claim, Data.PROCESS, subject="question__owner", keep=AFTER_CLOSING)
classify(Attempt, Data.PROCESS, subject="question__owner", keep=AFTER_CLOSING)
classify(Explanation, Data.PROCESS, subject="question__owner", keep=AFTER_CLOSING)
classify(Recall, Data.PROCESS, subject="question__owner", keep=AFTER_CLOSING)
classify(Transfer, Data.PROCESS, subject="question__owner", keep=AFTER_CLOSING)
classify(PeerAttestation, Data.PROCESS, subject="question__owner", keep=AFTER_CLOSING)
