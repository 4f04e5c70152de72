"""Dutch is the source, English is complete: every text, page and mail. And both are written with care."""

import re
import shutil
import subprocess
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client, TestCase

from cycles.insights.models import MonthlyDigest
from cycles.outcomes.models import Commitment, OutcomeReport
from cycles.proposals.models import InnovationProposal, ProposalStep
from cycles.questions.evidence.models import PeerAttestation, Recall
from cycles.questions.models import LearningQuestion
from cycles.weekly import agenda
from cycles.weekly.message import tell_the_other
from cycles.weekly.models import Displacement, ExceptionRequest, GuestInvitation, Kind, Moment
from lerendwerken.example import load
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.agenda.models import AgendaEntry
from teams.council import pack, recording
from teams.council.models import CouncilPack
from teams.notifications.channels.email import build
from teams.notifications.messages import MESSAGES
from teams.notifications.models import Notification
from teams.privacy import erase
from teams.structure.models import Membership, Organisation
from tests.browser.conftest import TUESDAY, House
from tests.browser.pages import PAGES
from tests.support import translations
from tests.support.dutch import DUTCH, Said, dutch_of, words_of_people
from tests.support.hands import AMSTERDAM
from tests.support.translations import DUTCH as DUTCH_FILE
from tests.support.translations import ENGLISH, ROOT, Text, read

NOW = datetime.fromisoformat(TUESDAY).replace(tzinfo=AMSTERDAM)
LINK = re.compile(r"https?://\S+")
SCRIPT = ROOT / "static" / "js" / "app.js"
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]|</?\w[^>]*>")
MARKS = re.compile(r"[.?!:…]$")
UNTIDY = {
    "two spaces": re.compile(r"\S  \S"),
    "three dots for an ellipsis": re.compile(r"\.\.\."),
    "a straight quote": re.compile(r"(?<![=\w])[\"'](?!>)|\w'\w"),
    "a space before a mark": re.compile(r" [.,;:?!](?:\s|$)"),
    "a space at an end": re.compile(r"^\s|\s$"),
    "a hyphen for a dash": re.compile(r" -- | - "),
}
SMALL_DAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b")  # English writes it with a capital
FORMAL = re.compile(r"\b(?:u|uw|uzelf)\b", re.IGNORECASE)  # Dutch says je
AMERICAN = re.compile(
    r"\b(?:organi[z]\w+|recogni[z]\w+|personali[z]\w+|colors?|colored|favorites?|behaviors?|centers?|canceled|labeled|programs\b)\b",
    re.IGNORECASE,
)
TINY = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Bewaar"
msgstr "Save"

msgid "Sluit"
msgstr ""

#, fuzzy
msgid "Begin"
msgstr "Start"

#, python-format
msgid "%(n)s regel\\n"
msgid_plural "%(n)s regels\\n"
msgstr[0] "%(n)s line\\n"
msgstr[1] "%(n)s lines\\n"

msgctxt "plaats"
msgid "Zet"
msgstr "Put"

#~ msgid "Weg"
#~ msgstr "Gone"
"""


def english() -> list[Text]:
    return read(ENGLISH)


def sides(text: Text) -> list[tuple[str, str]]:
    """What stands for what, Dutch and English."""
    dutch = [text.id, *([text.plural] if text.plural else [])]
    return list(zip(dutch, text.said, strict=True))


@pytest.mark.slow
@pytest.mark.shows("house-6", "house-7")
def test_every_text_of_the_interface_is_there_in_english():
    assert not translations.wrong()


class TestTheGateOfTranslations:
    """It has to fail when something is wrong."""

    def test_what_is_not_translated_or_only_guessed_is_found(self, tmp_path: Path):
        texts = read(_tiny(tmp_path))
        assert [text.id for text in texts] == ["Bewaar", "Sluit", "Begin", "%(n)s regel\n", "Zet"]
        assert translations.untranslated(texts) == ["2 without English: ‘Sluit’, ‘Begin’"]

    def test_a_text_of_the_code_that_was_not_collected_is_found_and_one_that_went(self, tmp_path: Path):
        texts = read(_tiny(tmp_path))
        assert translations.difference(texts, texts) == []
        assert translations.difference(texts, texts[1:]) == [
            "1 of the code not collected yet (make messages): ‘Bewaar’"
        ]
        assert translations.difference(texts[1:], texts) == [
            "1 that the code no longer has (make messages): ‘Bewaar’"
        ]

    def test_a_place_to_fill_in_that_one_side_does_not_have_is_found(self, tmp_path: Path):
        assert translations.misshapen(_tiny(tmp_path)) == []
        assert translations.misshapen(_tiny(tmp_path, TINY.replace("%(n)s lines", "%(m)s lines")))

    def test_a_compiled_file_that_says_something_else_is_found(self, tmp_path: Path):
        source = _tiny(tmp_path)
        assert translations.stale(source) == ["django.mo is missing (make messages)"]
        _compile(source)
        assert translations.stale(source) == []
        _tiny(tmp_path, TINY.replace('"Save"', '"Keep"'))
        assert translations.stale(source) == ["1 compiled before they changed (make messages): ‘Bewaar’"]
        _tiny(tmp_path, TINY.replace("%(n)s lines", "%(n)s rows"))
        assert "‘%(n)s regel" in translations.stale(source)[0]
        _tiny(tmp_path, TINY.replace('"Put"', '"Set"'))
        assert "‘Zet’" in translations.stale(source)[0]
        _tiny(tmp_path, TINY.replace('msgid "Bewaar"\nmsgstr "Save"\n\n', ""))
        assert translations.stale(source) == ["the compiled file holds 3 texts in place of 2 (make messages)"]

    def test_without_gettext_it_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(shutil, "which", lambda name: None)
        assert translations.wrong() == [translations.HINT]

    @pytest.mark.slow
    def test_collecting_leaves_the_working_tree_as_it_is(self):
        before = [path.stat().st_mtime_ns for path in (ENGLISH, DUTCH_FILE)]
        assert len(translations.collected()) > 1000
        assert [path.stat().st_mtime_ns for path in (ENGLISH, DUTCH_FILE)] == before
        assert not (ROOT / "locale" / "django.pot").exists()


def test_what_is_filled_in_and_what_is_markup_is_the_same_in_both():
    wrong = []
    for text in english():
        pairs = sides(text)
        for number, (dutch, said) in enumerate(pairs):
            wanted, found = sorted(PLACE.findall(dutch)), sorted(PLACE.findall(said))
            # "One question" may leave out its number, in either language.
            counted = bool(text.plural) and number == 0 and set(found) <= set(PLACE.findall(text.plural))
            if wanted != found and not counted:
                wrong.append((dutch, said))
    assert not wrong


def test_a_sentence_ends_as_its_dutch_does():
    """A question stays a question; what has no full stop is a heading or a label in both."""
    wrong = [
        (dutch, said)
        for text in english()
        for dutch, said in sides(text)
        if len(dutch) > 3 and MARKS.findall(dutch.strip()) != MARKS.findall(said.strip())
    ]
    assert not wrong


def test_the_dutch_is_tidy_and_says_je():
    wrong = [(text.id, what) for text in read(DUTCH_FILE) for what in untidy(text.id) + untidy(text.plural)]
    wrong += [(text.id, "u") for text in read(DUTCH_FILE) if FORMAL.search(text.id)]
    assert not wrong


def test_the_english_is_tidy_and_british():
    wrong = [(said, what) for text in english() for said in text.said for what in untidy(said)]
    wrong += [(said, "American") for text in english() for said in text.said if AMERICAN.search(said)]
    assert not wrong


def test_dutch_needs_no_translation_of_its_own():
    assert [text.id for text in read(DUTCH_FILE) if any(text.said)] == []


def untidy(text: str) -> list[str]:
    if not text.strip():
        return []
    found = [what for what, pattern in UNTIDY.items() if pattern.search(text)]
    joined = {" en ", " and "}  # a word between two others keeps its spaces
    return [what for what in found if not (text in joined and what.startswith("a space at"))]


def test_the_script_says_nothing_by_itself():
    """Its words stand in templates of the page, where they are translated."""
    code = re.sub(r"^\s*//.*$|(?s:/\*.*?\*/)", "", SCRIPT.read_text(), flags=re.MULTILINE)
    literals = re.findall(r"'([^'\n]*)'|\"([^\"\n]*)\"|`([^`]*)`", code)
    assert literals
    assert [text for group in literals for text in group if DUTCH.search(text)] == []
    assert "gettext" not in code


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.shows("house-6")
@pytest.mark.xdist_group("example-in-english")  # loaded once, for all of them
class TestTheExampleInEnglish(TestCase):
    """Loaded once for all of these, and then everybody chose English."""

    @classmethod
    def setUpTestData(cls) -> None:
        with clock.as_if(NOW):
            load.load()
        User.objects.update(language="en")

    def setUp(self) -> None:
        self.enterContext(clock.as_if(NOW))
        self.house = House("http://testserver", at=None)  # type: ignore[arg-type]

    @pytest.mark.full
    def test_an_english_page_says_nothing_in_dutch(self) -> None:
        """What the server writes on each page; test_english.py of the browser looks at every state as well."""
        found, looked = {}, 0
        for name, case in PAGES.items():
            if name == "building-blocks":
                continue  # for developers, not there in production
            with transaction.atomic():
                client = Client(headers={"accept-language": "en"})
                if case.who:
                    client.force_login(self.house.person(case.who))
                with case.before(self.house) if case.before else nullcontext():
                    answer = client.get(case.path(self.house))
                    own = words_of_people()  # also what its own case wrote
                assert answer.status_code == case.status, name
                page = answer.content.decode()
                assert '<html lang="en"' in page, name
                said = Said(page).texts
                looked += len(said)
                assert [text for text in said if SMALL_DAY.search(text)] == [], name
                if wrong := dutch_of(said, own):
                    found[name] = wrong
                transaction.set_rollback(True)
        assert looked > 1000
        assert found == {}, "\n".join(f"{name}: {wrong}" for name, wrong in found.items())

    def test_countries_and_holidays_have_their_english_names(self) -> None:
        client = Client()
        client.force_login(self.house.person("wim"))
        settings = client.get("/beheer/instellingen/").content.decode()
        assert ">Germany</option>" in settings
        assert "Duitsland" not in settings
        client.force_login(self.house.person("femke"))
        week = client.get(f"/team/{self.house.team.pk}/{self.house.week + 1}/").content.decode()
        assert "Monday 6 April is Easter Monday." in week  # why the Week start has no place
        assert "Tweede paasdag" not in week

    @pytest.mark.full
    def test_a_time_to_change_is_written_as_the_times_around_it(self) -> None:
        client = Client()
        femke = self.house.person("femke")
        client.force_login(femke)
        address = f"/team/{self.house.team.pk}/ritme/"
        assert 'value="9:30"' in client.get(address).content.decode()
        User.objects.filter(pk=femke.pk).update(language="nl")
        assert 'value="9.30"' in client.get(address).content.decode()

    def test_the_words_of_the_script_are_on_the_page_in_english(self) -> None:
        client = Client()
        client.force_login(self.house.person("samira"))
        page = client.get("/").content.decode()
        templates = re.findall(r"<template data-(?:say|tell)=\"(\w+)\"", page)
        assert {"busy", "back", "offline", "failed", "away"} <= set(templates)
        assert "No connection. Your text is still on this screen." in page
        assert "Saving" in page

    def test_every_kind_of_mail_is_english(self) -> None:
        rows = self._one_of_each_kind()
        assert set(rows) == set(MESSAGES)
        data = words_of_people()
        for kind, row in rows.items():
            made = build(row, MESSAGES[kind])
            html = Said(str(made.alternatives[0].content)).texts
            said = [str(made.subject), *str(made.body).splitlines(), *html]
            assert dutch_of([LINK.sub("", text) for text in said], data) == [], kind
            assert len(" ".join(html)) > 40, kind

    def test_the_code_to_sign_in_with_is_in_the_language_of_its_reader(self) -> None:
        """Whatever the browser speaks in which it was asked for."""
        address = self.house.person("samira").email
        Client(headers={"accept-language": "nl"}).post("/aanmelden/", {"email": address})
        (sent,) = mail.outbox
        assert sent.subject.endswith("Your code for Lerendwerken")
        assert sent.body.startswith("Your code is: ")
        assert dutch_of(sent.body.splitlines(), ()) == []

    def _one_of_each_kind(self) -> dict[str, Notification]:
        samira, week = self.house.person("samira"), self.house.week
        prompt = self.house.prompt(Kind.LEARNING_HOUR)
        moment = Moment.objects.get(pk=prompt.moment_id)
        other = User.objects.get(pk=next(pk for pk in moment.members if pk != samira.pk))
        tell_the_other(moment, other)
        own = Notification.objects.filter(person=samira)
        rows = {row.kind: row for row in own.order_by("pk")}
        own.filter(kind="prompt").update(state=Notification.State.CANCELLED)  # as with one mail a day
        harvest = Moment.objects.get(cycle=moment.cycle_id, kind=Kind.RETROSPECTIVE)
        agenda.follow([moment.cycle])
        entry = AgendaEntry.objects.get(person=samira, source_id=harvest.pk)
        guest = GuestInvitation.objects.create(moment=harvest, person=samira, invited_by=other)
        assert harvest.starts_at
        asked = ExceptionRequest.objects.create(
            moment=harvest,
            person=samira,
            asked_by=other,
            starts_at=harvest.starts_at,
            ends_at=harvest.starts_at + timedelta(minutes=90),
        )
        Displacement.objects.create(moment=harvest, person=samira, cause=Displacement.Cause.CANCELLED)
        question = LearningQuestion.objects.create(owner=samira, text="Hoe?", situation="Aan de balie.")
        recall = Recall.objects.create(question=question, after_weeks=1, due_on=NOW.date())
        theirs = LearningQuestion.objects.create(owner=other, text="Waarom?", situation="Aan de balie.")
        late = InnovationProposal.objects.get(follows__person=samira)
        over = InnovationProposal.objects.filter(state="trial", result_at=None)[0]
        begun = NOW.date() - timedelta(days=20)
        InnovationProposal.objects.filter(pk=over.pk).update(
            owner=samira, trial_from=begun, trial_until=begun + timedelta(days=13)
        )
        femke = self.house.person("femke")
        shared = OutcomeReport.objects.get(state=OutcomeReport.State.SHARED)
        promised = Commitment.objects.get()
        ruth = promised.by
        assert ruth
        ruth.language = "en"
        ruth.save()
        signing = PeerAttestation.objects.create(question=theirs, peer=samira)
        for kind, source, key in (
            ("agenda", entry, f"agenda:{entry.pk}:{entry.sequence}:off"),
            ("agenda_change", entry, f"agenda_change:{entry.pk}:{entry.sequence}:0"),
            ("exception", asked, f"exception:{asked.pk}"),
            ("guest", guest, f"guest:{guest.pk}"),
            ("displaced", moment.cycle, f"displaced:{samira.pk}:{week}"),
            ("nudge", prompt, f"nudge:{prompt.pk}"),
            ("recall", recall, f"recall:{recall.pk}"),
            ("measure_again", question, f"measure:{question.pk}:{NOW.date()}"),
            ("attestation", signing, f"attestation:{signing.pk}"),
            ("month", MonthlyDigest.objects.exclude(published_at=None)[0], "month"),
            (
                "proposal_answer",
                ProposalStep.objects.filter(did=ProposalStep.Did.DECLINED)[0],
                "proposal_answer",
            ),
            ("proposals_waiting", femke, "proposals_waiting"),
            ("proposals_late", samira, f"proposals_late:{late.answer_due}:{samira.pk}"),
            ("proposal_measure", over, f"proposal_measure:{over.pk}:{over.trial_until}:{samira.pk}"),
            ("lead_reminder", self.house.team, f"lead_reminder:{self.house.team.pk}:{week + 1}"),
            ("erasure", erase.ask(by=samira), "erasure"),
            ("report_shared", shared, f"report_shared:{shared.pk}:1"),
            ("commitment_due", promised, f"commitment:{promised.pk}:{promised.due}:day"),
            ("leaving", self._leaver(), "leaving"),
            ("council_changed", self._outdated_pack(), "council_changed"),
            ("digest", samira, f"digest:{samira.pk}:{NOW.date()}"),
        ):
            rows[kind] = Notification.build(
                person=femke if source == femke else ruth if source in (shared, promised) else samira,
                kind=kind,
                source=source,
                dedupe_key=key,
                due_at=rows["prompt"].due_at,
                expires_at=rows["prompt"].expires_at,
            )
        return rows

    def _leaver(self) -> User:
        samira = self.house.person("samira")
        Membership.objects.filter(person=samira).update(until=NOW.date() + timedelta(days=3))
        return samira

    def _outdated_pack(self) -> CouncilPack:
        kept = recording.keep(pack.digest(pack.live()), by=self.house.person("wim"))
        Organisation.objects.update(good_friday_off=True)
        return kept


def _tiny(folder: Path, text: str = TINY) -> Path:
    source = folder / "django.po"
    source.write_text(text.lstrip())
    return source


def _compile(source: Path) -> None:
    subprocess.run(["msgfmt", "-o", source.with_suffix(".mo"), source], check=True, capture_output=True)
