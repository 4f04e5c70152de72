"""Who spars with AI: the organisation, a team and a person each can say no, and each of them is enough (AI10)."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cycles.questions.partner import availability
from cycles.sparring.models import PartnerSettings, PersonSwitch, SparringSession, TeamSwitch, Turn
from cycles.sparring.partner import asking, endpoints
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit.log import labels, record
from teams.structure.models import Team

if TYPE_CHECKING:
    from cycles.sparring.forms import SettingsForm

labels(
    sparring_settings=_("wijzigde de instellingen van het sparren"),
    sparring_settings_back=_("zette de instellingen van het sparren terug"),
    sparring_team_off=_("zette sparren met AI uit voor een team"),
    sparring_team_on=_("zette sparren met AI aan voor een team"),
)


def is_offered() -> bool:
    """Whether anybody here can spar with AI: this server allows a model, and the organisation turned it on."""
    return bool(endpoints.allowed()) and endpoints.chosen() is not None and PartnerSettings.get().is_on


def is_available(person: User) -> bool:
    """As it is now; every verb asks this."""
    return endpoints.is_available(person)


@availability
def shows_ai(person: User) -> bool:
    """The same for the words on a page, which asks many times: once for each person that was fetched."""
    known: dict[str, bool] = vars(person)
    if "_shows_ai" not in known:
        known["_shows_ai"] = is_available(person)
    return known["_shows_ai"]


def partner_of(person: User) -> SparringSession.Partner:
    return SparringSession.Partner.AI if is_available(person) else SparringSession.Partner.FIXED


# One's own choice ---------------------------------------------------------------------------------


def is_off(person: User) -> bool:
    return PersonSwitch.objects.filter(person=person, is_off=True).exists()


def choose(person: User, *, off: bool) -> None:
    """With or without, for whoever chooses. Nobody is told, and no log keeps it."""
    PersonSwitch.objects.update_or_create(person=person, defaults={"is_off": off})
    if off:
        _stop_answers(session__question__owner=person)


def has_read_notice(person: User) -> bool:
    return PersonSwitch.objects.filter(person=person, notice_read_at__isnull=False).exists()


@transaction.atomic
def read_notice(person: User) -> None:
    """What talking to it means was shown, and the reader said to have read it (TP1). The first time counts."""
    switch, _made = PersonSwitch.objects.get_or_create(person=person)
    PersonSwitch.objects.filter(pk=switch.pk, notice_read_at=None).update(notice_read_at=clock.now())


# Teams and the organisation -----------------------------------------------------------------------


def is_team_off(team: Team) -> bool:
    return TeamSwitch.objects.filter(team=team, is_off=True).exists()


def switch_team(team: Team, *, off: bool, by: User) -> bool:
    """Whether this changed anything."""
    with transaction.atomic():
        switch, _made = TeamSwitch.objects.get_or_create(team=team, defaults={"is_off": False})
        changed = TeamSwitch.objects.filter(pk=switch.pk, is_off=not off).update(is_off=off)
        if changed:
            record("sparring_team_off" if off else "sparring_team_on", by=by, obj=team)
    if changed and off:
        _stop_answers()
    return bool(changed)


def save_settings(form: "SettingsForm", *, by: User) -> None:
    if form.changed_data:
        with transaction.atomic():
            row = form.save()
            record("sparring_settings", by=by, obj=row, fields=", ".join(form.changed_data))
        if {"is_on", "model"} & set(form.changed_data):
            _stop_answers()


def put_back(before: dict[str, Any], *, by: User) -> None:
    """Name of a setting -> what it was before somebody changed it."""
    with transaction.atomic():
        PartnerSettings.objects.filter(pk=1).update(**before)
        record("sparring_settings_back", by=by, obj=PartnerSettings.get(), fields=", ".join(before))
    if {"is_on", "model"} & before.keys():
        _stop_answers()


def _stop_answers(**of: Any) -> None:
    """What was asked for before, and is not answered yet, does not leave any more either.

    Each by itself and after the switch is saved: many in one transaction would wait for answers that just end.
    """
    chosen = endpoints.chosen()
    for turn in Turn.objects.filter(state__in=Turn.UNFINISHED, **of).select_related(
        "session__question__owner"
    ):
        owner = turn.session.question.owner
        if chosen is None or chosen.name != turn.session.model or not is_available(owner):
            asking.stop(turn, owner)
