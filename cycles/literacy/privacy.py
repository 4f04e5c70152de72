"""The data of literacy: the norms are the organisation's, the record is one person's."""

from cycles.literacy.models import BasicNorms, LiteracyEntry, TeamAgreement
from teams.privacy.registry import Data, classify

classify(BasicNorms, Data.STRUCTURE)
classify(LiteracyEntry, Data.PROCESS, row="literacy", subject="person", keep="as long as the account")
classify(TeamAgreement, Data.STRUCTURE)
