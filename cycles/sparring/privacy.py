"""The data of sparring: the words are their writer's alone; the rest is the organisation's."""

from django.utils.translation import gettext_lazy as _

from cycles.questions.privacy import OF_QUESTION
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
from cycles.sparring.rules.blocks import is_block
from teams.accounts.models import User
from teams.privacy.keeping import FOUR_WEEKS, WITH_ACCOUNT, kept_by_week
from teams.privacy.portable import Values, portable
from teams.privacy.registry import Data, classify

TALKS, WITH_AI = _("Gesprekken met de sparringpartner"), _("Werken met of zonder AI")

classify(
    SparringSession, Data.PROCESS, row="sparring", name=TALKS, subject="question__owner", keep=OF_QUESTION
)
classify(
    Turn,
    Data.PROCESS,
    row="sparring",
    name=TALKS,
    subject="session__question__owner",
    keep=OF_QUESTION.under("session"),
)
classify(
    SuggestionChoice,
    Data.PROCESS,
    row="sparring",
    name=TALKS,
    subject="turn__session__question__owner",
    keep=OF_QUESTION.under("turn__session"),
)
classify(PersonSwitch, Data.PROCESS, row="sparring", name=WITH_AI, subject="person", keep=WITH_ACCOUNT)
classify(
    Spending,
    Data.PROCESS,
    row="sparring",
    name=WITH_AI,
    subject="person",
    keep=kept_by_week(FOUR_WEEKS, "the week", _("de week")),
)
classify(PartnerSettings, Data.STRUCTURE)
classify(TeamSwitch, Data.STRUCTURE)
classify(EndpointHealth, Data.STRUCTURE)


def _ended(values: Values, person: User) -> Values:
    """An answer that was on its way never comes here, and nobody here pays for it."""
    if values["state"] in Turn.UNFINISHED:
        values = values | {"state": Turn.State.STOPPED, "ended_at": values["made_at"]}
    return values | {"request": None, "reserved": 0}


portable(SparringSession, parent="question", key=("started_at",))
portable(Turn, parent="session", key=("number",), settle=_ended, lists={"blocks": is_block})
portable(SuggestionChoice, parent="turn", key=("block",))
