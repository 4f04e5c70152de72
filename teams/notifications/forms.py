"""What somebody wants to receive, and how the product looks to them."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib import clock
from lerendwerken.lib.typed import DayField
from teams.accounts.models import User
from teams.notifications.messages import MESSAGES, follow_wishes
from teams.notifications.models import Preference

EMAIL = "email"
YES_NO = [("", _("Nee")), ("1", _("Ja, één keer"))]


@cache
def zones() -> list[str]:
    """The named zones of the world; without the old abbreviations and offsets."""
    return sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))


def kinds(preference: Preference) -> list[str]:
    """The kinds that have a switch of their own. The reminder has its own question."""
    return [
        kind
        for kind, message in MESSAGES.items()
        if message.optional and kind != "nudge" and (kind != "digest" or preference.digest)
        if message.for_whom(preference.person)
    ]


class PreferencesForm(forms.Form):
    digest = forms.ChoiceField(
        label=_("Hoe komen mails binnen?"),
        choices=[("", _("Los, bij elk moment")), ("1", _("Eén keer per dag samen"))],
        required=False,
        help_text=_("Samen komt aan het begin van je werkdag."),
    )
    nudge = forms.ChoiceField(
        label=_("Herinneren als je niets schreef"),
        choices=YES_NO,
        required=False,
        help_text=_("Hooguit één keer, en nooit aan een ander."),
    )
    experience = forms.ChoiceField(
        label=_("Hoe goed ken je dit werk?"),
        choices=User.Experience,
        help_text=_("Je vragen passen zich hierop aan. Jij kiest, we leiden dit nergens uit af."),
    )
    work = forms.ChoiceField(
        label=_("Wat voor werk doe je zelf?"),
        choices=User.Work,
        help_text=_("Alleen voor je vragen. Wat je mag zien, hangt hier niet van af."),
    )
    theme = forms.ChoiceField(label=_("Uiterlijk"), choices=User.Theme, required=False)
    language = forms.ChoiceField(
        label=_("Taal"), choices=User.Language, help_text=_("Schrijven mag altijd in je eigen taal.")
    )
    time_zone = forms.ChoiceField(
        label=_("Tijdzone"), help_text=_("In deze tijd lees je alle tijden, ook in mails.")
    )

    def __init__(self, person: User, preference: Preference, *args: Any, **kwargs: Any) -> None:
        self.person, self.preference = person, preference
        kwargs.setdefault(
            "initial",
            {
                "digest": "1" if preference.digest else "",
                "nudge": "1" if preference.nudge and preference.wants("nudge", EMAIL) else "",
                "experience": person.experience,
                "work": person.work,
                "theme": person.theme,
                "language": person.language,
                "time_zone": person.time_zone,
            },
        )
        super().__init__(*args, **kwargs)
        known = zones() if person.time_zone in zones() else [person.time_zone, *zones()]
        zone = self.fields["time_zone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = [(name, name.replace("_", " ")) for name in known]
        own = dict(self.fields)
        self.fields.clear()
        for kind in kinds(preference):
            self.fields[f"kind-{kind}"] = forms.ChoiceField(
                label=str(MESSAGES[kind].label),
                choices=[("1", _("Per mail en in de app")), ("", _("Alleen in de app"))],
                required=False,
                initial="1" if preference.wants(kind, EMAIL) else "",
                help_text=_("Nooit buiten je werktijd."),
            )
        self.fields.update(own)
        for name, field in self.fields.items():
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"id_{name}-hint"

    @transaction.atomic
    def save(self) -> None:
        given = self.cleaned_data
        preference = _locked(self.person)
        for kind in kinds(self.preference):
            preference.switch(kind, EMAIL, bool(given[f"kind-{kind}"]))
        if given["digest"] and not preference.digest:
            preference.switch("digest", EMAIL, True)  # chosen anew, so an old "stop" is over
        preference.digest = bool(given["digest"])
        preference.nudge = bool(given["nudge"])
        if preference.nudge:
            preference.switch("nudge", EMAIL, True)
        preference.save()
        person = self.person
        person.experience, person.work, person.theme = given["experience"], given["work"], given["theme"]
        person.language, person.time_zone = given["language"], given["time_zone"]
        person.save(update_fields=["experience", "work", "theme", "language", "time_zone"])
        follow_wishes(person)


class PauseForm(forms.Form):
    until = DayField(
        label=_("Pauzeer alle berichten tot en met"),
        error_messages={"required": _("Vul in tot en met welke dag.")},
    )

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_until(self) -> object:
        day = self.cleaned_data["until"]
        ahead = (day - clock.today(self.person.time_zone)).days
        if ahead < 0:
            raise forms.ValidationError(_("Deze dag is voorbij. Kies vandaag of later."))
        if ahead > 366:
            raise forms.ValidationError(_("Kies een dag binnen een jaar."))
        return day

    def save(self) -> None:
        Preference.objects.update_or_create(
            person=self.person, defaults={"paused_until": self.cleaned_data["until"]}
        )


@transaction.atomic
def stop(person: User, kind: str) -> bool:
    """Switches one kind of mail off; False when it was off already."""
    preference = _locked(person)
    if not preference.wants(kind, EMAIL):
        return False
    preference.switch(kind, EMAIL, False)
    preference.save()
    return True


def _locked(person: User) -> Preference:
    Preference.objects.get_or_create(person=person)
    return Preference.objects.select_for_update().get(person=person)
