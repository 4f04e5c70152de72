"""Export, wipe, bring in: the same again; in another installation too, and never twice (TP2, W12)."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse

from cycles.models import (
    Attempt,
    LearningQuestion,
    LogEntry,
    Measurement,
    PeerAttestation,
    QuestionShare,
    Reflection,
    SparringSession,
    Turn,
    YieldOutcome,
)
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.addresses import changing
from teams.audit.models import AuditEntry
from teams.privacy import bringing, erase, export, opening, signing
from teams.privacy.models import BroughtAlong, Erasure, ReadFile
from teams.privacy.registry import REGISTRY, Data
from teams.privacy.tree import Tree, tree
from teams.structure.models import Membership
from tests import builders
from tests.conftest import Cast
from tests.cycles.questions import building as questions
from tests.journeys import planting
from tests.teams.privacy.test_export import planted

pytestmark = [pytest.mark.django_db, pytest.mark.shows("TP2", "W12", "outcomes-3")]
ELSEWHERE = override_settings(
    SECRET_KEY="het geheim van een andere installatie, lang genoeg", BASE_URL="https://leren.elders.example"
)
# What a question or an answer is not the same in: who pays for an answer here, and when it was last changed here.
OF_HERE = {"cycles.Turn": {"request", "reserved", "state", "ended_at"}}


@pytest.fixture
def written(cast: Cast, frozen: Any) -> Cast:
    planted(cast, cast.professional)
    answered = LearningQuestion.objects.get(pk=planting.ANSWERED)
    questions.shared(answered, with_=cast.colleague)
    PeerAttestation.objects.create(
        question=answered, peer=cast.colleague, state="signed", decided_at=clock.now()
    )
    Measurement.objects.create(
        outcome=YieldOutcome.objects.get(question=answered),
        value=7,
        measured_on=clock.now().date(),
        by=cast.professional,
    )
    return cast


def wiped(person: User) -> User:
    """Erased for good, and then somebody with the same name and address in the same team."""
    team, email = person.memberships.get().team, person.email
    Erasure.objects.create(person=person, due_at=clock.now())
    assert erase.erase(person.pk)
    fresh = User.objects.create_user(email, given_name=person.given_name, family_name=person.family_name)
    Membership.objects.create(person=fresh, team=team, from_date=builders.LONG_AGO)
    return fresh


def said(records: Tree) -> list[str]:
    """What somebody wrote, without numbers: each record with what it is about, in an order of its own."""
    digests = bringing.Digests(
        {
            label: [{k: v for k, v in one.items() if k not in OF_HERE.get(label, ())} for one in there]
            for label, there in records.items()
        }
    )
    written = {
        m._meta.label for m, known in REGISTRY.items() if known.default in (Data.PROCESS, Data.OUTCOME)
    }
    written -= {"teams.ReadFile", "teams.BroughtAlong"}
    return sorted(
        f"{label} {digests.of(label, one)}" for label, one in digests.records.values() if label in written
    )


def bring(data: bytes, by: User) -> bringing.Brought:
    return bringing.bring(opening.opened(data), by=by)


def test_export_wipe_and_bring_in_gives_an_equal_tree(written: Cast) -> None:
    before = tree(written.professional)
    data = export.export(by=written.professional)
    fresh = wiped(written.professional)
    assert said(tree(fresh)) == []
    brought = bring(data, fresh)
    after = tree(fresh)
    assert said(after) == said(before)
    assert len(said(before)) > 30
    assert brought.living["Leervragen"] == 2
    assert sum(brought.here.values()) == 0
    assert bring(export.export(by=fresh), fresh).living.total() == 0
    assert said(tree(fresh)) == said(before)


def test_everything_lives_on_under_its_own_question(written: Cast) -> None:
    data = export.export(by=written.professional)
    fresh = wiped(written.professional)
    bring(data, fresh)
    for state in ("answered", "active"):
        question = LearningQuestion.objects.get(owner=fresh, state=state)
        assert question.attempts.count() == question.explanations.count() == question.recalls.count() == 1
        session = question.sparring_sessions.get()
        assert session.attempt == question.attempts.get()
        assert [turn.number for turn in session.turns.all()][:2] == [1, 2]
    assert not Turn.objects.filter(state__in=Turn.UNFINISHED).exists(), "no answer is on its way here"
    assert not Turn.objects.filter(request__isnull=False).exists()
    assert Reflection.objects.filter(prompt__person=fresh).count() == 2
    assert LogEntry.objects.filter(person=fresh).count() == 2
    signed = PeerAttestation.objects.get(question__owner=fresh)
    assert (signed.peer, signed.state) == (written.colleague, "signed")
    assert Measurement.objects.get(outcome__question__owner=fresh, value=7).by == fresh
    assert not QuestionShare.objects.exists(), "what was shared there is shared with nobody here"


def test_what_is_still_there_does_not_come_in_again(written: Cast) -> None:
    data = export.export(by=written.professional)
    before = said(tree(written.professional))
    LogEntry.objects.filter(pk=planting.RUNS).delete()
    LearningQuestion.objects.filter(pk=planting.RUNS).update(text="Intussen anders.")
    brought = bring(data, written.professional)
    assert dict(brought.living) == {"Leermomenten": 1}
    assert not brought.to_read
    assert LearningQuestion.objects.get(pk=planting.RUNS).text == "Intussen anders.", "as it is here"
    assert len(said(tree(written.professional))) == len(before)


@pytest.fixture
def elsewhere(written: Cast) -> bytes:
    """The file, made in another installation, whose people, weeks and questions are not here."""
    with ELSEWHERE:
        return export.export(by=written.professional)


def test_in_another_organisation_the_rest_comes_along_to_read(
    written: Cast, elsewhere: bytes, client_for: Any
) -> None:
    lukasz = written.outsider
    brought = bring(elsewhere, lukasz)
    assert brought.living["Leervragen"] == 2
    assert not Reflection.objects.filter(prompt__person=lukasz).exists(), "a week of another team"
    assert not PeerAttestation.objects.filter(question__owner=lukasz).exists(), "nobody here signed that"
    row = BroughtAlong.objects.get(person=lukasz)
    assert row.origin == "https://leren.elders.example"
    assert {"cycles.Reflection", "cycles.PeerAttestation", "cycles.QuestionShare"} <= row.records.keys()
    page = client_for(lukasz).get(reverse("teams:brought-along")).content.decode()
    for bird in (planting.SEAGULL, planting.SWALLOW):
        assert planting.word(bird, "reflection.text") in page
    for other in (written.professional, written.administrator):
        assert planting.word(planting.SEAGULL, "reflection.text") not in (
            client_for(other).get(reverse("teams:brought-along")).content.decode()
        )
        assert client_for(other).get(reverse("teams:brought-away", args=[row.pk])).status_code == 404
    again = bring(elsewhere, lukasz)
    assert (again.living.total(), again.to_read.total()) == (0, 0)
    assert BroughtAlong.objects.count() == 1
    # And on to a third one: nothing was lost on the way.
    for name in ("reflection.text", "logentry.text", "turn.text"):
        assert planting.word(planting.SEAGULL, name) in json.dumps(tree(lukasz))


def an_hour_ago(person: User) -> None:
    """No two questions of one person begin in the same millionth of a second, but where the clock stands still."""
    LearningQuestion.objects.filter(owner=person).update(made_at=clock.now() - timedelta(hours=1))


def test_with_both_places_taken_a_running_question_comes_in_as_a_draft(
    written: Cast, elsewhere: bytes
) -> None:
    lukasz = written.outsider
    questions.active_question(lukasz)
    LearningQuestion.objects.create(owner=lukasz, text="Rust.", situation="x", state="paused", place=2)
    an_hour_ago(lukasz)
    bring(elsewhere, lukasz)
    mine = LearningQuestion.objects.filter(owner=lukasz)
    assert sorted(mine.values_list("state", flat=True)) == ["active", "answered", "draft", "paused"]
    assert Attempt.objects.filter(question__in=mine.filter(state="draft")).exists()


def test_with_one_place_free_it_comes_in_at_rest(written: Cast, elsewhere: bytes) -> None:
    questions.active_question(written.outsider)
    an_hour_ago(written.outsider)
    bring(elsewhere, written.outsider)
    mine = LearningQuestion.objects.filter(owner=written.outsider)
    assert sorted(mine.values_list("state", flat=True)) == ["active", "answered", "paused"]


# What is refused ----------------------------------------------------------------------------------


def test_a_file_that_this_installation_made_for_somebody_else_is_refused(
    written: Cast, client_for: Any
) -> None:
    data = export.export(by=written.professional)
    with pytest.raises(bringing.SomebodyElses):
        bring(data, written.outsider)
    answer = upload(client_for(written.outsider), data)
    assert answer.status_code == 422
    assert "Dit bestand is voor iemand anders gemaakt." in answer.content.decode()
    assert not ReadFile.objects.exists()


def upload(client: Any, data: bytes) -> Any:
    file = SimpleUploadedFile("mijn.zip", data, "application/zip")
    return client.post(reverse("teams:own-data-read"), {"own-file": file})


def resealed(data: bytes, change: Any) -> bytes:
    """The file with other records, signed with a key of whoever changed it."""
    packed = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(packed, "w") as new:
        for info in old.infolist():
            body = old.read(info)
            if info.filename.endswith("data.json"):
                told = json.loads(body)
                change(told)
                told["installation"]["key"] = signing.public_key()
                body = json.dumps(told).encode()
            new.writestr(info.filename, body)
        new.comment = signing.blank()
    return signing.seal(packed.getvalue())


@pytest.mark.parametrize(
    ("label", "change"),
    [
        ("a letter that is none", lambda r: r["cycles.LogEntry"][0].update(text="a\x00b")),
        ("half a letter", lambda r: r["cycles.LogEntry"][0].update(text="\ud800")),
        ("two with one number", lambda r: r["cycles.LogEntry"].append(r["cycles.LogEntry"][0])),
        ("a number that is none", lambda r: r["cycles.LogEntry"][0].update(id=[1])),
        ("records that are none", lambda r: r.update({"cycles.LogEntry": "x"})),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    written: Cast, elsewhere: bytes, client_for: Any, label: str, change: Any
) -> None:
    with ELSEWHERE:
        made = resealed(elsewhere, lambda told: change(told["records"]))
    with pytest.raises(signing.Changed):
        opening.opened(made)
    answer = upload(client_for(written.outsider), made)
    assert answer.status_code == 422
    assert not ReadFile.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda r: r["cycles.LogEntry"][0].update(text="x" * 6000),
        lambda r: r["cycles.LogEntry"][0].update(text=["x"]),
        lambda r: r["cycles.LogEntry"][0].update(written_at="gisteren"),
        lambda r: r["cycles.LogEntry"][0].pop("written_at"),
        lambda r: r["cycles.LearningQuestion"][0].update(state="geslaagd"),
        lambda r: r["cycles.Attempt"][0].update(marks={"a": {"b": {"c": 1}}}),
        lambda r: r["cycles.Attempt"][0].update(confidence=900),
        lambda r: r["cycles.Attempt"][0].update(question={"own": "cycles.LogEntry:1"}),
        lambda r: r["cycles.Attempt"][0].update(question={"is": {"pk": 1}}),
    ],
)
def test_what_does_not_fit_comes_along_to_read_and_breaks_no_page(
    written: Cast, elsewhere: bytes, client_for: Any, change: Any
) -> None:
    with ELSEWHERE:
        made = resealed(elsewhere, lambda told: change(told["records"]))
    client = client_for(written.outsider)
    assert upload(client, made).status_code == 302
    assert client.get(reverse("teams:own-data-bring")).status_code == 200
    assert client.post(reverse("teams:own-data-bring")).status_code == 302
    for name in ("teams:brought-along", "cycles:questions", "cycles:log", "cycles:my-week", "teams:own-data"):
        assert client.get(reverse(name)).status_code == 200, name


def test_nothing_of_somebody_else_can_be_claimed(written: Cast, elsewhere: bytes) -> None:
    """A forged file that says whose its rows are: they come in as those of whoever brings them, or not at all."""
    theirs = LogEntry.objects.create(person=written.colleague, text="Van Joost.")

    def forge(told: dict[str, Any]) -> None:
        entry = told["records"]["cycles.LogEntry"][0]
        entry["person"] = {"name": "Joost van der Meer", "ref": signing.reference(written.colleague.email)}
        told["records"]["cycles.Attempt"][0]["question"] = {
            "own": f"cycles.LearningQuestion:{planting.RUNS}9"
        }

    with ELSEWHERE:
        made = resealed(elsewhere, forge)
    bring(made, written.outsider)
    assert list(LogEntry.objects.filter(person=written.colleague)) == [theirs]
    assert LogEntry.objects.filter(person=written.outsider).count() == 2
    assert Attempt.objects.filter(question__owner=written.outsider).count() == 1


def test_a_zip_that_bursts_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    data = export.export(by=cast.professional)
    monkeypatch.setattr(opening, "MOST_UNPACKED", 1000)
    with pytest.raises(opening.NotOurs):
        opening.opened(data)


# The pages ----------------------------------------------------------------------------------------


def test_what_changed_there_since_stands_beside_what_it_was(written: Cast, elsewhere: bytes) -> None:
    """And the own file, with both in it, can be read in again."""
    one = Reflection.objects.filter(prompt__person=written.professional).order_by("pk")[0]
    before = one.text
    Reflection.objects.filter(pk=one.pk).update(text="Daarna schreef ik het anders.")
    with ELSEWHERE:
        later = export.export(by=written.professional)
    for data in (elsewhere, later):
        bring(data, written.outsider)
    kept = [row.records.get("cycles.Reflection", []) for row in BroughtAlong.objects.all()]
    assert {one["text"] for one in kept[0]} >= {before}
    assert [one["text"] for one in kept[1]] == ["Daarna schreef ik het anders."]
    numbers = [one["id"] for there in kept for one in there]
    assert len(set(numbers)) == len(numbers)
    assert opening.opened(export.export(by=written.outsider)).records["cycles.Reflection"]


def test_one_sees_what_comes_in_before_it_does(written: Cast, elsewhere: bytes, client_for: Any) -> None:
    client = client_for(written.outsider)
    assert upload(client, elsewhere).headers["Location"] == reverse("teams:own-data-bring")
    page = client.get(reverse("teams:own-data-bring")).content.decode()
    for words in ("Fatima Ouali", "https://leren.elders.example", "Leervragen", "Je antwoorden in de week"):
        assert words in page
    assert not LearningQuestion.objects.filter(owner=written.outsider).exists()
    client.post(reverse("teams:own-data-bring"))
    assert LearningQuestion.objects.filter(owner=written.outsider).count() == 2
    assert not ReadFile.objects.exists()
    assert SparringSession.objects.filter(question__owner=written.outsider).count() == 2
    assert client.post(reverse("teams:own-data-bring")).headers["Location"] == reverse("teams:own-data")


def test_only_bringing_in_is_logged_and_looking_is_not(
    written: Cast, elsewhere: bytes, client_for: Any, caplog: pytest.LogCaptureFixture
) -> None:
    client = client_for(written.outsider)
    upload(client, elsewhere)
    lines = AuditEntry.objects.filter(action="own_data_brought")
    for step, times in ((client.get, 0), (client.post, 1)):
        step(reverse("teams:own-data-bring"))
        assert caplog.text.count("own_data_brought") == lines.count() == times


def test_a_changed_file_is_refused_beside_its_field(written: Cast, elsewhere: bytes, client_for: Any) -> None:
    middle = len(elsewhere) // 2
    changed = elsewhere[:middle] + bytes([elsewhere[middle] ^ 1]) + elsewhere[middle + 1 :]
    answer = upload(client_for(written.outsider), changed)
    assert answer.status_code == 422
    assert "Dit bestand is veranderd nadat het gemaakt is" in answer.content.decode()


def test_what_came_along_goes_after_asking(written: Cast, elsewhere: bytes, client_for: Any) -> None:
    bring(elsewhere, written.outsider)
    row, client = BroughtAlong.objects.get(), client_for(written.outsider)
    url = reverse("teams:brought-away", args=[row.pk])
    assert "elders" in client.get(url).content.decode()
    assert BroughtAlong.objects.exists()
    client.post(url)
    assert not BroughtAlong.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_file_of_before_another_address_is_refused_with_what_to_do(
    written: Cast, client_for: Any, method: str
) -> None:
    """Also when it waits here already: no address of before is kept, so nothing tells whose it was."""
    person = written.professional
    data, client = export.export(by=person), client_for(person)
    upload(client, data)
    changing.confirm(changing.ask(person, "elders@lindewaard.example", by=person))
    answer = getattr(client, method)(reverse("teams:own-data-bring"), follow=True)
    again = upload(client, data)
    assert answer.redirect_chain == [(reverse("teams:own-data"), 302)]
    assert again.status_code == 422
    for said in (answer, again):
        assert "Maak dan hier een nieuw bestand." in said.content.decode()
    assert not ReadFile.objects.exists()
    person.refresh_from_db()
    assert upload(client, export.export(by=person)).status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_waiting_file_that_this_version_cannot_read_goes_with_a_sentence(
    written: Cast, elsewhere: bytes, client_for: Any, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_for(written.outsider)
    upload(client, elsewhere)
    monkeypatch.setattr(opening, "VERSION", 2)
    answer = getattr(client, method)(reverse("teams:own-data-bring"), follow=True)
    assert answer.redirect_chain == [(reverse("teams:own-data"), 302)]
    assert "kan het niet lezen" in answer.content.decode()
    assert not ReadFile.objects.exists()
