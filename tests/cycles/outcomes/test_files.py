"""The tables of a manager as files: what the page shows and nothing more."""

import csv
from io import BytesIO, StringIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from cycles.framework.models import DevelopmentQuestion
from lerendwerken.lib.weeks import IsoWeek
from tests import builders
from tests.conftest import Cast
from tests.cycles.outcomes import building
from tests.cycles.outcomes.conftest import Clients
from tests.cycles.outcomes.test_kept import held
from tests.cycles.proposals import building as proposals

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("season")]
WEEK = IsoWeek(2026, 12)


def rows(client: Client, table: str, kind: str) -> list[list[str]]:
    answer = client.get(f"/opbrengsten/{table}.{kind}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{table}-2026-03-30.{kind}"'
    assert answer.headers["Cache-Control"] == "no-store"
    if kind == "csv":
        return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet
    return [[str(cell.value) for cell in row] for row in sheet.iter_rows()]


@pytest.mark.shows("TW5")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_yields_of_proposals_are_in_it_and_those_of_questions_are_not(
    cast: Cast, dirk: Client, kind: str
) -> None:
    asked = DevelopmentQuestion.objects.get()
    made = proposals.in_trial(cast.professional, title="=1+1", development_question=asked)
    proposals.measured(made.yields.get(), 2)
    private = building.question_with_yield(cast.colleague, "zeehonden op de balie")
    building.prepared(cast.colleague, private)
    building.shared(cast.professional, cast.manager)
    heading, row = rows(dirk, "opbrengsten", kind)
    assert heading[:6] == ["Doel", "Ontwikkelvraag", "Opbrengst", "Soort", "Draagt bij aan", "Voorstel"]
    assert row[:2] == [asked.goal.title, asked.text]
    assert row[2:4] == ["Brieven die terugkomen, per maand", "meteen"]
    assert row[5:10] == ["'=1+1", "Vergunningen", "3", "1", "2"]


@pytest.mark.shows("W9")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_small_team_is_not_in_it_by_name_either(cast: Cast, dirk: Client, kind: str) -> None:
    for number in range(4):
        builders.member(cast.team, f"Erbij{number}")
    small = builders.team("Bodem", of=cast.unit)
    builders.member(small, "Een")
    for team in (cast.team, small):
        held(team, WEEK, pressed=1)
    assert rows(dirk, "momenten", kind)[1:] == [["Ruimte", "Vergunningen", "2026-W12", "3", "4"]]


@pytest.mark.parametrize("who", ["professional", "lead", "administrator", "outsider"])
def test_files_are_for_who_manages(cast: Cast, client_for: Clients, who: str) -> None:
    assert client_for(cast.people[who]).get("/opbrengsten/momenten.csv").status_code == 404


@pytest.mark.parametrize("name", ["mensen.csv", "momenten.exe", "momenten.pdf", "opbrengsten.CSV"])
def test_another_table_or_kind_is_not_there(dirk: Client, name: str) -> None:
    assert dirk.get(f"/opbrengsten/{name}").status_code == 404


def test_a_manager_of_another_unit_gets_nothing_of_this_one(cast: Cast, client_for: Clients) -> None:
    proposals.in_trial(cast.professional)
    assert len(rows(client_for(cast.lead_and_manager), "opbrengsten", "csv")) == 1
