"""Why something cannot be, in words that say what and what now."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cycles.weekly.models import Kind
from cycles.weekly.planning import Refused
from lerendwerken.templatetags.ui import capital, day_long


def why_not(refusal: dict[str, Any]) -> str:
    """One refusal of a place."""
    code = refusal["code"]
    if code == "holiday":
        day = date.fromisoformat(refusal["day"])
        return _("%(day)s is %(name)s.") % {"day": capital(day_long(day)), "name": refusal["name"]}
    if code == "few_work":
        return _("Dan werken maar %(present)s van de %(of)s collega’s.") % refusal
    known = {
        "nobody_works": _("Dan werkt er niemand."),
        "past": _("Dat moment is al voorbij."),
        "outside_week": _("Die dag valt buiten deze week."),
        "clash": _("Dan is er al een ander moment."),
        "not_all": _("Dan werken jullie niet allemaal."),
    }
    return known[code]


def refused(refusal: Refused) -> str:
    """A change or a week that cannot be made."""
    if refusal.code == "no_place":
        return " ".join(why_not(r) for r in refusal.data["refusals"])
    if refusal.code == "pause_week":
        return _("Dit is een pauzeweek: %(name)s. Er is dan geen weekcyclus.") % refusal.data
    if refusal.code == "undecided":
        kinds = ", ".join(str(Kind(k).label) for k in refusal.data["kinds"])
        return _("Kies eerst een plek voor: %(kinds)s.") % {"kinds": kinds}
    known = {
        "no_frame": _(
            "Er is nog geen kader. Een week heeft een seizoen met een doel en een ontwikkelvraag nodig."
        ),
        "no_rhythm": _("Je team heeft nog geen ritme. Kies eerst jullie vaste momenten."),
        "paused": _("Het ritme van je team staat op pauze."),
        "no_members": _("In dit team zit nog niemand. Vraag je beheerder om mensen in te lezen."),
        "week_over": _("Deze week is voorbij."),
        "begun": _("Dit moment is al begonnen."),
        "held": _("Dit moment is al doorgegaan."),
        "cancelled": _("Dit moment is vervallen. Zet het eerst terug."),
        "not_a_duo": _("Dit is geen Leerwerkuur van een duo."),
        "stale": _(
            "Een ander veranderde deze week intussen. Hieronder staat de nieuwste stand."
            " Wat je koos is nog niet bewaard. Kijk het na en bewaar opnieuw."
        ),
        "no_cause": _("Kies waardoor het moment vervalt."),
    }
    return known[refusal.code]
