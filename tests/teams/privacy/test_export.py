"""A file of own data holds everything of its owner, nothing of anybody else's, and shows that nobody changed it."""

import json
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import override_settings

from cycles.models import Claim, LearningQuestion, Moment
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.privacy import export, signing
from teams.privacy.registry import NOT_EXPORTED, REGISTRY, about
from teams.privacy.tree import tree
from tests import builders
from tests.conftest import Cast
from tests.cycles.questions import building as questions
from tests.journeys import planting
from tests.journeys.planting import SEAGULL, SWALLOW

pytestmark = [pytest.mark.django_db, pytest.mark.shows("TP2", "W12", "outcomes-3")]


def planted(cast: Cast, who: User, first: str = SEAGULL) -> tuple[Moment, Moment]:
    builders.template(cast.team)
    week = builders.week(cast.team, IsoWeek(2026, 14))
    moments = planting.moments(week, who)
    planting.plant(who, *moments)
    return moments


@pytest.fixture
def written(cast: Cast, frozen: Any) -> Cast:
    planted(cast, cast.professional)
    return cast


def opened(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name.rpartition("/")[2]: archive.read(name) for name in archive.namelist()}


def test_every_word_that_somebody_wrote_is_in_it(written: Cast) -> None:
    files = opened(export.export(by=written.professional))
    assert set(files) == {"lees-mij.html", "data.json", "data.schema.json", "manifest.json"}
    held = planting.said(planting.found_in(files["data.json"].decode()))
    missed = planting.fields().keys() - held
    assert not missed


def test_every_row_and_every_field_is_in_it(written: Cast) -> None:
    """By the registry, against the rows as the database has them."""
    records = tree(written.professional)
    counted = 0
    for model, known in REGISTRY.items():
        if not known.subject:
            continue
        there = {row.pk: row for row in about(model, written.professional)}
        told = {one["id"]: one for one in records.get(model._meta.label, [])}
        assert told.keys() == there.keys(), model
        for pk, one in told.items():
            wanted = {
                f.name
                for f in model._meta.concrete_fields
                if not f.primary_key and known.of(f.name) not in NOT_EXPORTED
            }
            assert one.keys() - {"id"} == wanted, (model, pk)
            counted += len(wanted)
    assert counted > 300


def test_the_page_reads_the_same_words_and_has_no_script_or_address(written: Cast) -> None:
    page = opened(export.export(by=written.professional))["lees-mij.html"].decode()
    hidden = {"turn.request", "yieldoutcome.unit", "yieldoutcome.method", *planting.NOT_WORDS}
    missed = {name for one, name in planting.words(SEAGULL, SWALLOW).items() if one not in page}
    assert missed <= hidden, missed
    for never in ("<script", "http:", "https:", "src=", "style="):
        assert never not in page
    assert page.index("Leervragen") < page.index("Je account")
    assert page.count("<li>") == page.count("</li>")


def test_of_others_there_is_a_name_and_no_word_or_address(written: Cast) -> None:
    """Joost writes as much, shares with Fatima, and she with him."""
    mine = LearningQuestion.objects.get(pk=planting.ANSWERED)
    questions.shared(mine, with_=written.colleague)
    theirs = questions.active_question(written.colleague, text="Een vraag die van Joost alleen is.")
    questions.shared(theirs, with_=written.professional)
    Claim.objects.create(question=theirs, text="Een bewering van Joost.")
    said = opened(export.export(by=written.professional))["data.json"].decode()
    assert '"name": "Joost van der Meer"' in said
    for person in written.people.values():
        assert (person.email in said) == (person == written.professional)
    assert "van Joost" not in said


def test_no_key_and_no_file_of_other_people_is_in_it(written: Cast) -> None:
    for known in REGISTRY.values():
        for name, kind in known.fields.items():
            if kind in NOT_EXPORTED:
                assert all(
                    name not in one for one in tree(written.professional).get(known.model._meta.label, [])
                )
    said = json.dumps(tree(written.professional))
    assert "token_hash" not in said
    assert "password" not in said


def test_the_manifest_tells_what_is_in_it_and_who_made_it(written: Cast) -> None:
    data = export.export(by=written.professional)
    files = opened(data)
    manifest = json.loads(files["manifest.json"])
    assert manifest["installation"]["key"] == signing.verify(data).key
    for name, told in manifest["files"].items():
        assert told == {"sha256": sha256(files[name]).hexdigest(), "bytes": len(files[name])}
    assert set(manifest["files"]) == set(files) - {"manifest.json"}


def test_the_schema_knows_every_record(written: Cast) -> None:
    files = opened(export.export(by=written.professional))
    kinds = json.loads(files["data.schema.json"])["properties"]["records"]["properties"]
    for label, records in json.loads(files["data.json"])["records"].items():
        known = kinds[label]["items"]["properties"]
        for one in records:
            assert one.keys() <= known.keys(), label
            for name, value in one.items():
                _fits(known[name].get("type"), value)


def _fits(kind: Any, value: Any) -> None:
    kinds = {"string": str, "integer": int, "boolean": bool, "null": type(None), "object": dict}
    if kind:
        wanted = tuple(kinds[one] for one in ([kind] if isinstance(kind, str) else kind))
        assert isinstance(value, wanted), (kind, value)


def test_a_changed_byte_is_refused_wherever_it_is(cast: Cast) -> None:
    data = export.export(by=cast.professional)
    assert signing.verify(data).is_us
    step = max(len(data) // 400, 1)
    places = {*range(0, len(data), step), *range(len(data) - signing.LENGTH - 30, len(data))}
    for place in sorted(places):
        for flip in (1, 32):  # 32 makes another case of a letter
            changed = data[:place] + bytes([data[place] ^ flip]) + data[place + 1 :]
            with pytest.raises(signing.Changed):
                signing.verify(changed)
    for other in (b"", data + b" ", data[1:], data[:-1], data + data):
        with pytest.raises(signing.Changed):
            signing.verify(other)


def test_another_installation_reads_whose_it_is(cast: Cast) -> None:
    data = export.export(by=cast.professional)
    ours = signing.public_key()
    with override_settings(SECRET_KEY="een heel ander geheim van een andere installatie"):
        found = signing.verify(data)
        assert not found.is_us
        assert found.key == ours != signing.public_key()
    assert ours.startswith(found.words.replace(" ", ""))


def test_a_year_takes_as_many_questions_as_a_day(written: Cast, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(100):
        tree(written.professional)
