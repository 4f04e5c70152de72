"""All components on one page, with the real template tags. For developers: not there in production."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from lerendwerken.lib.drawing import Bar, Beat
from teams.structure.access import anyone


class Example(forms.Form):
    """One field of each shape."""

    measure = forms.CharField(
        label="Hoe meet je dat?",
        help_text="Een aantal, een tijd of een cijfer.",
        error_messages={"required": "Vul in hoe je meet. Bijvoorbeeld: telefoontjes per week."},
    )
    message = forms.CharField(label="Je bericht", widget=forms.Textarea(attrs={"rows": 2}), required=False)
    day = forms.ChoiceField(
        label="Welke dag?",
        choices=[("mon", "maandag"), ("tue", "dinsdag")],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een dag."},
    )
    team = forms.ChoiceField(label="Welk team?", choices=[("1", "Vergunningen"), ("2", "Toezicht")])
    shared = forms.BooleanField(label="Deel dit met mijn team", required=False)


@require_safe
@anyone
def page(request: HttpRequest) -> HttpResponse:
    beats = [
        Beat(90, 20, "done"),
        Beat(270, 60, "done"),
        Beat(470, 35, "next"),
        Beat(660, 10, "plan"),
        Beat(780, 30, "cut"),
    ]
    questions = [Beat(135, 30, "next"), Beat(385, 30, "plan"), Beat(635, 30, "plan"), Beat(885, 30, "plan")]
    context = {
        "beats": beats,
        "gaps": [(860, 1000)],
        "questions": questions,
        "work": [(8.5, 12.5), (13, 16)],
        "moments": [Bar(9.5, 20, "team"), Bar(13, 35, "duo"), Bar(15, 30, "idea")],
        "empty": Example(),
        "wrong": Example(
            {"message": "De aanvrager woont op Dorpsstraat 12.", "team": "1"}, auto_id="fout_%s"
        ),
        "colleagues": ["Joost", "Bilal Yıldız", "Łukasz Nowak"],
    }
    with translation.override("nl"):  # written once, in Dutch
        return render(request, "bouwstenen.html", context | {"language": "nl"})
