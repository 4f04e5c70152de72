"""The learning trace as a file of its owner: to read (HTML) or to take along (JSON). Everything written stands in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cycles.questions.evidence import attesting, own_words, recalling
from cycles.questions.evidence.models import PeerAttestation, Recall
from cycles.questions.evidence.trace import trace
from cycles.questions.models import LearningQuestion
from cycles.templatetags.evidence import day_of_mark
from cycles.yields.models import Measurement
from cycles.yields.showing import rows, said
from lerendwerken.lib import clock
from lerendwerken.templatetags.ui import clock_time, day_long
from teams.structure.access import get_or_404, signed_in, viewer_of

type Fact = tuple[str, str]  # what it is called for a reader, and what it says


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the file. `key` is its name in JSON; each entry is a list of facts."""

    key: str
    title: str
    entries: Sequence[Sequence[Fact]]

    @property
    def gives_away(self) -> bool:
        """Whether it holds what somebody is asked to recall from memory (E4)."""
        return self.key in TO_RECALL


TO_RECALL = ("explanations", "recalls", "transfers", "answer")

type Sections = Callable[[LearningQuestion], list[Section]]
SECTIONS: list[Sections] = []


def section(source: Sections) -> Sections:
    """Packages above add what they keep of a question: conversations and choices."""
    SECTIONS.append(source)
    return source


@require_safe
@signed_in
def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    question = get_or_404(LearningQuestion, viewer_of(request), pk=pk)
    parts = sections(question)
    name = f"leerspoor-{question.pk}"
    match kind:
        case "json":
            response: HttpResponse = JsonResponse(
                as_json(question, parts), json_dumps_params={"ensure_ascii": False, "indent": 2}
            )
        case "html":
            context = {
                "question": question,
                "sections": parts,
                "made_at": clock.now(),
                "language": get_language(),
                # Everything is in the file, as it is its owner's. What is still to be recalled is folded.
                "recall_waits": recalling.due(question.owner).filter(question=question).exists(),
            }
            response = HttpResponse(render_to_string("cycles/questions/evidence/download.html", context))
        case _other:
            raise Http404
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def as_json(question: LearningQuestion, parts: Sequence[Section]) -> dict[str, Any]:
    return {
        "question": question.text,
        "made": clock.now().isoformat(),
        **{
            part.key: {
                "title": part.title,
                "entries": [dict(facts) for facts in part.entries],
            }
            for part in parts
        },
    }


def sections(question: LearningQuestion) -> list[Section]:
    own = [
        Section("plan", _("Je plan"), [_plan(question)]),
        Section(
            "yields",
            _("Wat je verwacht"),
            [
                _given(
                    (y.get_kind_display(), y.sentence),
                    (_("Wat tel je"), y.measure),
                    (_("Eerst"), said(y.baseline)),
                    (_("Verwacht"), said(y.target)),
                    (_("Waar draagt het aan bij"), y.get_theme_display()),
                    _touched(*own_words.marked(question, sentence=y.sentence, measure=y.measure).values()),
                )
                for y in question.yields.all()
            ],
        ),
        Section(
            "measurements",
            _("Wat je mat"),
            [
                _measurement(question, row.name, one)
                for row in rows(question.yields.all())
                for one in row.measured
            ],
        ),
        Section(
            "trace",
            _("Je leerspoor"),
            [[(_("Wanneer"), item.when), (_("Wat"), item.label)] for item in trace(question)],
        ),
        Section(
            "attempts",
            _("Je eigen pogingen"),
            [
                _given(
                    _at(a.written_at),
                    (_("Poging"), a.text),
                    _touched(a.marks),
                    (_("Hoe zeker"), f"{a.confidence}%"),
                )
                for a in question.attempts.all()
            ],
        ),
        Section("claims", _("Beweringen"), [_claim(c) for c in question.claims.all()]),
        Section(
            "explanations",
            _("Je uitleg"),
            [
                [
                    _at(e.written_at),
                    (_("Wat je veranderde en waarom"), e.changed),
                    (_("Uitleg"), e.text),
                    *_given(_touched(e.changed_marks, e.marks)),
                    (_("Hoe zeker"), f"{e.confidence}%"),
                ]
                for e in question.explanations.all()
            ],
        ),
        Section("recalls", _("Uit je hoofd"), [_recall(r) for r in question.recalls.all()]),
        Section(
            "transfers",
            _("Andere situaties"),
            [
                _given(
                    _at(t.written_at),
                    (_("Situatie"), t.situation),
                    (_("Hoe het ging"), t.went),
                    _touched(t.situation_marks, t.went_marks),
                )
                for t in question.transfers.all()
            ],
        ),
        Section(
            "attestations",
            _("Wie tekende"),
            [
                [(_("Naam"), row.peer.full_name), (_("Datum"), day_long(attesting.day_of(row)))]
                for row in question.attestations.select_related("peer")
                if row.state == PeerAttestation.State.SIGNED
            ],
        ),
        Section("answer", _("Je antwoord"), [_answer(question)] if question.answer else []),
    ]
    own += [part for source in SECTIONS for part in source(question)]
    return [part for part in own if part.entries]


PLAN = ("situation", "if_part", "then_part", "stays_human")


def _plan(question: LearningQuestion) -> list[Fact]:
    frame = question.development_question
    return _given(
        (_("Werksituatie"), question.situation),
        (_("Hoort bij"), frame.text if frame else _("Eigen vraag")),
        (_("Soort taak"), question.get_task_group_display()),
        (_("Vaardigheid"), question.get_skill_display()),
        (_("Als"), question.if_part),
        (_("Dan"), question.then_part),
        (_("Wat mensenwerk blijft"), question.stays_human),
        _touched(*own_words.marked(question, **{name: getattr(question, name) for name in PLAN}).values()),
    )


def _measurement(question: LearningQuestion, name: str, one: Measurement) -> list[Fact]:
    is_felt = one.value is None
    return _given(
        (_("Wanneer"), f"{day_long(one.measured_on)} {one.measured_on.year}"),
        (_("Opbrengst"), name),
        (_("Gemeten"), _("gevoel, niet gemeten") if is_felt else said(one.value)),
        (_("Zonder hulp"), _("ja") if one.without_ai else ""),
        (_("Wat er te merken was") if is_felt else _("Wat dit getal niet zegt"), one.note),
        _touched(*own_words.marked(question, note=one.note).values()),
    )


def _claim(claim: Any) -> list[Fact]:
    return _given(
        (_("Bewering"), claim.text),
        (_("Waar komt hij vandaan"), claim.get_origin_display()),
        (_("Gecontroleerd"), claim.get_state_display()),
        (_("Bron"), claim.source),
        (_("Wat klopt er wel"), claim.correction),
    )


def _recall(row: Recall) -> list[Fact]:
    weeks = (_("Na hoeveel weken"), str(row.after_weeks))
    if row.state != Recall.State.DONE or row.done_at is None:
        return [weeks, (_("Wanneer"), row.get_state_display())]
    return _given(
        weeks,
        _at(row.done_at),
        (_("Wat je nog wist"), row.text),
        _touched(*own_words.marked(row.question, text=row.text).values()),
        (_("Hoe het ging"), row.get_outcome_display()),
    )


def _answer(question: LearningQuestion) -> list[Fact]:
    return _given(
        (_("Antwoord"), question.answer),
        (_("Waar je het toepaste"), question.applied),
        (_("Wat er veranderde"), question.changed),
        _touched(question.answer_marks, question.applied_marks, question.changed_marks),
    )


def _touched(*texts: Sequence[dict[str, Any]]) -> Fact:
    """What AI had a hand in says so in the file as well; its writer cannot take that away (AI5).

    One fact for all texts of an entry: in JSON a name stands once.
    """
    words = {"taken_over": _("Van AI overgenomen."), "reworked": _("Door AI bewerkt.")}
    lines = [
        f"{words[mark['degree']]} {mark['tool']}, {day_of_mark(mark['on'])}. {mark['purpose']}: {mark['text']}"
        for marks in texts
        for mark in marks
        if mark["degree"] in words
    ]
    return _("Wat van AI komt"), "\n".join(lines)


def _at(moment: Any) -> Fact:
    local = timezone.localtime(moment)
    return _("Wanneer"), f"{day_long(local)} {local.year}, {clock_time(local)}"


def _given(*facts: Fact) -> list[Fact]:
    return [fact for fact in facts if fact[1]]
