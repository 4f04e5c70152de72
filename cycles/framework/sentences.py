"""Why the frame cannot change like that, in words that say what and what now."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.framework.access import makers_of
from cycles.framework.making import Refused
from lerendwerken.lib.weeks import IsoWeek
from lerendwerken.templatetags.ui import day_long, listed
from teams.structure.models import Unit


def refused(refusal: Refused) -> str:
    code, data = refusal.code, refusal.data
    if code == "no_monday":
        day: date = data["day"]
        before = day - timedelta(days=day.weekday())
        return _(
            "%(date)s is een %(weekday)s. Een seizoen begint op maandag: kies %(before)s of %(after)s."
        ) % {
            "date": typed(day),
            "weekday": day_long(day).split()[0],
            "before": typed(before),
            "after": typed(before + timedelta(weeks=1)),
        }
    if code == "begun_already":
        return _("%(day)s is al voorbij. Kies de maandag van deze week of een latere.") % {
            "day": typed(data["day"])
        }
    if code == "overlap":
        season = data["season"]
        free = season.ends_on + timedelta(days=1)
        return _(
            "Dan is er al een seizoen: %(name)s, tot en met %(end)s. Kies %(free)s of een latere maandag."
        ) % {
            "name": season.name,
            "end": typed(season.ends_on),
            "free": typed(free),
        }
    if code == "last_goal":
        return _("Dit is het laatste doel van %(name)s. Voeg eerst een ander doel toe.") % {
            "name": data["season"].name
        }
    known = {
        "too_far": _("Dat is meer dan een jaar vooruit. Kies een eerdere maandag."),
        "has_begun": _("Dit seizoen is al begonnen. Je kunt alleen de naam nog wijzigen."),
        "has_weeks": _("Een team heeft al een week in dit seizoen gemaakt. Je kunt het niet meer weghalen."),
        "weeks_stand": _(
            "Een team heeft al een week in dit seizoen gemaakt. Je kunt alleen de naam nog wijzigen."
        ),
        "changed_meanwhile": _("Een ander veranderde dit intussen. Bekijk wat er nu staat."),
        "goal_is_over": _("Dit doel is beëindigd. Zet het eerst terug."),
        "last_question": _(
            "Dit is de laatste ontwikkelvraag bij dit doel. Voeg eerst een andere toe, of beëindig het doel."
        ),
    }
    return known[code]


def who_can_make(unit: Unit | None, day: date) -> str:
    """Whom to ask for a frame. A sentence without names when nobody has the role."""
    names = [person.full_name for person in makers_of(unit, day)]
    if not names:
        return _("Een manager of beheerder maakt het kader.")
    words = ngettext("%(names)s kan het kader maken.", "%(names)s kunnen het kader maken.", len(names))
    return words % {"names": listed(names)}


def typed(day: date) -> str:
    """A date as one types it in a field: 6-4-2026."""
    return f"{day.day}-{day.month}-{day.year}"


def span(first: date, last: date) -> str:
    """21 tot en met 27 december 2026"""
    start = _day_and_month(first) if first.month != last.month else str(first.day)
    if first.year != last.year:
        start += f" {first.year}"
    return _("%(first)s tot en met %(last)s") % {
        "first": start,
        "last": f"{_day_and_month(last)} {last.year}",
    }


def week_in_words(week: IsoWeek) -> str:
    """Week 52: 21 tot en met 27 december 2026"""
    return _("Week %(week)s: %(span)s") % {"week": week.week, "span": span(week.monday, week.sunday)}


def _day_and_month(day: date) -> str:
    return day_long(day).partition(" ")[2]
