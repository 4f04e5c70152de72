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

classify(SparringSession, Data.PROCESS, subject="question__owner", keep=AFTER_CLOSING)
classify(Turn, Data.PROCESS, subject="session__question__owner", keep=AFTER_CLOSING)
classify(SuggestionChoice, Data.PROCESS, subject="turn__session__question__owner", keep=AFTER_CLOSING)
classify(PersonSwitch, Data.PROCESS, subject="person", keep="as long as the account")
classify(Spending, Data.PROCESS, subject="person", keep="four weeks")
classify(PartnerSettings, Data.STRUCTURE)
classify(TeamSwitch, Data.STRUCTURE)
classify(EndpointHealth, Data.STRUCTURE)
