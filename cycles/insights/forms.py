"""What comes in with an insight. What is wrong is said in a sentence, and what was typed stays."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cycles.insights import rubric
from cycles.insights.access import may_publish_for_all, own_teams
from cycles.insights.models import POINTS, Insight
from cycles.insights.writing import is_address, not_an_address
from lerendwerken.lib.typed import TOO_LONG, DayField
from teams.structure.access import Viewer, visible
from teams.structure.models import Team

EVERYBODY = "organisation"


class SourceDayField(DayField):
    """Of an older source often only the year is known: 2021 is kept as its first day, and shown as 2021."""

    def to_python(self, value: Any) -> date | None:
        text = str(value).strip() if isinstance(value, str) else ""
        return super().to_python(f"1-1-{text}" if text.isdecimal() and len(text) == 4 else value)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, date) and (value.month, value.day) == (1, 1):
            return str(value.year)
        return super().prepare_value(value)


class InsightForm(forms.ModelForm):  # type: ignore[type-arg]
    kind = forms.ChoiceField(
        label=_("Waar komt het vandaan?"),
        choices=Insight.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies of het uit eigen werk komt of van buiten."),
            "invalid_choice": _("Kies of het uit eigen werk komt of van buiten."),
        },
    )
    source_url = forms.CharField(
        label=_("Link naar de bron"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={"max_length": TOO_LONG},
    )
    source_date = SourceDayField(
        label=_("Van wanneer is de bron?"), required=False, help_text=_("Alleen het jaar mag ook.")
    )

    class Meta:
        model = Insight
        fields = [
            "statement",
            "meaning",
            "kind",
            "source",
            "source_kind",
            "source_url",
            "source_date",
            "method",
            "horizon",
            "is_figure",
            "is_job_shift",
        ]
        labels = {
            "statement": _("Wat is het inzicht, in je eigen woorden?"),
            "meaning": _("Wat betekent het voor ons werk?"),
            "source": _("Wat is de bron?"),
            "source_kind": _("Wat voor bron is het?"),
            "method": _("Hoe is het onderzocht?"),
            "horizon": _("Voor welke termijn geldt het?"),
            "is_figure": _("Dit is een cijfer om mee te vergelijken, geen doel"),
            "is_job_shift": _("Dit gaat over banen die veranderen"),
        }
        help_texts = {
            "statement": _("Eén zin die waar is of niet."),
            "meaning": _("Wat doen jullie ermee, of juist niet?"),
            "source": _("Wie schreef of telde het, en wanneer? Mag nog leeg zolang alleen jij dit leest."),
            "method": _("Bijvoorbeeld: vier weken geteld aan de balie. Of: 61 onderzoeken samengevoegd."),
            "horizon": _("Bijvoorbeeld: de komende twee jaar."),
        }
        widgets = {
            "statement": forms.Textarea(attrs={"class": "ruled two", "rows": 2}),
            "meaning": forms.Textarea(attrs={"rows": 3}),
        }
        error_messages = {
            name: {"max_length": TOO_LONG} for name in ("statement", "meaning", "source", "method", "horizon")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statement"].error_messages["required"] = _now("Schrijf het inzicht op in één zin.")
        self.fields["statement"].widget.attrs.pop("maxlength", None)
        kinds = self.fields["source_kind"]
        kinds.choices = [("", _now("Weet ik nog niet")), *Insight.SourceKind.choices]  # type: ignore[attr-defined]
        kinds.error_messages["invalid_choice"] = _now("Kies een van deze soorten.")

    def clean_statement(self) -> str:
        return " ".join(str(self.cleaned_data["statement"]).split())

    def clean_source_url(self) -> str:
        url = str(self.cleaned_data["source_url"]).strip()
        if url and not is_address(url):
            raise forms.ValidationError(not_an_address())
        return url

    def _post_clean(self) -> None:
        """The row is changed by the verb, never here: a refused form leaves the page with what is kept."""

    @property
    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class RateForm(forms.Form):
    """Five whole numbers, 0 to 20: what they stand for is said beside each."""

    HINTS = {
        "source_points": _("Veel onderzoeken samen telt hoog. Een blog of een verkoper telt laag."),
        "recency_points": _("Van dit jaar telt hoog. Ouder telt lager als het vak intussen veranderde."),
        "method_points": _("Staat erbij wie, hoeveel en hoe? Niets te vinden is 0."),
        "confirmation_points": _("Vonden anderen hetzelfde, los van deze bron? Niemand is 0."),
        "fit_points": _("Ging het over werk zoals dat van ons? Over scholen of fabrieken telt lager."),
    }

    def __init__(self, *args: Any, insight: Insight, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wrong = _now("Geef een getal van 0 tot en met 20.")
        for name, label in zip(Insight.CRITERIA, rubric.names(), strict=True):
            self.fields[name] = forms.IntegerField(
                label=label,
                help_text=self.HINTS[name],
                min_value=0,
                max_value=POINTS,
                initial=getattr(insight, name),
                widget=forms.TextInput(
                    attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off"}
                ),
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
            )


class CheckForm(forms.Form):
    state = forms.ChoiceField(
        label=_("Wat vond je?"),
        choices=[
            (state, Insight.Check(state).label)
            for state in (Insight.Check.CONFIRMED, Insight.Check.REFUTED, Insight.Check.UNCHECKABLE)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat je vond."), "invalid_choice": _("Kies wat je vond.")},
    )
    note = forms.CharField(
        label=_("Schrijf kort wat je vond"),
        help_text=_("Bijvoorbeeld: gemeten over 20 besluiten, eerst 40 minuten, nu 42."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Schrijf kort wat je vond."), "max_length": TOO_LONG},
    )
    source = forms.CharField(
        label=_("Waar keek je het na?"),
        help_text=_("Een bron die je zelf zag of sprak: een wet, een boek, een telling, een collega."),
        max_length=300,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )


class DoubtForm(forms.Form):
    text = forms.CharField(
        label=_("Wat klopt er volgens jou niet?"),
        help_text=_("Wie dit inzicht leest, leest ook dit, met je naam erbij."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Schrijf wat er volgens jou niet klopt."), "max_length": TOO_LONG},
    )


class ContradictForm(forms.Form):
    other = forms.ModelChoiceField(
        label=_("Welk inzicht zegt iets anders?"),
        queryset=Insight.objects.none(),
        empty_label=_("Kies een inzicht"),
        error_messages={
            "required": _("Kies een inzicht uit de lijst."),
            "invalid_choice": _("Kies een inzicht uit de lijst."),
        },
    )
    note = forms.CharField(
        label=_("Waarin verschillen ze? Mag leeg"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, viewer: Viewer, insight: Insight, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = visible(Insight, viewer).exclude(pk=insight.pk).filter(retired_at=None)
        field: Any = self.fields["other"]
        field.queryset = others.exclude(contradictions__other=insight).exclude(contradicted_by__one=insight)
        field.label_from_instance = lambda row: row.statement


class AudienceForm(forms.Form):
    """For whom an insight is: an own team, or everybody when somebody has the permission."""

    audience = forms.ChoiceField(
        label=_("Voor wie is dit inzicht?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies voor wie dit inzicht is."),
            "invalid_choice": _("Kies voor wie dit inzicht is."),
        },
    )

    def __init__(self, *args: Any, viewer: Viewer, insight: Insight, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = {str(team.pk): team for team in teams_of(viewer)} if writes(viewer, insight) else {}
        choices = [(pk, _now("Team %(team)s") % {"team": team.name}) for pk, team in self.teams.items()]
        if may_publish_for_all(viewer):
            choices.append((EVERYBODY, _now("De hele organisatie")))
        field: Any = self.fields["audience"]
        field.choices = choices
        if len(choices) == 1:
            field.initial = choices[0][0]

    @property
    def has_choice(self) -> bool:
        return bool(self.fields["audience"].choices)  # type: ignore[attr-defined]

    @property
    def target(self) -> dict[str, Any]:
        """What `publish` takes."""
        chosen = self.cleaned_data["audience"]
        if chosen == EVERYBODY:
            return {"reach": Insight.Reach.ORGANISATION}
        return {"reach": Insight.Reach.TEAM, "team": self.teams[chosen]}


def writes(viewer: Viewer, insight: Insight) -> bool:
    return insight.author_id == viewer.person.pk


def teams_of(viewer: Viewer) -> list[Team]:
    """The own teams, home first."""
    home = viewer.home_team
    teams = list(Team.objects.filter(pk__in=own_teams(viewer)))
    return sorted(teams, key=lambda team: (home is None or team.pk != home.pk, team.name))
