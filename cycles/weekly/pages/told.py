"""What a lead hears: what a change did, what it would do, and what the other lead had done meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.weekly.forward import Carried
from cycles.weekly.models import Form, Moment
from cycles.weekly.places.placing import Place
from cycles.weekly.places.slots import RUNNING
from cycles.weekly.planning import Refused
from cycles.weekly.season import KindAhead, PersonAhead
from cycles.weekly.sentences import refused, weeks_in_words, why_not
from cycles.weekly.swapping import Duo
from cycles.weekly.was import Was
from lerendwerken.templatetags.ui import capital, clock_time, day_long, listed, weekday
from teams.accounts.models import User


def moved(moment: Moment) -> str:
    """Where it stands now."""
    if moment.starts_at is None:
        said = _("%(kind)s: ieder krijgt de vraag alleen, in werktijd.")
        return said % {"kind": moment.get_kind_display()}
    return _("%(kind)s staat nu op %(day)s om %(time)s uur.") % _words(moment, moment.starts_at)


def cancelled(moment: Moment) -> str:
    return _("%(kind)s vervalt deze week.") % {"kind": capital(moment.named)}


def meanwhile(before: Was, moment: Moment, viewer: User) -> str:
    """What another lead had made of it since the page was shown. A duo's own doing has no name (S11)."""
    words = _words(moment, before.starts_at) | {"name": before.by_name}
    named = bool(before.by_name) and before.by != viewer.pk
    if before.cause:
        words["cause"] = str(Moment.Cause(before.cause).label)
        said = (
            _("%(name)s had %(one)s intussen laten vervallen: %(cause)s.")
            if named
            else _("Intussen was %(one)s vervallen: %(cause)s.")
        )
    elif before.starts_at is None:
        said = (
            _("%(name)s had intussen gekozen dat ieder %(one)s alleen doet.")
            if named
            else _("Intussen deed ieder %(one)s alleen.")
        )
    else:
        said = (
            _("%(name)s had %(one)s intussen op %(day)s om %(time)s uur gezet.")
            if named
            else _("Intussen stond %(one)s op %(day)s om %(time)s uur.")
        )
    return " ".join((said % words, _("Met ‘Maak ongedaan’ geldt dat weer.")))


def would(moment: Moment, place: Place, people: int, names: Mapping[int, str]) -> str:
    """What a place would mean. people: how many are in the team."""
    words = _words(moment, place.starts_at) | {"end": clock_time(place.ends_at)}
    if not place.is_allowed:
        cannot = _("%(kind)s kan niet op %(day)s om %(time)s uur.") % words
        return " ".join((cannot, *(why_not(dict(one)) for one in place.refusals)))
    stands = _("%(kind)s kan op %(day)s van %(time)s tot %(end)s uur.") % words
    return " ".join((stands, _who(moment, place, people, names)))


def _who(moment: Moment, place: Place, people: int, names: Mapping[int, str]) -> str:
    count = len(place.present)
    if moment.pair:
        present = {"names": listed(names[person] for person in place.present if person in names)}
        return ngettext("Dan werkt %(names)s.", "Dan werken %(names)s.", count) % present
    if count == people:
        everybody = ngettext("Dan werkt die ene collega.", "Dan werken alle %(n)s collega’s.", people)
        return everybody % {"n": people}
    some = ngettext(
        "Dan werkt één van de %(all)s collega’s.", "Dan werken %(n)s van de %(all)s collega’s.", count
    )
    return some % {"n": count, "all": people}


# A week that another lead changed before it was published --------------------------------------------


def changes(moments: Iterable[Moment], seen: Mapping[int, str]) -> list[str]:
    """What stands otherwise than on the page that was seen. seen: of each moment there, Was.seen."""
    said = []
    for moment in moments:
        now = Was.of(moment)
        if seen.get(moment.pk) == now.seen:
            continue
        name = now.by_name
        if now.cause:
            words = {"kind": moment.get_kind_display(), "cause": moment.get_cancelled_cause_display()}
            line = _("%(kind)s vervalt: %(cause)s.") % words
        elif now.starts_at is None and moment.form == Form.TEAM:
            line = _("%(kind)s heeft nog geen plek.") % {"kind": moment.get_kind_display()}
        else:
            line = moved(moment)
        said.append(f"{line} ({name})" if name else line)
    return said


# Duos ---------------------------------------------------------------------------------------------


def swapped(duos: Sequence[Duo], people: Iterable[int], names: Mapping[int, str]) -> str:
    """The duos in which these people are now, with their times."""
    wanted = set(people)
    said = [_duo(duo, names) for duo in duos if wanted & set(duo.members)]
    return " ".join(said)


def _duo(duo: Duo, names: Mapping[int, str]) -> str:
    words = {"names": _together(duo, names)}
    if duo.starts_at is None:
        return _("%(names)s leren samen.") % words
    words |= {"day": day_long(duo.starts_at), "time": clock_time(duo.starts_at)}
    return _("%(names)s leren samen op %(day)s om %(time)s uur.") % words


def duos_meanwhile(before: Sequence[Duo], names: Mapping[int, str], lead: str) -> str:
    words = {"duos": "; ".join(_together(duo, names) for duo in before), "name": lead}
    said = (
        _("%(name)s had de duo’s intussen zo gemaakt: %(duos)s.")
        if lead
        else _("De duo’s waren intussen: %(duos)s.")
    )
    return " ".join((said % words, _("Met ‘Maak ongedaan’ geldt dat weer.")))


def not_swapped(refusal: Refused, names: Mapping[int, str]) -> str:
    if refusal.code != "no_common_time":
        return refused(refusal)
    who = listed(names.get(person, "") for person in refusal.data["people"])
    said = _(
        "%(names)s hebben deze week geen tijd meer waarop ze samen werken. De duo’s blijven zoals ze zijn."
    )
    return said % {"names": who}


def _together(duo: Duo, names: Mapping[int, str]) -> str:
    return listed(names.get(person, "") for person in duo.members)


# Copied forward ------------------------------------------------------------------------------------


def carried(done: Sequence[Carried]) -> str:
    weeks = [one.week for one in done if one.moved]
    if not weeks:
        return _("Er is niets verplaatst.")
    return _("Overgenomen in %(weeks)s.") % {"weeks": weeks_in_words(weeks)}


def not_carried(done: Sequence[Carried]) -> list[str]:
    """Per week what stayed as it was, and why."""
    said = []
    for one in done:
        week = _("Week %(week)s") % {"week": one.week.week}
        if one.refusal:
            said.append(f"{week}: {refused(one.refusal)}")
        for moment, refusal in one.stayed:
            why = (
                " ".join(why_not(r) for r in refusal.data["refusals"])
                if refusal.code == "no_place"
                else refused(refusal)
            )
            said.append(
                _("%(week)s: %(kind)s blijft staan. %(why)s")
                % {"week": week, "kind": moment.named, "why": why}
            )
    return said


# The season ahead ----------------------------------------------------------------------------------


def misses(person: PersonAhead) -> str:
    """By hours only: how often somebody would get a moment alone."""
    words = {"name": person.name, "misses": person.misses, "weeks": person.weeks, "longest": person.longest}
    if person.longest > RUNNING:
        return _("%(name)s: %(misses)s van de %(weeks)s keer, waarvan %(longest)s achter elkaar.") % words
    return _("%(name)s: %(misses)s van de %(weeks)s keer.") % words


def rotation(ahead: KindAhead) -> str:
    """What would help whom misses more than two weeks running."""
    assert ahead.rotation
    names = {person.person_id: person.name for person in ahead.people}
    if not ahead.rotation.turns:
        left = listed(sorted(names[p] for p in ahead.rotation.left_out if p in names))
        if not left:
            return _("Geen plek haalt iedereen. Wie er niet bij is, krijgt de vraag alleen, in werktijd.")
        said = _(
            "Ook met wisselen kan niet iedereen erbij zijn. Alleen, in werktijd, blijft het voor: %(names)s."
        )
        return said % {"names": left}
    places = listed(place(turn.weekday, turn.starts) for turn in ahead.rotation.turns)
    if len(ahead.rotation.turns) == 1:
        return _("Op %(place)s mist niemand %(kind)s meer dan twee keer achter elkaar.") % {
            "place": places,
            "kind": ahead.kind.named,
        }
    said = _("Wissel per week tussen %(places)s. Dan mist niemand %(kind)s meer dan twee keer achter elkaar.")
    return said % {"places": places, "kind": ahead.kind.named}


def place(day: int, starts: time) -> str:
    """woensdag om 10.00 uur"""
    return _("%(day)s om %(time)s uur") % {"day": weekday(day), "time": clock_time(starts)}


def _words(moment: Moment, at: datetime | None) -> dict[str, str]:
    return {
        "kind": capital(moment.named),
        "one": moment.named,
        "day": day_long(at),
        "time": clock_time(at),
    }
