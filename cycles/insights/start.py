"""An insight as the beginning of a learning question: "Maak er een leervraag van"."""

from django.utils.translation import gettext as _

from cycles.insights.models import Insight
from cycles.questions.wizard import start
from teams.structure.access import Viewer, get_or_404

LONGEST = 300  # of a question


@start("inzicht")
def from_insight(viewer: Viewer, which: str) -> dict[str, str]:
    """Only what somebody may read; the situation stays theirs to fill in."""
    if not which.isdecimal() or len(which) > 9:
        return {}
    insight = get_or_404(Insight, viewer, pk=int(which))
    words = _("Hoe gebruik ik dit in mijn werk: %(insight)s?")
    room = LONGEST - len(words % {"insight": ""})
    said = insight.statement.rstrip(" .?!")
    return {"text": words % {"insight": said if len(said) <= room else said[: room - 1].rstrip() + "…"}}
