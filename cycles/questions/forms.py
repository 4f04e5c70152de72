"""The plan of a learning question as it is typed: four parts, each a screen of the wizard, or all on one page."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cycles.framework.choosing import to_choose
from cycles.framework.models import DevelopmentQuestion
from cycles.questions.models import LearningQuestion, Material, Routine, Skill, TaskFit, TaskGroup
from cycles.questions.partner import has_ai
from cycles.questions.planning import DIRECT, HORIZONS, SUSTAINABLE, expected
from cycles.yields.models import YieldOutcome
from lerendwerken.lib.typed import TOO_LONG, Number, Sentence
from teams.structure.access import Viewer

OWN = "eigen"

SKILL_FIRST = {
    TaskGroup.CREATIVE: Skill.COMMUNICATION,
    TaskGroup.ADMINISTRATIVE: Skill.DIGITAL,
    TaskGroup.DATA: Skill.ANALYSIS,
    TaskGroup.VISUAL: Skill.CRITICAL,
    TaskGroup.ADVICE: Skill.ETHICS,
}
"""What a kind of task mostly trains: a first choice, and the owner's to change."""


class Planner:
    """Whose plan it is, and what it can belong to. `question` is None before there is one."""

    def __init__(self, viewer: Viewer, question: LearningQuestion | None = None) -> None:
        self.viewer, self.question = viewer, question

    @cached_property
    def with_ai(self) -> bool:
        return has_ai(self.viewer.person)

    @cached_property
    def offered(self) -> list[DevelopmentQuestion]:
        """The open development questions of the own team's frame, and the one that was chosen before."""
        chosen = self.question.development_question_id if self.question else None
        return to_choose(self.viewer, self.viewer.home_team, chosen)

    def value(self, name: str) -> Any:
        return getattr(self.question, name) if self.question else ""


def _chosen(label: Any, choices: Any, required: Any, **kwargs: Any) -> forms.ChoiceField:
    messages = {"required": required, "invalid_choice": _("Kies een van deze mogelijkheden.")}
    widget = kwargs.pop("widget", forms.RadioSelect)
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=bool(required),
        widget=widget,
        error_messages=messages,
        **kwargs,
    )


class Part(forms.Form):
    """One part of a plan. `words()` are fields of the question, `yields()` those of its yields."""

    title: Any = ""
    names: tuple[str, ...] = ()

    def __init__(self, planner: Planner, data: Any = None, initial: Mapping[str, Any] | None = None) -> None:
        self.planner = planner
        super().__init__(data, initial={**self.first_values(), **(initial or {})})

    def first_values(self) -> dict[str, Any]:
        return {name: self.planner.value(name) for name in self.names}

    def words(self) -> dict[str, Any]:
        """What is right; and, where something was emptied, that it is empty."""
        found = {name: self.cleaned_data[name] for name in self.names if name in self.cleaned_data}
        emptied = (name for name in self.names if name in self.fields and name not in found)
        return found | {name: "" for name in emptied if not self.data.get(name, "").strip()}

    def yields(self) -> dict[str, dict[str, Any]]:
        return {}


class WorkPart(Part):
    """Analyse the work, hear what another noticed, and reflect: there the question comes from (didactiseren)."""

    title = _("Werk en vraag")
    names = ("situation", "text")

    situation = forms.CharField(
        label=_("1. Kijk terug: wat gebeurde er in je werk?"),
        help_text=_("Kies iets kleins: één gesprek, één besluit of één taak. Noem geen namen van inwoners."),
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "ruled", "rows": 4}),
        error_messages={
            "required": _("Schrijf om welk werk het gaat. Eén zin is genoeg."),
            "max_length": TOO_LONG,
        },
    )
    feedback = forms.CharField(
        label=_("2. Wat merkte een ander ervan? Mag leeg"),
        help_text=_("Wat zei, vroeg of deed diegene? Dit komt onder je werksituatie te staan."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"class": "ruled two", "rows": 2}),
        error_messages={"max_length": TOO_LONG},
    )
    text = Sentence(
        300,
        _("Schrijf je vraag."),
        label=_("3. Wat wil je daarvan leren? Maak er één vraag van"),
        help_text=_("Begin met ‘Hoe’, ‘Wanneer’ of ‘Waaraan’. Het antwoord kun je in je werk laten zien."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)

    def clean(self) -> dict[str, Any]:
        """What another noticed is part of the situation, as a paragraph of its own."""
        given = self.cleaned_data
        if given.get("feedback") and "situation" in given:
            whole = f"{given['situation']}\n\n{given['feedback']}"
            if len(whole) > 2000:
                self.add_error(
                    "feedback", _("Samen met je werksituatie is dit te lang. Maak een van de twee korter.")
                )
            else:
                given["situation"] = whole
        return given


class TaskPart(Part):
    """Where it belongs, and what kind of task it is."""

    title = _("Kader en soort taak")
    names = ("task_group", "task_fit", "stays_human", "material", "routine")

    frame = _chosen(_("Waar hoort je vraag bij?"), [], _("Kies waar je vraag bij hoort."))
    task_group = _chosen(_("Wat voor taak is het?"), TaskGroup, _("Kies wat voor taak het is."))
    task_fit = _chosen(_("Past AI bij deze taak?"), TaskFit, _("Kies of AI bij deze taak past."))
    stays_human = Sentence(300, label=_("Wat blijf je zelf doen?"))
    material = _chosen(_("Waar bestaat het werk uit?"), [("", _("weet ik niet")), *Material.choices], "")
    routine = _chosen(_("Hoe vaak is het hetzelfde?"), [("", _("weet ik niet")), *Routine.choices], "")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.planner.with_ai:
            del self.fields["task_fit"]
        own = _now("Eigen vraag. Die komt op niemands agenda.")
        self.fields["frame"].choices = [  # type: ignore[attr-defined]
            *((str(q.pk), q.text) for q in self.planner.offered),
            (OWN, own),
        ]

    def first_values(self) -> dict[str, Any]:
        question = self.planner.question
        found = super().first_values()
        found["task_fit"] = found["task_fit"] or TaskFit.NEUTRAL
        if question is None or not (question.stays_human or question.task_group):
            found["stays_human"] = _now("De afweging blijf ik zelf maken.")
        if question and (question.is_own or question.development_question_id):
            found["frame"] = OWN if question.is_own else str(question.development_question_id)
        else:
            found["frame"] = str(self.planner.offered[0].pk) if self.planner.offered else OWN
        return found

    def words(self) -> dict[str, Any]:
        found = super().words()
        found.setdefault("task_fit", self.planner.value("task_fit") or TaskFit.NEUTRAL)
        if "frame" in self.cleaned_data:
            chosen = self.cleaned_data["frame"]
            found["is_own"] = chosen == OWN
            found["development_question_id"] = None if chosen == OWN else int(chosen)
        return found


class DoingPart(Part):
    """The if-then plan, and what is trained by it."""

    title = _("Als-dan-plan")
    names = ("if_part", "then_part", "skill")

    if_part = Sentence(
        200,
        _("Schrijf wanneer je het gaat doen."),
        label=_("Als …"),
        help_text=_("Het teken in je werk: wat zie, hoor of doe je op dat moment?"),
    )
    then_part = Sentence(
        200,
        _("Schrijf wat je dan precies doet."),
        label=_("dan …"),
        help_text=_("Wat je precies doet. Zo klein dat het die dag nog kan."),
    )
    skill = _chosen(
        _("Wat oefen je hier vooral mee?"), Skill, _("Kies wat je vooral oefent."), widget=forms.Select
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Skill.offered(with_ai=self.planner.with_ai, chosen=self.planner.value("skill"))
        self.fields["skill"].choices = known  # type: ignore[attr-defined]

    def first_values(self) -> dict[str, Any]:
        found = super().first_values()
        group = self.planner.value("task_group")
        found["skill"] = found["skill"] or SKILL_FIRST.get(group, Skill.PROBLEMS)
        return found


COUNTED = ("measure", "baseline", "target")
PLACED: dict[str, tuple[Any, Any]] = {
    "horizon": (_("Op welke termijn?"), YieldOutcome.Horizon.choices),
    "level": (_("Voor wie?"), YieldOutcome.Level.choices),
    "theme": (
        _("Waar draagt het aan bij? Mag leeg"),
        [("", _("Kies ik niet")), *YieldOutcome.Theme.choices],
    ),
}


class YieldPart(Part):
    """One yield for now and one that lasts; how it is measured may follow (S23)."""

    title = _("Opbrengsten")

    direct = Sentence(
        300,
        _("Schrijf in één zin wat het meteen oplevert."),
        label=_("Meteen, binnen 3 maanden"),
        help_text=_("Iets wat een ander ook kan merken: tijd, fouten, wachten of vragen."),
    )
    sustainable = Sentence(
        300,
        _("Schrijf in één zin wat het blijvend oplevert."),
        label=_("Blijvend, over een jaar"),
        help_text=_("Wat kun je dan zelf, zonder hulp? Of wat is voorgoed lichter geworden?"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in (DIRECT, SUSTAINABLE):
            self.fields[f"{kind}_measure"] = Sentence(
                120, label=_("Wat tel je?"), widget=forms.TextInput(attrs={"autocomplete": "off"})
            )
            self.fields[f"{kind}_baseline"] = Number(label=_("Hoeveel is het nu?"))
            self.fields[f"{kind}_target"] = Number(label=_("Hoeveel moet het worden?"))
            for name, (label, choices) in PLACED.items():
                self.fields[f"{kind}_{name}"] = _chosen(label, choices, "", widget=forms.Select)

    @property
    def rows(self) -> list[tuple[forms.BoundField, list[forms.BoundField], list[forms.BoundField], bool]]:
        """(sentence, how it is measured, where it belongs, whether these are shown open)"""
        found = []
        for kind in (DIRECT, SUSTAINABLE):
            measure = [self[f"{kind}_{name}"] for name in COUNTED]
            placed = [self[f"{kind}_{name}"] for name in PLACED]
            is_filled = any(bound.value() not in (None, "") for bound in measure)
            is_open = is_filled or any(bound.errors for bound in (*measure, *placed))
            found.append((self[kind], measure, placed, is_open))
        return found

    def first_values(self) -> dict[str, Any]:
        there = expected(self.planner.question) if self.planner.question else {}
        found: dict[str, Any] = {}
        for kind in (DIRECT, SUSTAINABLE):
            one = there.get(kind) or YieldOutcome(kind=kind, horizon=HORIZONS[kind])
            found[kind] = one.sentence
            found |= {f"{kind}_{name}": getattr(one, name) for name in (*COUNTED, *PLACED)}
        return found

    def yields(self) -> dict[str, dict[str, Any]]:
        found = {}
        for kind in (DIRECT, SUSTAINABLE):
            typed = {"sentence": kind} | {name: f"{kind}_{name}" for name in (*COUNTED, *PLACED)}
            given = {name: self.cleaned_data[key] for name, key in typed.items() if key in self.cleaned_data}
            for name in PLACED:  # a page that did not ask leaves it as it was
                if f"{kind}_{name}" not in self.data:
                    given.pop(name, None)
            if "sentence" not in given and not self.data.get(kind, "").strip():
                given["sentence"] = ""
            if "sentence" in given:
                found[str(kind)] = given
        return found


class Whole(list[forms.BoundField]):
    """All parts of one page, so that what is missing stands in one list."""

    def __init__(self, parts: Iterable[Part]) -> None:
        super().__init__(bound for part in parts for bound in part)

    def non_field_errors(self) -> list[str]:
        return []


PARTS: dict[int, type[Part]] = {1: WorkPart, 2: TaskPart, 3: DoingPart, 4: YieldPart}
