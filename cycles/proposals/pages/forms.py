"""What a decider writes: each answer is a form of its own, and all of them stand on one page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lerendwerken.lib.typed import DayField, Words


class AnswerForm(forms.Form):
    """One way to answer. `verb` is that of the transition table, `did` the word for it when it is done."""

    verb = ""
    title: Any = ""
    about: Any = ""
    button: Any = ""
    icon = ""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{self.verb}-%s")

    @property
    def is_open(self) -> bool:
        """What was refused stays open, with what was typed."""
        return self.is_bound


class TrialForm(AnswerForm):
    verb = "start_trial"
    title = _("Ja, begin een proef")
    about = _("Hooguit vier weken. De indieners meten wat het oplevert, daarna besluit je opnieuw.")
    button = _("Begin deze proef")
    icon = "circle-check"

    reason = Words(2000, required=_("Schrijf waarom je ja zegt."), label=_("Waarom zeg je ja?"))
    trial_from = DayField(label=_("Eerste dag van de proef"))
    trial_until = DayField(label=_("Laatste dag van de proef"), help_text=_("Hooguit vier weken later."))


class ReturnForm(AnswerForm):
    verb = "return"
    title = _("Leg terug met een vraag")
    about = _(
        "De indieners beantwoorden je vraag en dienen opnieuw in. Dan beginnen de tien werkdagen opnieuw."
    )
    button = _("Leg terug")
    icon = "undo-2"

    reason = Words(
        2000, required=_("Schrijf je vraag. Die lezen de indieners."), label=_("Wat wil je eerst weten?")
    )


class DeclineForm(AnswerForm):
    verb = "decline"
    title = _("Nee, wijs af")
    about = _("Iedereen in de dienst leest de reden, en wat er een ja van zou maken.")
    button = _("Wijs af")
    icon = "circle-x"

    reason = Words(
        2000,
        required=_("Schrijf waarom niet. Een nee zonder reden bestaat hier niet."),
        label=_("Waarom niet?"),
    )
    would_be_yes = Words(
        1000, required=_("Schrijf wat er een ja van zou maken."), label=_("Wat zou er een ja van maken?")
    )


class AdoptForm(AnswerForm):
    verb = "adopt"
    title = _("Voer het in")
    about = _(
        "Het hoort vanaf nu bij het werk. Er komt een praktijkkaart, zodat andere teams het ook vinden."
    )
    button = _("Voer in")
    icon = "circle-check"

    reason = Words(
        2000,
        required=_("Schrijf waarom je dit besluit."),
        label=_("Waarom voer je het in?"),
        help_text=_("Zet de verwachting en de meting naast elkaar."),
    )


class StopForm(AnswerForm):
    verb = "stop"
    title = _("Stop ermee")
    about = _(
        "Ook dit is een uitkomst. De reden blijft te lezen, zodat een ander er niet opnieuw aan begint."
    )
    button = _("Stop deze proef")
    icon = "square"

    reason = Words(2000, required=_("Schrijf waarom je dit besluit."), label=_("Waarom stop je ermee?"))


BEFORE: tuple[type[AnswerForm], ...] = (TrialForm, ReturnForm, DeclineForm)
AFTER: tuple[type[AnswerForm], ...] = (AdoptForm, StopForm)
BY_VERB = {form.verb: form for form in (*BEFORE, *AFTER)}
