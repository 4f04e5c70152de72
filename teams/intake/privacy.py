"""The data of an import.

It is about people who may have no account yet, so the only subject that a row can name is the administrator
who uploaded it. Taking over, stopping or seven days removes what was in it.
"""

from django.utils.translation import gettext_lazy as _

from teams.intake.models import Intake, IntakeRow
from teams.privacy.keeping import WEEK, YEAR, kept
from teams.privacy.registry import Data, classify

NAME, UPLOADED = _("Mensen die je inlas"), _("het inlezen")
OTHERS = Data.OTHERS

classify(
    Intake,
    Data.ACCOUNT,
    name=NAME,
    subject="uploaded_by",
    keep=kept(YEAR, "it was read in (what was in it: seven days at most)", UPLOADED, "uploaded_at"),
    id=Data.STRUCTURE,
    state=Data.STRUCTURE,
    lease_token=Data.KEY,
    upload=OTHERS,
    content=OTHERS,
    shape=OTHERS,
    repairs=OTHERS,
    summary=OTHERS,
    fingerprint=OTHERS,
)
classify(
    IntakeRow,
    Data.ACCOUNT,
    name=NAME,
    subject="intake__uploaded_by",
    keep=kept(WEEK, "it was read in", UPLOADED, "uploaded_at").under("intake"),
    id=Data.STRUCTURE,
    who=OTHERS,
    listed=OTHERS,
    problems=OTHERS,
    changes=OTHERS,
    notes=OTHERS,
)
