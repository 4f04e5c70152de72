"""What comes in with an answer, and with sharing one."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cycles.prompts.answering import MOST
from teams.accounts.models import User
from teams.structure.models import Team


class AnswerForm(forms.Form):
    text = forms.CharField(
        label="",
        required=False,
        max_length=MOST,
        strip=False,
        widget=forms.Textarea(attrs={"class": "ruled", "rows": 6}),
        error_messages={
            "max_length": _(
                "Dit zijn %(show_value)s tekens, en er passen er %(limit_value)s in. Maak je tekst korter. Hij staat nog hieronder."
            )
        },
    )
    revision = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class LaterForm(forms.Form):
    at = forms.IntegerField()  # seconds since 1970, one of the offered times

    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.cleaned_data["at"], UTC)


class ShareForm(forms.Form):
    """With one named colleague, or with one of my teams."""

    who = forms.ChoiceField(label=_("Met wie deel je dit antwoord?"))

    def __init__(self, *args: Any, colleagues: list[User], teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            *((f"t{t.pk}", _("Mijn team %(team)s") % {"team": t.name}) for t in teams),
            *((f"p{p.pk}", p.full_name) for p in colleagues),
        ]

    def target(self) -> dict[str, int]:
        chosen = self.cleaned_data["who"]
        return {"team_id" if chosen[0] == "t" else "colleague_id": int(chosen[1:])}
