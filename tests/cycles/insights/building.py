"""Insights and digests for tests. What a test does not say gets a harmless value."""

from datetime import date
from typing import Any

from cycles.insights import digesting, publishing, writing
from cycles.insights.models import Insight, MonthlyDigest
from teams.accounts.models import User
from teams.structure.models import Role, Team
from tests.builders import LONG_AGO

STATEMENT = "Samen terugkijken na het werk maakt teams beter"
MEANING = "Plan de Weekoogst altijd, ook in drukke weken."
SOURCE = "Keiser en Arthur, 2021"
METHOD = "61 onderzoeken samengevoegd."
POINTS = dict(zip(Insight.CRITERIA, (18, 14, 20, 16, 14), strict=True))
MARCH = date(2026, 3, 1)


def draft(author: User, team: Team | None = None, **fields: Any) -> Insight:
    """Its author's alone."""
    given: dict[str, Any] = {
        "kind": Insight.Kind.EXTERNAL,
        "statement": STATEMENT,
        "meaning": MEANING,
        "source": SOURCE,
        "method": METHOD,
    }
    return writing.begin(author, team, **(given | fields))


def insight(author: User, team: Team, **fields: Any) -> Insight:
    """Shown to a team."""
    made = draft(author, team, **fields)
    publishing.publish(made, Insight.Reach.TEAM, team, by=author)
    return made


def open_insight(author: User, team: Team | None = None, **fields: Any) -> Insight:
    """Shown to everybody; `author` may do that."""
    made = draft(author, team, **fields)
    publishing.publish(made, Insight.Reach.ORGANISATION, by=author)
    return made


def looks_after_learning(who: User) -> User:
    Role.objects.create(person=who, kind=Role.Kind.LEARNING, from_date=LONG_AGO)
    return who


def digest(team: Team, by: User, *insights: Insight, month: date = MARCH, **words: str) -> MonthlyDigest:
    """A draft with words and these insights."""
    made = digesting.draft_for(team, month, by)
    given = {"title": "Een zin vooraf helpt", "summary": "Inwoners bellen bijna de helft minder."} | words
    digesting.write(made, by=by, **given)
    for one in insights:
        digesting.add_insight(made, one, by=by)
    return made
