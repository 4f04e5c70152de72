"""What somebody writes from memory: theirs alone, so nobody else's page changes by it."""

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.harvest.holding import hold
from cycles.harvest.models import OwnNote
from cycles.weekly.models import Moment
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User

LONGEST = 3000
GAP = "\n\n"


@transaction.atomic
def write(moment: Moment, text: str, revision: int | None, *, by: User) -> OwnNote:
    """A revision that is behind means another window wrote meanwhile: both texts are kept, one under the other."""
    text = text.strip()
    session = hold(moment)
    note, _made = OwnNote.objects.get_or_create(session=session, person=by)
    if text == note.text:
        return note
    if revision is not None and revision != note.revision and note.text and note.text not in text:
        text = note.text + GAP + text
    if len(text) > LONGEST:
        raise Refused(_("Dit is te lang. Hooguit 3.000 tekens. Je tekst staat er nog."), "note")
    note.text, note.at, note.revision = text, clock.now(), note.revision + 1
    note.save(update_fields=["text", "at", "revision"])
    return note
