"""A file that somebody made up is refused with a sentence or comes along to read; no page and no job breaks on it."""

import json
import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError
from django.urls import reverse

from cycles.models import (
    Attempt,
    InnovationProposal,
    LearningQuestion,
    LogEntry,
    Measurement,
    SparringSession,
    Turn,
)
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit.log import record
from teams.privacy import bringing, erase, export, opening, readable, retention, signing
from teams.privacy.models import BroughtAlong, Erasure, ReadFile
from teams.privacy.registry import REGISTRY
from teams.privacy.tree import Tree, exported, tree
from tests.conftest import Cast
from tests.cycles.questions import building as questions
from tests.teams.privacy.test_bringing import ELSEWHERE, resealed, upload

pytestmark = [pytest.mark.django_db, pytest.mark.shows("outcomes-3", "TP3")]

ME = {"me": True}
MADE = "2026-01-01T10:00:00+00:00"
ENTRY = {"id": 1, "person": ME, "text": "x", "written_at": MADE}
QUESTION = {
    "id": 1,
    "owner": ME,
    "text": "x",
    "situation": "y",
    "state": "dropped",
    "place": None,
    "development_question": None,
    "is_own": True,
    "task_group": "",
    "material": "",
    "routine": "",
    "task_fit": "",
    "stays_human": "",
    "skill": "",
    "if_part": "",
    "then_part": "",
    "answer": "",
    "answer_marks": [],
    "applied": "",
    "applied_marks": [],
    "changed": "",
    "changed_marks": [],
    "paused_by_absence": False,
    "made_at": MADE,
    "stands_since": MADE,
    "revision": 1,
}
ITEM = {"id": 1, "person": ME, "text": "x"}  # of a kind that lives on nowhere
PAGES = (
    "teams:brought-along",
    "cycles:questions",
    "cycles:log",
    "cycles:my-week",
    "teams:own-data",
    "teams:erase",
)
# Moments that PostgreSQL keeps and that no program reads back: they lie outside the years 1 to 9999 in our time.
TOO_EARLY, TOO_LATE = "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"


def made_up(cast: Cast, records: Any) -> bytes:
    """A file of elsewhere with these records and no others."""
    with ELSEWHERE:
        return resealed(export.export(by=cast.professional), lambda told: told.update(records=records))


def brought(cast: Cast, records: Tree) -> bringing.Brought:
    return bringing.bring(opening.opened(made_up(cast, records)), by=cast.outsider)


def bring_in(client: Any, data: bytes) -> None:
    assert upload(client, data).status_code == 302
    assert client.get(reverse("teams:own-data-bring")).status_code == 200
    assert client.post(reverse("teams:own-data-bring")).status_code == 302
    assert not ReadFile.objects.exists()


def assert_refused(client: Any, data: bytes) -> None:
    assert upload(client, data).status_code == 422
    assert not ReadFile.objects.exists()


def assert_every_page_opens(client: Any) -> None:
    for name in PAGES:
        assert client.get(reverse(name)).status_code == 200, name
    file = client.post(reverse("teams:own-data-file"))
    assert file.status_code == 200
    opening.opened(file.content)


# What can be read ----------------------------------------------------------------------------------


def packed_oddly(data: bytes, how: str) -> bytes:
    """The same zip, signed again, that says of its entries that they are packed in another way."""
    packed = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(packed, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info), compress_type=ZIP_DEFLATED)
        new.comment = signing.blank()
    raw = bytearray(packed.getvalue())
    for found in re.finditer(b"PK\x03\x04|PK\x01\x02", bytes(raw)):
        at, is_entry = found.start(), found[0] == b"PK\x03\x04"
        flags = at + (6 if is_entry else 8)
        begin = at + 30 + int.from_bytes(raw[at + 26 : at + 28], "little")
        if how == "encrypted":
            raw[flags] |= 1
        elif how == "of an unknown kind":
            raw[flags + 2] = 97
        elif how == "as lzma":
            raw[flags + 2] = ZIP_LZMA
        elif is_entry:
            raw[begin : begin + 4] = b"\xff\xff\xff\xff"
    return signing.seal(bytes(raw))


@pytest.mark.parametrize("how", ["encrypted", "of an unknown kind", "as lzma", "broken"])
def test_a_zip_that_is_packed_oddly_is_refused(cast: Cast, client_for: Any, how: str) -> None:
    with ELSEWHERE:
        data = packed_oddly(export.export(by=cast.professional), how)
    assert_refused(client_for(cast.outsider), data)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_refused(cast: Cast, client_for: Any, number: float) -> None:
    for one in (ITEM | {"marks": [number]}, ITEM | {"text": number}):
        assert_refused(client_for(cast.outsider), made_up(cast, {"cycles.HarvestItem": [one]}))


def test_a_number_that_is_too_large_is_refused(cast: Cast) -> None:
    assert json.loads("[1.5, 1e9]", parse_float=opening._finite) == [1.5, 1e9]
    for said in ("1e999", "-1e999"):
        with pytest.raises(opening.NotOurs):
            json.loads(f"[{said}]", parse_float=opening._finite)


@pytest.mark.parametrize("pk", ["²", "٣", "9" * 5000, "", "1:2", "-1"])
def test_a_number_that_is_none_breaks_nothing(cast: Cast, client_for: Any, pk: str) -> None:
    pointing = ITEM | {"session": {"own": f"cycles.LogEntry:{pk}"}}
    client = client_for(cast.outsider)
    bring_in(client, made_up(cast, {"cycles.HarvestItem": [pointing]}))
    assert_every_page_opens(client)


@pytest.mark.parametrize("name", ["stands_since", "revision", "state", "is_own", "made_at", "place"])
def test_nothing_is_no_moment_no_number_and_no_choice(cast: Cast, client_for: Any, name: str) -> None:
    client = client_for(cast.outsider)
    bring_in(client, made_up(cast, {"cycles.LearningQuestion": [QUESTION | {name: ""}]}))
    assert not LearningQuestion.objects.filter(owner=cast.outsider).exists()
    assert_every_page_opens(client)


def test_a_draft_without_its_words_lives_on(cast: Cast) -> None:
    made = brought(cast, {"cycles.LearningQuestion": [QUESTION | {"state": "draft", "situation": ""}]})
    assert made.living.total() == 1


@pytest.mark.parametrize("wrong", [DataError, IntegrityError, ValueError, ValidationError])
def test_what_the_database_does_not_take_is_refused_whole(
    cast: Cast, client_for: Any, monkeypatch: pytest.MonkeyPatch, wrong: type[Exception]
) -> None:
    """When the last of all cannot be written, nothing of the file is here."""

    def refuse(**_values: Any) -> None:
        raise wrong("x")

    client = client_for(cast.outsider)
    upload(client, made_up(cast, {"cycles.LogEntry": [ENTRY], "cycles.HarvestItem": [ITEM]}))
    monkeypatch.setattr(BroughtAlong.objects, "create", refuse)
    answer = client.post(reverse("teams:own-data-bring"), follow=True)
    assert answer.redirect_chain == [(reverse("teams:own-data"), 302)]
    assert "kan het niet lezen" in answer.content.decode()
    assert not LogEntry.objects.filter(person=cast.outsider).exists()
    assert not ReadFile.objects.exists()


def test_a_row_that_the_database_does_not_take_comes_along_to_read(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = LogEntry._base_manager.bulk_create

    def without_bad(rows: list[LogEntry], **more: Any) -> list[LogEntry]:
        if any(row.text == "bad" for row in rows):
            raise DataError
        return whole(rows, **more)

    monkeypatch.setattr(LogEntry._base_manager, "bulk_create", without_bad)
    bad = ENTRY | {"id": 2, "text": "bad", "written_at": "2026-01-02T10:00:00+00:00"}
    made = brought(cast, {"cycles.LogEntry": [ENTRY, bad]})
    assert (made.living.total(), made.to_read.total()) == (1, 1)


# Moments -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("moment", [TOO_EARLY, TOO_LATE, "1969-12-31T23:59:59+00:00", "2026-01-01T10:00:00"])
@pytest.mark.parametrize(
    ("label", "record", "field"),
    [("cycles.LogEntry", ENTRY, "written_at"), ("cycles.LearningQuestion", QUESTION, "stands_since")],
)
def test_a_moment_outside_our_time_is_no_row(
    cast: Cast, client_for: Any, label: str, record: dict[str, Any], field: str, moment: str
) -> None:
    made = brought(cast, {label: [record | {field: moment}]})
    assert (made.living.total(), made.to_read.total()) == (0, 1)
    assert_every_page_opens(client_for(cast.outsider))


def test_a_day_may_lie_ahead_and_not_beyond_reach(cast: Cast) -> None:
    yield_ = {
        "id": 2,
        "question": {"own": "cycles.LearningQuestion:1"},
        "proposal": None,
        "kind": "direct",
        "horizon": "short",
        "level": "professional",
        "theme": "",
        "sentence": "x",
        "measure": "",
        "baseline": None,
        "target": None,
        "unit": "",
        "method": "",
        "measure_on": None,
    }
    outcome = {"own": "cycles.YieldOutcome:2"}
    days = [clock.now().date() + timedelta(days=n) for n in (-4000, 3000, 4000)]
    measured = [
        {
            "id": n,
            "outcome": outcome,
            "value": "7.00",
            "measured_on": str(day),
            "note": "",
            "without_ai": False,
            "by": None,
            "at": f"2026-01-0{n}T10:00:00+00:00",
        }
        for n, day in enumerate(["0001-01-01", *days], start=1)
    ]
    records = {
        "cycles.LearningQuestion": [QUESTION],
        "cycles.YieldOutcome": [yield_],
        "cycles.Measurement": measured,
    }
    brought(cast, records)
    assert list(Measurement.objects.order_by("at").values_list("measured_on", flat=True)) == days[:2]


def test_the_jobs_go_on_after_a_moment_outside_our_time(cast: Cast) -> None:
    brought(cast, {"cycles.LogEntry": [ENTRY | {"written_at": TOO_EARLY}, ENTRY | {"id": 2}]})
    LogEntry.objects.create(person=cast.colleague, text="oud", written_at=clock.now() - timedelta(days=800))
    retention.sweep()
    assert not LogEntry.objects.filter(person=cast.colleague).exists()
    for person in (cast.outsider, cast.colleague):
        Erasure.objects.create(person=person, due_at=clock.now())
    assert erase.erase_due() == 2


@pytest.mark.parametrize(
    "moment", [TOO_EARLY, TOO_LATE, "2026-13-45T00:00:00+00:00", "gisteren", "", None, 5]
)
def test_a_file_that_was_made_at_no_moment_of_our_time_is_refused(
    cast: Cast, client_for: Any, moment: Any
) -> None:
    with ELSEWHERE:
        data = resealed(export.export(by=cast.professional), lambda told: told.update(made_at=moment))
    assert_refused(client_for(cast.outsider), data)


# Records that point at each other --------------------------------------------------------------------


def hashed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Everything of which a digest is made, from now on."""
    made: list[Any] = []
    digest = bringing._digest
    monkeypatch.setattr(bringing, "_digest", lambda content: made.append(content) or digest(content))
    return made


def test_fields_that_no_model_has_are_nowhere_looked_at(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    wide = ITEM | {f"made_up_{n}": {"own": "cycles.HarvestItem:1"} for n in range(40)}
    made = hashed(monkeypatch)
    brought(cast, {"cycles.HarvestItem": [wide]})
    assert len(made) < 20
    assert not any("made_up" in name for name in BroughtAlong.objects.get().records["cycles.HarvestItem"][0])


def test_records_that_point_at_themselves_and_each_other_take_no_time(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also through all fields that a model has: as much work as there are records, not as there are ways."""
    names = [f.name for f in exported(REGISTRY[InnovationProposal]) if not f.primary_key]
    to = [f"cycles.InnovationProposal:{n}" for n in range(5)]
    records = [{"id": n} | {name: {"own": to[(n + k) % 5]} for k, name in enumerate(names)} for n in range(5)]
    made = hashed(monkeypatch)
    assert brought(cast, {"cycles.InnovationProposal": records}).to_read.total() == 5
    told = [label for label, _fields in made if label == "cycles.InnovationProposal"]
    assert len(told) <= 5 * (bringing.DEEPEST + 2)


def test_what_was_brought_in_twice_is_here_once_whatever_it_points_at(cast: Cast) -> None:
    """Also where records go round: the file and what was kept of it say the same."""
    names = [f.name for f in exported(REGISTRY[InnovationProposal]) if f.is_relation]
    records = [
        {"id": n} | {name: {"own": f"cycles.InnovationProposal:{(n + 1) % 3}"} for name in names}
        for n in range(3)
    ]
    data = made_up(cast, {"cycles.InnovationProposal": records})
    for times in (3, 0):
        made = bringing.bring(opening.opened(data), by=cast.outsider)
        assert made.to_read.total() == times


# What is kept to read ------------------------------------------------------------------------------


def deep(levels: int) -> list[Any]:
    made: list[Any] = []
    for _level in range(levels - 1):
        made = [made]
    return made


@pytest.mark.parametrize(
    "records",
    [
        {"cycles.HarvestItem": [ITEM | {"session": {"own": []}}]},
        {"cycles.HarvestItem": [ITEM | {"session": {"own": {"own": 1}}}]},
        {"cycles.OutcomeReport": [{"id": 1, "shown": deep(21)}]},
        {"cycles.OutcomeReport": [{"id": 1, "shown": deep(900)}]},
        {"cycles.OutcomeReport": [{"id": 1, "owner": {"name": deep(21)}}]},
        {"cycles.HarvestItem": [{"id": 1}, {"id": "1"}]},
    ],
)
def test_what_no_page_could_show_again_is_refused(cast: Cast, client_for: Any, records: Tree) -> None:
    assert_refused(client_for(cast.outsider), made_up(cast, records))


@pytest.mark.parametrize(
    "records",
    [
        {"cycles.OutcomeReport": [{"id": 1, "shown": deep(20)}]},
        {"cycles.OutcomeReport": [{"id": 1, "state": ["a"], "owner": {"is": []}, "shared_at": {"own": "x"}}]},
        {"cycles.Insight": [{"id": 1, "state": {"a": 1}, "reach": ["b"], "author": {"name": ["x"]}}]},
    ],
)
def test_odd_shapes_are_shown_and_taken_along_again(cast: Cast, client_for: Any, records: Tree) -> None:
    client = client_for(cast.outsider)
    bring_in(client, made_up(cast, records))
    assert BroughtAlong.objects.filter(person=cast.outsider).exists()
    assert_every_page_opens(client)


def depth(entries: list[readable.Entry]) -> int:
    return 1 + max((depth(one.below) for one in entries if one.below), default=0)


def shown(entries: list[readable.Entry]) -> int:
    return sum(1 + shown(one.below) for one in entries)


@pytest.mark.parametrize("is_a_round", [False, True])
def test_a_chain_of_any_length_is_shown_whole(cast: Cast, client_for: Any, is_a_round: bool) -> None:
    chain = [
        {
            "id": n,
            "session": {"own": f"cycles.HarvestItem:{n - 1 or (600 * is_a_round)}"},
            "text": f"woord {n}.",
        }
        for n in range(1, 601)
    ]
    client = client_for(cast.outsider)
    bring_in(client, made_up(cast, {"cycles.HarvestItem": chain}))
    (group,) = readable.groups(BroughtAlong.objects.get().records)
    assert (shown(group.entries), depth(group.entries)) == (600, readable.DEEPEST)
    page = client.get(reverse("teams:brought-along")).content.decode()
    assert all(f"woord {n}." in page for n in range(1, 601))
    assert_every_page_opens(client)


def test_a_chain_that_a_page_can_show_stays_as_it_is() -> None:
    above = {str(n): str(n - 1) for n in range(1, 20)}
    assert readable._under(above) == {"": "", "1": ""} | {str(n): str(n - 1) for n in range(2, 20)}


# Lists whose parts our pages read ---------------------------------------------------------------------

ASKED = {"own": "cycles.LearningQuestion:1"}
ATTEMPT = {"id": 1, "question": ASKED, "text": "x", "marks": [], "confidence": 5, "written_at": MADE}
TALK = {
    "id": 1,
    "question": ASKED,
    "attempt": {"own": "cycles.Attempt:1"},
    "partner": "ai",
    "mode": "analyse",
    "language": "nl",
    "model": "",
    "rung": 1,
    "checked_revision": 0,
    "started_at": MADE,
    "closed_at": None,
}
TURN = {
    "id": 1,
    "session": {"own": "cycles.SparringSession:1"},
    "number": 1,
    "speaker": "partner",
    "state": "done",
    "rung": 1,
    "text": "",
    "asks_for_more": False,
    "blocks": [],
    "request": None,
    "failure": "",
    "made_at": MADE,
    "began_at": None,
    "ended_at": MADE,
    "watched_at": None,
    "reserved": 0,
    "used": None,
}
MARK = {"text": "x", "degree": "reworked", "tool": "AI", "on": "2026-01-01", "purpose": "x"}
BLOCK = {"kind": "option", "text": "Bel eens."}


@pytest.mark.parametrize(
    ("marks", "blocks", "living"),
    [
        ([MARK], [BLOCK], 4),
        ([MARK | {"held": ["woorden van AI"]}], [BLOCK, BLOCK | {"kind": "question"}], 4),
        ([{"text": "x", "degree": "own"}], [], 4),
        ([1], [BLOCK], 1),
        ([MARK | {"degree": "boo"}], [BLOCK], 1),
        ([MARK | {"on": 5}], [BLOCK], 1),
        ([MARK | {"held": "x"}], [BLOCK], 1),
        ([MARK | {"held": [1]}], [BLOCK], 1),
        ([MARK | {"degree": []}], [BLOCK], 1),
        ([{"degree": "own"}], [BLOCK], 1),
        ([MARK], [1], 3),
        ([MARK], ["option"], 3),
        ([MARK], [{"kind": "option"}], 3),
        ([MARK], [BLOCK | {"kind": "x"}], 3),
        ([MARK], [BLOCK | {"kind": []}], 3),
        ([MARK], [BLOCK | {"text": 5}], 3),
    ],
)
def test_marks_and_blocks_live_on_when_they_are_as_ours(
    cast: Cast, client_for: Any, marks: list[Any], blocks: list[Any], living: int
) -> None:
    records = {
        "cycles.LearningQuestion": [QUESTION | {"state": "answered", "answer": "x"}],
        "cycles.Attempt": [ATTEMPT | {"marks": marks}],
        "cycles.SparringSession": [TALK],
        "cycles.Turn": [TURN | {"blocks": blocks}],
    }
    assert brought(cast, records).living.total() == living
    client = client_for(cast.outsider)
    question = LearningQuestion.objects.get(owner=cast.outsider)
    assert client.get(reverse("cycles:question", args=[question.pk])).status_code == 200
    assert_every_page_opens(client)


# How much a file may hold ----------------------------------------------------------------------------


TOO_BIG = "Dit bestand is te groot voor een bestand met eigen gegevens."


@pytest.mark.parametrize(
    ("records", "limit"),
    [
        ({"cycles.HarvestItem": [{"id": n, "marks": [[], {}]} for n in range(40)]}, {"MOST_PARTS": 100}),
        ({"cycles.HarvestItem": [ITEM | {"marks": [1] * 500}]}, {"MOST_VALUES": 400}),
        ({"cycles.HarvestItem": [ITEM | {"id": n} for n in range(11)]}, {"MOST_RECORDS": 10}),
        ({"cycles.HarvestItem": [ITEM | {"text": "x" * 9000}]}, {"MOST_UNPACKED": 9000}),
        ({"cycles.HarvestItem": []}, {"MOST_BYTES": 500}),
    ],
)
def test_more_than_anybody_has_is_too_big(
    cast: Cast, client_for: Any, monkeypatch: pytest.MonkeyPatch, records: Tree, limit: dict[str, int]
) -> None:
    data = made_up(cast, records)
    for name, most in limit.items():
        monkeypatch.setattr(opening, name, most)
    answer = upload(client_for(cast.outsider), data)
    assert answer.status_code == 422
    assert TOO_BIG in answer.content.decode()


def test_too_many_parts_are_counted_before_anything_is_made_of_them(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = made_up(cast, {"cycles.HarvestItem": [{"id": 1, "marks": [[]] * opening.MOST_PARTS}]})
    monkeypatch.setattr(opening.json, "loads", None)
    with pytest.raises(opening.TooBig):
        opening.opened(data)


def test_what_stays_in_the_file_is_not_counted_among_what_comes_in(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An administrator's lines of the log."""
    monkeypatch.setattr(opening, "MOST_RECORDS", 10)
    made = brought(cast, {"teams.AuditEntry": [{"id": n} for n in range(50)], "cycles.LogEntry": [ENTRY]})
    assert (made.living.total(), made.left.total()) == (1, 50)


def talks(question: LearningQuestion, *, days: int, turns: int) -> None:
    """With the partner, who answers every time in three paragraphs."""
    paragraph = {"kind": "question", "text": "Waar merkte je het aan? " * 15}
    answer = {"speaker": "partner", "blocks": [paragraph] * 3}
    asked = {"speaker": "person", "text": "Ik zag het aan de brieven. " * 20}
    attempt = Attempt.objects.create(question=question, text="x", confidence=50)
    for _day in range(days):
        session = SparringSession.objects.create(
            question=question, attempt=attempt, partner="ai", language="nl", closed_at=clock.now()
        )
        Turn.objects.bulk_create(
            [Turn(session=session, number=n, rung=1, **(asked if n % 2 else answer)) for n in range(turns)]
        )


def test_the_file_of_somebody_who_writes_a_great_deal_can_be_read(cast: Cast) -> None:
    """A month of talks and moments twelve times, and one of lines of the log sixty times."""
    person = cast.professional
    talks(questions.active_question(person), days=20, turns=20)
    LogEntry.objects.bulk_create(
        [LogEntry(person=person, text="Een leermoment van een paar zinnen. " * 20) for _entry in range(60)]
    )
    month = weight(person)
    for n in range(20 * 17):
        record("own_data_exported", by=person, rows=n)
    lines = [after - before for after, before in zip(weight(person), month, strict=True)]
    whole = [of_month * 12 + of_lines * 60 for of_month, of_lines in zip(month, lines, strict=True)]
    assert whole[0] < opening.MOST_UNPACKED
    assert whole[1] < opening.MOST_PARTS
    assert whole[2] < opening.MOST_VALUES
    assert month[3] * 12 < opening.MOST_RECORDS
    opening.opened(export.export(by=person))


def weight(person: User) -> tuple[int, int, int, int]:
    """Of the records in a file: bytes, lists and objects, commas, and how many they are."""
    records = tree(person)
    found = export._json({"records": records})
    parts = found.count(b"{") + found.count(b"[")
    return len(found), parts, found.count(b","), sum(map(len, records.values()))


def test_a_zip_of_many_entries_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for n in range(opening.MOST_ENTRIES + 1):
            archive.writestr(str(n), b"")
        archive.comment = signing.blank()
    monkeypatch.setattr(opening, "ZipFile", None)
    with pytest.raises(opening.NotOurs):
        opening.opened(signing.seal(packed.getvalue()))


def test_a_word_that_looks_like_a_letter_that_is_none_is_a_word(cast: Cast) -> None:
    made = brought(cast, {"cycles.LogEntry": [ENTRY | {"text": "Ik leerde wat \\u0000 betekent."}]})
    assert made.living.total() == 1
