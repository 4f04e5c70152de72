"""What comes in around a trial. Nothing here is required to save a part; what is still missing is said beside it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cycles.proposals.merging import stamp
from cycles.proposals.models import InnovationProposal, TwoSides
from cycles.proposals.trials.preparing import SIDES, YIELD
from cycles.questions.marking import Mark
from cycles.yields.models import YieldOutcome
from lerendwerken.lib.typed import DayField, Number, Sentence, Words
from teams.accounts.models import User

PROPOSAL = InnovationProposal._meta


def longest(name: str, of: Any = PROPOSAL) -> int | None:
    found: int | None = of.get_field(name).max_length
    return found


# Before a trial -----------------------------------------------------------------------------------


class Part(forms.Form):
    """One part of the page, saved by itself. `seen` is the stamp of what its page was made from."""

    slug = ""
    title: Any = ""

    def __init__(self, proposal: InnovationProposal, data: Any = None, *, with_ai: bool = True) -> None:
        names = list(self.base_fields)
        initial = {name: getattr(proposal, name) for name in names}
        super().__init__(data, initial=initial, auto_id=f"{self.slug}-%s")
        if not with_ai:
            for name in ("needs_ai", "is_agentic", "human_check"):
                self.fields.pop(name, None)
        self.names: Sequence[str] = list(self.fields)
        self.seen = stamp(proposal, self.names) if data is None else data.get("seen", "")
        self._marks = proposal.marks

    @property
    def marked(self) -> list[tuple[forms.BoundField, list[Mark]]]:
        """Each field with the marks of what is saved in it."""
        return [(self[name], self._marks.get(name, [])) for name in self.fields]


class PeoplePart(Part):
    slug = "mensen"
    title = _("Voor wie, en wat blijft")

    gain_for = Words(
        longest("gain_for"),
        label=_("Wie heeft er voordeel van?"),
        help_text=_("Denk aan wie ons nodig heeft, aan je team en aan jezelf."),
    )
    loss = Words(
        longest("loss"),
        label=_("Wat raken we kwijt?"),
        help_text=_("Tijd, een gesprek, kennis of plezier in het werk."),
    )
    keep_human = Words(
        longest("keep_human"),
        label=_("Wat blijft mensenwerk?"),
        help_text=_("Ook als het anders zou kunnen."),
    )


class CarePart(Part):
    slug = "zorg"
    title = _("Zorgvuldig")

    junior_learning = Words(
        longest("junior_learning"),
        label=_("Wat leren nieuwe collega’s hiervan, of wat missen ze?"),
        help_text=_("Van eenvoudig werk leer je het vak. Wat komt daarvoor in de plaats?"),
    )
    ethics = Words(longest("ethics"), label=_("Wie kan er last van krijgen?"))
    data_used = Words(
        longest("data_used"),
        label=_("Welke gegevens gebruik je?"),
        help_text=_("Geen? Schrijf dat op. Noem geen namen van inwoners."),
    )


class CostPart(Part):
    slug = "kosten"
    title = _("Wat het vraagt")

    effort = Sentence(300, label=_("Wat kost het: tijd, geld of allebei?"))
    needs_ai = forms.BooleanField(
        label=_("Hier is AI voor nodig"),
        required=False,
        help_text=_("Lukt het ook zonder? Laat dit dan leeg."),
    )
    is_agentic = forms.BooleanField(label=_("AI voert zelf stappen uit"), required=False)
    human_check = Sentence(
        300,
        label=_("Waar kijkt een mens mee?"),
        help_text=_("Nodig als AI zelf stappen uitvoert: na welke stap, en wie."),
    )


PARTS: dict[str, type[Part]] = {part.slug: part for part in (PeoplePart, CarePart, CostPart)}


class SidesForm(forms.Form):
    """An opportunity never stands alone (A49)."""

    opportunity = Words(
        500,
        2,
        _("Schrijf welke kans je ziet."),
        label=_("Kans"),
        help_text=_("Wat kan er beter door worden?"),
    )
    threat = Words(
        500,
        2,
        _("Schrijf ook de bedreiging. Elke kans heeft er een."),
        label=_("Bedreiging die erbij hoort"),
        help_text=_("Wat kan er juist slechter door worden?"),
    )
    measure = Sentence(300, label=_("Wat doen we eraan?"), help_text=_("Mag later."))

    def __init__(self, data: Any = None, sides: TwoSides | None = None) -> None:
        initial = {name: getattr(sides, name) for name in SIDES} if sides else None
        super().__init__(data, initial=initial, auto_id="kant-%s")
        self.seen = stamp(sides, SIDES) if data is None else data.get("seen", "")


class YieldForm(forms.Form):
    """One yield: a sentence to begin with, and how it is measured before the trial begins."""

    sentence = Sentence(
        300,
        _("Schrijf in één zin wat het moet opleveren."),
        label=_("Wat moet het opleveren?"),
        help_text=_("Eén zin, over iets wat een ander ook kan merken."),
    )
    kind = forms.ChoiceField(
        label=_("Soort"),
        choices=YieldOutcome.Kind.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Kies: meteen of blijvend.")),
    )
    horizon = forms.ChoiceField(
        label=_("Termijn"),
        choices=YieldOutcome.Horizon.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Kies op welke termijn.")),
    )
    level = forms.ChoiceField(
        label=_("Voor wie"),
        choices=YieldOutcome.Level.choices,
        initial=YieldOutcome.Level.ENVIRONMENT,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Kies voor wie.")),
    )
    theme = forms.ChoiceField(
        label=_("Waar draagt het aan bij? Mag leeg"),
        choices=[("", _("Kies ik niet")), *YieldOutcome.Theme.choices],
        required=False,
        error_messages={"invalid_choice": _("Kies uit de lijst.")},
    )
    measure = Sentence(
        120, label=_("Wat tel je?"), help_text=_("Bijvoorbeeld: telefoontjes na een besluit."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    unit = Sentence(
        40, label=_("Per wat?"), help_text=_("Bijvoorbeeld: per week, minuten, van de 20."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    baseline = Number(label=_("Hoeveel is het nu?"))
    target = Number(label=_("Hoeveel moet het worden?"))
    method = Sentence(
        200, label=_("Hoe meet je het?"), help_text=_("Bijvoorbeeld: geteld aan de balie, een week lang."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    measure_on = DayField(
        label=_("Meten op"), required=False, help_text=_("Een dag, zoals 12-6-2026. Mag leeg.")
    )

    def __init__(self, data: Any = None, outcome: YieldOutcome | None = None) -> None:
        initial = {name: getattr(outcome, name) for name in YIELD} if outcome else None
        super().__init__(data, initial=initial, auto_id="opbrengst-%s")
        self.seen = stamp(outcome, YIELD) if data is None else data.get("seen", "")


# During a trial, and after it ---------------------------------------------------------------------


class ResultForm(forms.Form):
    result = Words(
        longest("result"),
        8,
        label=_("Wat leverde de proef op?"),
        help_text=_("Wat verwachtte je, en wat werd het? Wat zeggen de getallen niet? In je eigen woorden."),
    )

    def __init__(self, proposal: InnovationProposal, data: Any = None) -> None:
        super().__init__(data, initial={"result": proposal.result})
        self.seen = stamp(proposal, ["result"]) if data is None else data.get("seen", "")


class EmbedForm(forms.Form):
    """Who keeps it up, and when it is measured again."""

    process_owner = forms.TypedChoiceField(
        label=_("Wie houdt het bij?"),
        coerce=int,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Kies wie het bijhoudt.")),
    )
    remeasure_on = DayField(
        label=_("Wanneer meten jullie opnieuw?"),
        help_text=_("Een half jaar van nu of later."),
        error_messages={"required": _("Kies een dag om opnieuw te meten.")},
    )

    def __init__(self, people: Sequence[User], data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        names = [("", _("Kies een naam")), *((person.pk, person.full_name) for person in people)]
        self.fields["process_owner"].choices = names  # type: ignore[attr-defined]
