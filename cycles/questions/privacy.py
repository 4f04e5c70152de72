"""What somebody writes while learning is theirs alone; of an attestation the date and the signature travel."""

from cycles.claims.models import Claim
from cycles.questions.evidence.models import Attempt, Explanation, PeerAttestation, Recall, Transfer
from cycles.questions.models import LearningQuestion, LogEntry, QuestionShare, QuestionStep
from cycles.yields.models import Measurement, YieldOutcome
from teams.privacy.registry import Data, classify

AFTER_CLOSING = "twelve months after the question closes"

classify(LogEntry, Data.PROCESS, row="log", subject="person", keep="twelve months after writing")
classify(LearningQuestion, Data.PROCESS, row="question", subject="owner", keep=AFTER_CLOSING)
classify(QuestionStep, Data.PROCESS, row="question", subject="question__owner", keep=AFTER_CLOSING)
classify(QuestionShare, Data.PROCESS, row="question", subject="question__owner", keep=AFTER_CLOSING)
# Those of a question; what hangs under a proposal is classified there (cycles/proposals/privacy.py).
classify(YieldOutcome, Data.PROCESS, row="question", subject="question__owner", keep=AFTER_CLOSING)
classify(Measurement, Data.PROCESS, row="question", subject="outcome__question__owner", keep=AFTER_CLOSING)
classify(Claim, Data.PROCESS, row="trace", subject="question__owner", keep=AFTER_CLOSING)
classify(Attempt, Data.PROCESS, row="trace", subject="question__owner", keep=AFTER_CLOSING)
classify(Explanation, Data.PROCESS, row="trace", subject="question__owner", keep=AFTER_CLOSING)
classify(Recall, Data.PROCESS, row="trace", subject="question__owner", keep=AFTER_CLOSING)
classify(Transfer, Data.PROCESS, row="trace", subject="question__owner", keep=AFTER_CLOSING)
classify(PeerAttestation, Data.PROCESS, row="attestation", subject="question__owner", keep=AFTER_CLOSING)
