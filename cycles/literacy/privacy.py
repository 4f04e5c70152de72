"""The data of literacy: the norms are the organisation's, the record is one person's."""

from django.utils.translation import gettext_lazy as _

from cycles.literacy.models import BasicNorms, LiteracyEntry, TeamAgreement
from teams.privacy.keeping import WITH_ACCOUNT
from teams.privacy.portable import portable
from teams.privacy.registry import Data, classify

classify(BasicNorms, Data.STRUCTURE, natural=("version", "text_nl", "text_en"))
classify(
    LiteracyEntry,
    Data.PROCESS,
    row="literacy",
    name=_("Wat je leerde over werken met AI"),
    subject="person",
    keep=WITH_ACCOUNT,
)
classify(TeamAgreement, Data.STRUCTURE)
portable(LiteracyEntry, owner="person", key=("at", "kind"))
