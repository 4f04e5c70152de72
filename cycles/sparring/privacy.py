"""The data of sparring: the words are their writer's alone; the rest is the organisation's."""

from cycles.sparring.models import (
    EndpointHealth,
    PartnerSettings,
    PersonSwitch,
    SparringSession,
    Spending,
    SuggestionChoice,
    TeamSwitch,
    Turn,
)
from teams.privacy.registry import Data, classify

AFTER_CLOSING = "twelve months after the question closes"

classify(SparringSession, Data.PROCESS, row="sparring", subject="question__owner", keep=AFTER_CLOSING)
classify(Turn, Data.PROCESS, row="sparring", subject="session__question__owner", keep=AFTER_CLOSING)
classify(
    SuggestionChoice,
    Data.PROCESS,
    row="sparring",
    subject="turn__session__question__owner",
    keep=AFTER_CLOSING,
)
classify(PersonSwitch, Data.PROCESS, row="sparring", subject="person", keep="as long as the account")
classify(Spending, Data.PROCESS, row="sparring", subject="person", keep="four weeks")
classify(PartnerSettings, Data.STRUCTURE)
classify(TeamSwitch, Data.STRUCTURE)
classify(EndpointHealth, Data.STRUCTURE)
