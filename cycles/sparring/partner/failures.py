"""Why an answer did not come, or not whole: a code in the row, a sentence on the page."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cycles.sparring.models import Turn
from cycles.sparring.rules.didactics import HELD

# The provider's doing: these count for the breaker. What it declines in one message does not: nobody may close the
# way for everybody by what they write.
PROVIDER = {
    "away",  # no connection
    "silent",  # no first word in time
    "stalled",  # nothing more for too long
    "too_long",
    "too_much",
    "garbled",
    "cut",
    "type",
    "redirect",
    "busy",
    "broken",
    "refused",
    "forbidden",  # its address is not one to connect to
}

_LATER = _("De sparringpartner geeft nu geen antwoord. Je tekst is bewaard. Probeer het later nog eens.")
_SLOW = _("Het antwoord kwam niet op tijd. Je tekst is bewaard. Vraag het nog eens, of ga zonder verder.")
_BROKEN_OFF = _("Het antwoord brak af. Wat er al stond, is bewaard. Je kunt het nog eens vragen.")

SENTENCES: dict[str, str | Promise] = {
    "away": _LATER,
    "refused": _LATER,
    "broken": _LATER,
    "garbled": _LATER,
    "type": _LATER,
    "redirect": _LATER,
    "forbidden": _LATER,
    "declined": _(
        "De sparringpartner nam dit bericht niet aan. Je tekst is bewaard. Zeg het korter of anders, "
        "of ga zonder hulp verder."
    ),
    "silent": _SLOW,
    "stalled": _BROKEN_OFF,
    "too_long": _BROKEN_OFF,
    "too_much": _BROKEN_OFF,
    "cut": _BROKEN_OFF,
    "lost": _BROKEN_OFF,
    "bug": _BROKEN_OFF,
    "busy": _(
        "Het is nu druk bij de sparringpartner. Je tekst is bewaard. Probeer het over een minuut nog eens."
    ),
    "full": _(
        "Het is nu druk bij de sparringpartner. Je tekst is bewaard. Probeer het over een minuut nog eens."
    ),
    "resting": _(
        "De sparringpartner doet het even niet. Je tekst is bewaard. Probeer het over een minuut nog eens."
    ),
    "changed": _("De organisatie koos een ander model. Sluit dit gesprek en begin een nieuw."),
    "rules": HELD,
    "budget": _("De ruimte van deze week was op voordat het antwoord klaar was. Je tekst is bewaard."),
    "stopped": _("Gestopt. Wat er al stond, is bewaard."),
    "unwatched": _("Gestopt, want de pagina was dicht. Wat er al stond, is bewaard."),
}


def sentence(turn: Turn) -> str | Promise:
    """For under an answer that is not whole; nothing when there is nothing to say."""
    if turn.state in (Turn.State.DONE, *Turn.UNFINISHED):
        return ""
    return SENTENCES.get(turn.failure, _BROKEN_OFF)
