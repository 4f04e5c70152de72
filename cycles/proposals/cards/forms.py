"""What comes in at a practice card."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cycles.proposals.cards.changing import FIELDS
from cycles.proposals.cards.models import Adoption, PracticeCard
from cycles.proposals.merging import stamp
from cycles.questions.models import Skill, TaskGroup
from lerendwerken.lib.typed import Sentence, Words
from teams.structure.models import Team

UNKNOWN = _("Kies een van deze mogelijkheden.")


class CardForm(forms.Form):
    title = Sentence(
        80,
        _("Geef de kaart een naam."),
        label=_("Naam"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    situation = Sentence(
        300,
        _("Schrijf in welke situatie een ander dit kan gebruiken."),
        label=_("In welke situatie"),
        help_text=_("Zodat een ander team zich herkent. Noem geen namen."),
    )
    task_group = forms.ChoiceField(
        label=_("Soort taak"),
        required=False,
        choices=[("", _("niet gekozen")), *TaskGroup.choices],
        error_messages={"invalid_choice": UNKNOWN},
    )
    skill = forms.ChoiceField(
        label=_("Vaardigheid"),
        required=False,
        choices=[("", _("niet gekozen")), *Skill.choices],
        error_messages={"invalid_choice": UNKNOWN},
    )
    how = Words(
        3000,
        8,
        _("Schrijf hoe je het doet."),
        label=_("Zo doe je het"),
        help_text=_("Stap voor stap, zodat een ander er morgen mee kan beginnen."),
    )
    conditions = Words(
        1000, 4, label=_("Waar let je op"), help_text=_("Wat moet er zijn, en wat blijft mensenwerk?")
    )

    def __init__(self, card: PracticeCard, data: Any = None, *, with_ai: bool = True) -> None:
        super().__init__(data, initial={name: getattr(card, name) for name in FIELDS})
        known = Skill.offered(with_ai=with_ai, chosen=card.skill)
        self.fields["skill"].choices = [("", _("niet gekozen")), *known]  # type: ignore[attr-defined]
        self.seen = stamp(card, FIELDS) if data is None else data.get("seen", "")


class AdoptForm(forms.Form):
    """What an own team does with it. With one team there is nothing to choose."""

    team = forms.TypedChoiceField(
        label=_("Voor welk team?"),
        coerce=int,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Kies een team van jou.")),
    )
    verdict = forms.ChoiceField(
        label=_("Wat doen jullie ermee?"),
        choices=Adoption.Verdict.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Kies wat jullie ermee doen.")),
    )
    why = Sentence(
        500,
        _("Schrijf waarom. Eén zin is genoeg."),
        label=_("Waarom?"),
        help_text=_("Daar hebben andere teams wat aan, ook als het niet past."),
    )

    def __init__(self, teams: Sequence[Team], data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        named = [(team.pk, team.name) for team in teams]
        if len(named) == 1:
            self.fields["team"].widget = forms.HiddenInput()
            self.initial.setdefault("team", named[0][0])
        self.fields["team"].choices = named if len(named) == 1 else [("", _("Kies een team")), *named]  # type: ignore[attr-defined]
