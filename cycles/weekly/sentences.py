"""Why something cannot be, in words that say what and what now."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cycles.weekly.models import Form, Kind
from cycles.weekly.places.placing import Place
from cycles.weekly.places.rotating import Rotation
from cycles.weekly.places.slots import Choice, Point, Why
from cycles.weekly.planning import Refused
from cycles.weekly.rhythm import Effect, Slot
from lerendwerken.lib.weeks import IsoWeek
from lerendwerken.templatetags.ui import capital, clock_time, day_long, listed, minutes, weekday
from teams.hours.models import closed_days

FEW = 5  # a smaller group is not counted, nor is what is left of it (W9)


def why_not(refusal: Mapping[str, Any], names: Mapping[int, str] | None = None) -> str:
    """One refusal of a place. names: for the lead, who plans; without them nobody is named."""
    code = refusal["code"]
    if code in ("third_miss", "third_miss_stays"):
        return _too_often(refusal, names)
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
        "not_all": _("Dan werkt niet iedereen van het duo."),
        "no_partner": _("Er is geen tijd waarop een collega ook kan. De vraag komt dan alleen, in werktijd."),
    }
    return known[code]


def _too_often(refusal: Mapping[str, Any], names: Mapping[int, str] | None) -> str:
    people = refusal["persons"]
    who = listed(names[p] for p in people if p in names) if names else ""
    words = {"names": who or _people(len(people))}
    if refusal["code"] == "third_miss":
        said = ngettext(
            "Op de gewone plek kan %(names)s er voor de derde keer op rij niet bij zijn.",
            "Op de gewone plek kunnen %(names)s er voor de derde keer op rij niet bij zijn.",
            len(people),
        )
    else:
        said = ngettext(
            "%(names)s kan er voor de derde keer op rij niet bij zijn, en geen andere plek deze week helpt.",
            "%(names)s kunnen er voor de derde keer op rij niet bij zijn, en geen andere plek deze week helpt.",
            len(people),
        )
    return capital(said % words)


def _people(number: int) -> str:
    return ngettext("één collega", "%(number)s collega’s", number) % {"number": number}


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
            "Een ander veranderde deze week intussen. Hij is nog niet gepubliceerd. Kijk hem na en publiceer opnieuw."
        ),
        "stale_rhythm": _(
            "Een ander veranderde het ritme intussen. Wat jij koos staat hieronder, maar is nog niet bewaard."
            " Kijk het na en bewaar opnieuw."
        ),
        "stale_duo": _("Dit is intussen veranderd. Hieronder staat de nieuwste stand. Kijk en kies opnieuw."),
        "no_cause": _("Kies waardoor het moment vervalt."),
        "published": _("Die week is al gepubliceerd en blijft zoals hij is."),
        "same_duo": _("Deze twee leren al samen. Kies twee mensen uit verschillende duo’s."),
        "no_duo": _("Dit Leerwerkuur is intussen begonnen of vervallen. De duo’s blijven zoals ze zijn."),
    }
    return known[refusal.code]


# Places -------------------------------------------------------------------------------------------


def place_in_words(place: Place, of: int, zone: str) -> str:
    """Dinsdag 7 april van 9.30 tot 9.50 werken alle 7 collega’s. of: how many take part."""
    present = len(place.present)
    words = {
        "day": capital(day_long(place.starts_at, zone)),
        "start": clock_time(place.starts_at, zone),
        "end": clock_time(place.ends_at, zone),
        "present": present,
        "of": of,
    }
    if present == of:
        said = ngettext(
            "%(day)s van %(start)s tot %(end)s werkt die ene collega.",
            "%(day)s van %(start)s tot %(end)s werken alle %(of)s collega’s.",
            of,
        )
    else:
        said = ngettext(
            "%(day)s van %(start)s tot %(end)s werkt %(present)s van de %(of)s collega’s.",
            "%(day)s van %(start)s tot %(end)s werken %(present)s van de %(of)s collega’s.",
            present,
        )
    return said % words


def choice_in_words(choice: Choice, kind: Kind, zone: str, names: Mapping[int, str]) -> list[str]:
    """What speaks for a place and against it, for the lead who plans; where there is none, who misses it."""
    if choice.place is None:
        said = [_("Deze week is er geen plek waarop minstens de helft van het team kan.")]
        if choice.third:
            said.append(why_not({"code": "third_miss_stays", "persons": choice.third}, names))
        return said
    said = [place_in_words(choice.place, len(choice.place.present) + len(choice.missing), zone)]
    said += [_point(point, kind, names) for point in choice.points]
    return [sentence for sentence in said if sentence]


def _point(point: Point, kind: Kind, names: Mapping[int, str]) -> str:
    if persons := point.data.get("persons"):
        words = {"names": listed(names[p] for p in persons if p in names), "moment": kind.named}
        if point.code == Why.BACK_AGAIN:
            said = ngettext(
                "%(names)s miste %(moment)s al twee weken en kan er nu bij zijn.",
                "%(names)s misten %(moment)s al twee weken en kunnen er nu bij zijn.",
                len(persons),
            )
        else:
            said = ngettext(
                "%(names)s kan er voor de derde keer op rij niet bij zijn.",
                "%(names)s kunnen er voor de derde keer op rij niet bij zijn.",
                len(persons),
            )
        return said % words
    if point.code == Why.AT_EDGE:
        return (
            _("Voor %(people)s van de %(of)s valt het in het eerste of laatste kwartier van hun werk.")
            % point.data
        )
    if point.code == Why.OUT_OF_ORDER:
        other = Kind(point.data["kind"]).named
        return _("De volgorde met %(other)s klopt dan niet.") % {"other": other}
    known = {
        Why.USUAL: _("Dit is de gewone tijd."),
        Why.SECOND_TIME: _("Dit is de tweede tijd van jullie ritme."),
        Why.OTHER_TIME: _("Dit is een andere tijd dan jullie gewend zijn."),
        Why.AS_LAST_WEEK: _("Vorige week was het op dezelfde tijd."),
        Why.MOVED_AGAIN: _("Vorige week was het op een andere tijd."),
        Why.IN_LUNCH: _("Het valt in de lunch."),
        Why.IN_FOCUS: _("Het valt in een ochtend die jullie vrijhouden om door te werken."),
    }
    return known[point.code]


def misses_in_words(name: str, kind: Kind, misses: int, weeks: int, longest: int) -> str:
    """Samira mist de Weekstart 4 van de 11 weken, hoogstens 3 keer op rij."""
    words = {"name": name, "moment": kind.named, "misses": misses, "weeks": weeks, "longest": longest}
    return (
        ngettext(
            "%(name)s mist %(moment)s %(misses)s van de %(weeks)s weken.",
            "%(name)s mist %(moment)s %(misses)s van de %(weeks)s weken, hoogstens %(longest)s keer op rij.",
            longest,
        )
        % words
    )


def rotation_in_words(rotation: Rotation, names: Mapping[int, str]) -> str:
    """The places in turn that have everybody at least once in three weeks, or who is left out of any."""
    if not rotation.turns:
        said = ngettext(
            "Geen wisselende plek helpt: %(names)s mist het dan nog meer dan twee weken op rij.",
            "Geen wisselende plek helpt: %(names)s missen het dan nog meer dan twee weken op rij.",
            len(rotation.left_out),
        )
        return said % {"names": listed(names[p] for p in rotation.left_out if p in names)}
    places = [
        _("%(day)s om %(time)s uur") % {"day": weekday(turn.weekday), "time": clock_time(turn.starts)}
        for turn in rotation.turns
    ]
    if len(set(places)) == 1:
        return _("Met %(place)s is iedereen er minstens eens in de drie weken bij.") % {"place": places[0]}
    return _("Om de beurt op %(places)s: dan is iedereen er minstens eens in de drie weken bij.") % {
        "places": listed(places)
    }


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


def who_gets_less(shorter: int, people: int) -> str:
    """For how many this rhythm is longer than their time for learning. Never names, and no count below five."""
    if not shorter:
        return ""
    if shorter == people:
        return _("Voor iedereen in je team is dit ritme langer dan de leertijd van een week.")
    if shorter < FEW or people - shorter < FEW:
        return _("Voor een deel van je team is dit ritme langer dan de leertijd van een week.")
    said = _("Voor %(shorter)s van de %(people)s collega’s is dit ritme langer dan de leertijd van een week.")
    return said % {"shorter": shorter, "people": people}


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
