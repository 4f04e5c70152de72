"""What is typed about a proposal: its three texts, its name, and people."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cycles.framework.models import DevelopmentQuestion
from cycles.proposals.models import InnovationProposal
from cycles.proposals.writing.drafting import SERVES, TEXTS, TOUCHES
from cycles.questions.models import Skill, TaskGroup
from lerendwerken.lib.typed import TOO_LONG, Words
from teams.accounts.models import User

ASKED = "touches_asked"  # stands beside the choices: none of them is a choice too


class DraftForm(forms.Form):
    """Nothing has to be there to keep it; what submitting asks stands in readiness.py."""

    problem = Words(4000, 3, label=_("1. Wat speelt er in je eigen werk?"))
    idea = Words(
        4000,
        6,
        label=_("2. Wat is je idee?"),
        help_text=_("Begin bijvoorbeeld met: ‘Vanaf maandag kunnen wij…’"),
    )
    hoped = Words(2000, 2, label=_("3. Wat hoop je dat het oplevert?"))
    touches = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("touches_other_team", _("Een ander team")),
            ("touches_money", _("Geld")),
            ("touches_tool", _("Een nieuw hulpmiddel")),
            ("touches_data", _("Persoonsgegevens")),
        ],
        error_messages={"invalid_choice": _("Kies uit de lijst.")},
    )

    development_question = forms.TypedChoiceField(
        label=_("Bij welke ontwikkelvraag hoort dit? Mag leeg"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("Kies uit de lijst.")},
    )

    def __init__(
        self,
        row: InnovationProposal,
        data: Any = None,
        initial: Any = None,
        *,
        offered: Iterable[DevelopmentQuestion] = (),
    ) -> None:
        there: dict[str, Any] = {name: getattr(row, name) for name in TEXTS}
        there["touches"] = [name for name in TOUCHES if getattr(row, name)]
        there["development_question"] = row.development_question_id
        super().__init__(data, initial={**there, **(initial or {})}, auto_id="voorstel-%s")
        known = [(str(one.pk), one.text) for one in offered]
        self.fields["development_question"].choices = [("", _("Kies ik niet")), *known]  # type: ignore[attr-defined]

    def typed(self) -> dict[str, Any]:
        """Fields of the proposal that were sent and are right. What was not sent is not touched."""
        found: dict[str, Any] = {
            name: self.cleaned_data[name] for name in TEXTS if name in self.data and name in self.cleaned_data
        }
        if ASKED in self.data and "touches" in self.cleaned_data:
            found |= {name: name in self.cleaned_data["touches"] for name in TOUCHES}
        if "development_question" in self.data and "development_question" in self.cleaned_data:
            found[SERVES] = self.cleaned_data["development_question"]
        return found


class NameForm(forms.ModelForm):  # type: ignore[type-arg]
    """The name on the board, and where it can be found."""

    task_group = forms.ChoiceField(
        label=_("Wat voor taak is het? Mag leeg"),
        required=False,
        choices=[("", _("Kies ik niet")), *TaskGroup.choices],
    )
    skill = forms.ChoiceField(
        label=_("Wat leren mensen ervan? Mag leeg"),
        required=False,
        choices=[("", _("Kies ik niet")), *Skill.choices],
    )

    class Meta:
        model = InnovationProposal
        fields = ["title", "category", "task_group", "skill"]
        labels = {
            "title": _("Hoe heet je voorstel?"),
            "category": _("Waar gaat het over? Mag leeg"),
        }
        help_texts = {"title": _("Een paar woorden. Zo staat het op het bord.")}
        error_messages = {"title": {"max_length": TOO_LONG}}

    def __init__(self, *args: Any, with_ai: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Skill.offered(with_ai=with_ai, chosen=self.instance.skill)
        self.fields["skill"].choices = [("", _("Kies ik niet")), *known]  # type: ignore[attr-defined]
        self.fields["title"].widget = forms.TextInput(attrs={"autocomplete": "off"})
        choices = [("", _("Kies ik niet")), *InnovationProposal.Category.choices]
        self.fields["category"].choices = choices  # type: ignore[attr-defined]


class PersonForm(forms.Form):
    """One colleague by name."""

    who = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Wie wil je erbij vragen?"),
        empty_label=_("Kies een collega"),
        error_messages={"required": _("Kies een collega."), "invalid_choice": _("Kies iemand uit de lijst.")},
    )

    def __init__(self, people: Iterable[User], data: Any = None, label: Any = "") -> None:
        super().__init__(data)
        field = self.fields["who"]
        field.queryset = User.objects.filter(pk__in=[one.pk for one in people])  # type: ignore[attr-defined]
        field.label = label or field.label
        field.label_from_instance = lambda person: person.full_name  # type: ignore[attr-defined]
