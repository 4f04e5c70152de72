"""Why something cannot be, in words that say what and what now."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cycles.weekly.models import Form, Kind
from cycles.weekly.placing import Place
from cycles.weekly.planning import Refused
from cycles.weekly.rhythm import Effect, Slot
from lerendwerken.lib.weeks import IsoWeek
from lerendwerken.templatetags.ui import capital, clock_time, day_long, listed, minutes, weekday
from teams.hours.models import closed_days


def why_not(refusal: dict[str, Any]) -> str:
    """One refusal of a place."""
    code = refusal["code"]
    if code == "holiday":
        day = date.fromisoformat(refusal["day"])
        return _("%(day)s is %(name)s.") % {
            "day": capital(day_long(day)),
            "name": _holiday(day, refusal["name"]),
        }
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


def _holiday(day: date, name: str) -> str:
    """It was kept in Dutch; who reads another language gets it in theirs."""
    language = get_language() or "nl"
    return name if language == "nl" else closed_days([day.year], language).get(day, name)


def refused(refusal: Refused) -> str:
    """A change or a week that cannot be made."""
    if refusal.code == "no_place":
        why = " ".join(why_not(r) for r in refusal.data["refusals"])
        return " ".join((why, _("Kies een andere dag of tijd.")))
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
        "stale_rhythm": _(
            "Een ander veranderde het ritme intussen. Wat jij koos staat hieronder, maar is nog niet bewaard."
            " Kijk het na en bewaar opnieuw."
        ),
        "stale_duo": _("Dit is intussen veranderd. Hieronder staat de nieuwste stand. Kijk en kies opnieuw."),
        "no_cause": _("Kies waardoor het moment vervalt."),
    }
    return known[refusal.code]


# The rhythm ---------------------------------------------------------------------------------------


def slot_in_words(slot: Slot) -> str:
    """Weekstart: maandag om 9.30 uur, 20 minuten, met het hele team."""
    if not slot.is_on:
        return _("%(kind)s: doen jullie niet.") % {"kind": slot.kind.label}
    day = weekday(slot.weekday)
    words = {
        "kind": slot.kind.label,
        "day": day,
        "length": minutes(slot.minutes),
        "form": Form(slot.form).label,
    }
    if slot.starts is None:
        return _("%(kind)s: %(day)s, %(length)s, %(form)s.") % words
    words["time"] = clock_time(slot.starts)
    if slot.second_weekday is None:
        return _("%(kind)s: %(day)s om %(time)s uur, %(length)s, %(form)s.") % words
    words["second_day"] = weekday(slot.second_weekday)
    words["second_time"] = clock_time(slot.second_starts)
    return (
        _(
            "%(kind)s: %(day)s om %(time)s uur, anders %(second_day)s om %(second_time)s uur, %(length)s, %(form)s."
        )
        % words
    )


def who_works(place: Place | None) -> str:
    """How many of the team work at a time, in the week in which most do."""
    if place is None or not place.present:
        return ""
    present = len(place.present)
    return ngettext("Dan werkt %(present)s collega.", "Dan werken %(present)s collega’s.", present) % {
        "present": present
    }


def who_misses(names: Sequence[str]) -> str:
    """For whom a time structurally falls outside working time (W3)."""
    if not names:
        return ""
    said = ngettext(
        "%(names)s werkt dan weken achter elkaar niet, en krijgt de vraag alleen, in werktijd."
        " Een andere plek is beter.",
        "%(names)s werken dan weken achter elkaar niet, en krijgen de vraag alleen, in werktijd."
        " Een andere plek is beter.",
        len(names),
    )
    return said % {"names": listed(names)}


def effect(done: Effect) -> str:
    """Which weeks follow the new rhythm, and which stay."""
    said = []
    if done.made_anew:
        said.append(_("Opnieuw gemaakt: %(weeks)s.") % {"weeks": weeks_in_words(done.made_anew)})
    if done.kept:
        said.append(_("Zelf aangepast en blijft zo: %(weeks)s.") % {"weeks": weeks_in_words(done.kept)})
    if done.published:
        said.append(_("Al gepubliceerd en blijft zo: %(weeks)s.") % {"weeks": weeks_in_words(done.published)})
    return " ".join(said)


def weeks_in_words(weeks: Sequence[IsoWeek]) -> str:
    """week 14 en 15"""
    return _("week %(numbers)s") % {"numbers": listed(week.week for week in weeks)}
