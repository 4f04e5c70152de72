"""Why a question cannot be asked or a yes cannot be taken, in words, and what can be instead."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cycles.weekly import sentences
from cycles.weekly.members.asked_words import moment_and_time
from cycles.weekly.planning import Refused
from lerendwerken.templatetags.ui import clock_time, day_long, listed


def refused(refusal: Refused) -> str:
    known = {
        "said_no": _("%(name)s zei al nee voor dit moment op deze tijd. Daar blijft het bij."),
        "no_exception": _(
            "Dit kan nu niet worden gevraagd: het valt binnen de werktijd van %(name)s, of er staat dan al iets,"
            " of de week heeft er geen plek voor."
        ),
        "asked_no_more": _("Deze vraag is niet meer nodig: het moment staat intussen ergens anders."),
        "no_common_place": _("Dit moment heeft geen gezamenlijke tijd. Kies eerst een plek."),
        "not_a_guest": _("%(name)s is op die dag niet te gast in dit team. Je beheerder kan dat instellen."),
        "guest_outside": _("%(name)s werkt dan niet of maar een deel. Vraag eerst of het één keer mag."),
        "guest_away": _("%(name)s is dan niet beschikbaar."),
        "guest_outside_now": _("Dit valt nu buiten je werktijd."),
        "guest_overlap": _("Op die tijd heb je al iets anders, of je werkt dan niet."),
        "guest_budget": _(
            "Dit past niet in je leertijd van deze week: dan blijft er geen tijd over voor een moment van je eigen team."
        ),
        "place_taken": _("Die plek is niet meer vrij. Hieronder staan de plekken van nu."),
        "chosen_already": _("Je koos dit al. Hieronder staat hoe het nu is."),
    }
    if refusal.code not in known:
        return sentences.refused(refusal)
    data = {"name": ""} | refusal.data
    return " ".join(part for part in (known[refusal.code] % data, _instead(refusal.data)) if part)


def _instead(data: dict[str, Any]) -> str:
    """What is proposed: other moments, else a place."""
    if "others" not in data:
        return ""
    if data["others"]:
        words = listed(moment_and_time(moment) for moment in data["others"][:3])
        return _("Wel kan: %(moments)s.") % {"moments": words}
    place: datetime | None = data["place"]
    if place is None:
        return _("In deze week is er geen andere plek. De uitnodiging blijft staan tot het moment begint.")
    return _("Een plek die wel kan: %(day)s om %(time)s uur.") % {
        "day": day_long(place),
        "time": clock_time(place),
    }
