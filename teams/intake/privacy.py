"""The data of an import.

It is about people who may have no account yet, so the only subject that a row can name is the administrator
who uploaded it. Taking over, stopping or seven days removes it.
"""

from teams.intake.models import Intake, IntakeRow
from teams.privacy.registry import Data, classify

KEEP = "until it is taken over or stopped, seven days at most"

classify(Intake, Data.ACCOUNT, subject="uploaded_by", keep=KEEP, id=Data.STRUCTURE, state=Data.STRUCTURE)
classify(IntakeRow, Data.ACCOUNT, subject="intake__uploaded_by", keep=KEEP, id=Data.STRUCTURE)
