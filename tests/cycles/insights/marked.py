"""What AI wrote for somebody, in a conversation that is there: against it the maker's mark is made."""

from cycles.sparring.models import Turn
from teams.accounts.models import User
from tests.cycles.sparring import building

WORDS = "zet boven elk besluit in gewone taal wat het voor de inwoner betekent en wanneer"


def ai_wrote(person: User, text: str = WORDS) -> Turn:
    turn = building.asked(person)
    Turn.objects.filter(pk=turn.pk).update(state=Turn.State.DONE, blocks=[{"kind": "example", "text": text}])
    turn.refresh_from_db()
    return turn
