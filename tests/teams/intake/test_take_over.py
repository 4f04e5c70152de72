"""From a file to people in the database: all of it or nothing, and twice is the same as once."""

from datetime import date
from decimal import Decimal

import pytest

from teams.accounts.models import User
from teams.audit.models import AuditEntry
from teams.hours.models import WorkingPattern
from teams.intake.models import Intake, IntakeRow
from teams.intake.plans import Outcome
from teams.structure.models import Membership, Role, Team, Unit
from tests.teams.intake import files, house

pytestmark = [pytest.mark.django_db, pytest.mark.shows("house-4")]


def test_new_people_come_in_with_team_hours_and_times() -> None:
    house.organisation()
    intake = house.imported(files.text([*files.PEOPLE, files.LUKASZ]))
    assert intake.state == Intake.State.DONE
    assert intake.count(Outcome.NEW) == 3
    joost = User.objects.get(staff_number="004217")
    assert (joost.full_name, joost.email) == ("Joost van der Meer", "j.vandermeer@lindewaard.example")
    assert (joost.has_usable_password(), joost.hours_confirmed, joost.joined_on) == (
        False,
        False,
        date(2026, 2, 1),
    )
    membership = joost.memberships.get()
    assert (membership.team.name, membership.kind, membership.from_date) == (
        "Vergunningen",
        "home",
        files.TODAY,
    )
    pattern = joost.patterns.get()
    assert (pattern.contract_hours, pattern.valid_from, pattern.source) == (
        Decimal("28.5"),
        files.TODAY,
        "imported",
    )
    assert pattern.as_pattern().problems() == []
    # Łukasz begins later than the day from which the changes hold.
    assert User.objects.get(given_name="Łukasz").memberships.get().from_date == date(2026, 4, 7)
    assert set(Team.objects.values_list("name", "unit__name")) == {
        ("Vergunningen", "Gemeente Lindewaard"),
        ("Toezicht", "Gemeente Lindewaard"),
        ("Burgerzaken", "Gemeente Lindewaard"),
    }


def test_a_unit_column_groups_the_teams() -> None:
    house.organisation()
    headers = [*files.HEADERS[:5], "TEAM", *files.HEADERS[6:], "AFDELING"]
    house.imported(files.text([[*files.JOOST, "Leefomgeving"], [*files.FATIMA, "Leefomgeving"]], headers))
    assert list(Unit.objects.values_list("name", flat=True)) == ["Leefomgeving"]
    assert set(Team.objects.values_list("name", flat=True)) == {"Vergunningen", "Toezicht"}


def test_the_same_file_again_changes_nothing() -> None:
    house.organisation()
    data = files.text([*files.PEOPLE, files.LUKASZ])
    house.imported(data)
    before = snapshot()
    again = house.checked(data)
    assert again.summary["counts"] == {"same": 3, "skipped": 0}
    assert again.take()
    house.work(again.pk)
    assert snapshot() == before


def test_after_taking_over_nothing_of_the_file_is_left() -> None:
    house.organisation()
    intake = house.imported(files.text())
    assert (intake.upload, intake.content, intake.repairs, intake.mapping) == (None, None, {}, {})
    assert not IntakeRow.objects.exists()
    assert "Joost" not in str(Intake.objects.values().get(pk=intake.pk))
    assert intake.facts.rows == 2


def test_the_audit_log_tells_counts_and_no_names() -> None:
    house.organisation()
    intake = house.imported(files.text())
    entry = AuditEntry.objects.get(action="people_imported")
    assert entry.actor == intake.uploaded_by
    assert entry.detail == {"rows": 2, "new": 2, "changed": 0}


def test_other_hours_become_a_new_version_from_the_day_on() -> None:
    house.organisation()
    joost = house.person(hours="32", times="ma-do 8:30-17:00 pauze 12:30-13:00")
    house.imported(files.text([files.JOOST]))
    assert list(joost.patterns.values_list("valid_from", "contract_hours")) == [
        (date(2026, 1, 1), Decimal("32.00")),
        (files.TODAY, Decimal("28.50")),
    ]


def test_other_hours_are_told_with_their_learning_time() -> None:
    house.organisation()
    house.person(hours="32", times="ma-do 8:30-17:00 pauze 12:30-13:00")
    intake = house.checked(files.text([files.JOOST]))
    assert lines(intake) == [
        ("Joost van der Meer", "32 uur", "28,5 uur, vanaf 1 april", "95 minuten per week in plaats van 105")
    ]


def test_another_team_ends_the_old_membership_the_day_before() -> None:
    house.organisation()
    joost = house.person(team_name="Toezicht")
    house.team("Vergunningen")
    intake = house.checked(files.text([files.row({"IN DIENST": "1-5-2026"})]))
    assert lines(intake) == [
        ("Joost van der Meer", "Toezicht", "Vergunningen, vanaf 1 mei", "De eigen gegevens gaan mee.")
    ]
    assert intake.take()
    house.work(intake.pk)
    assert list(joost.memberships.values_list("team__name", "from_date", "until")) == [
        ("Toezicht", date(2026, 1, 1), date(2026, 4, 30)),
        ("Vergunningen", date(2026, 5, 1), None),
    ]


@pytest.mark.shows("S9")
def test_an_own_correction_stays_and_is_reported() -> None:
    house.organisation()
    joost = house.person()
    house.pattern(joost, "28.5", "ma,di,do 8:30-16:00; wo 8:30-15:30", date(2026, 2, 1), "own")
    intake = house.checked(files.text([files.JOOST]))
    assert intake.summary["counts"] == {"differs": 1, "skipped": 0}
    (row,) = intake.rows.all()
    (change,) = row.told
    assert change.kept
    assert (str(change.now), str(change.becomes)) == (
        "woensdag tot 15.30 uur, zelf aangepast",
        "woensdag tot 16.00 uur",
    )
    assert intake.take()
    house.work(intake.pk)
    assert list(joost.patterns.values_list("source", "valid_from")) == [
        ("imported", date(2026, 1, 1)),
        ("own", date(2026, 2, 1)),
    ]


@pytest.mark.shows("S16")
def test_a_changed_address_is_reported_and_not_taken_over() -> None:
    house.organisation()
    joost = house.person(email="joost@oud.example")
    intake = house.imported(files.text([files.JOOST]))
    assert intake.count(Outcome.DIFFERS) == 1
    joost.refresh_from_db()
    assert joost.email == "joost@oud.example"


def test_somebody_without_a_number_is_found_by_address_and_gets_the_number() -> None:
    house.organisation()
    joost = house.person(number=None)
    intake = house.imported(files.text([files.JOOST]))
    assert intake.count(Outcome.CHANGED) == 1
    joost.refresh_from_db()
    assert joost.staff_number == "004217"
    assert User.objects.filter(family_name="Meer").count() == 1


def test_a_new_family_name_is_taken_over() -> None:
    house.organisation()
    joost = house.person("Joost Bakker", email="j.vandermeer@lindewaard.example")
    house.imported(files.text([files.JOOST]))
    joost.refresh_from_db()
    assert joost.full_name == "Joost van der Meer"


def test_a_number_of_somebody_else_is_refused_with_both_names() -> None:
    house.organisation()
    house.person("Karin Hoekstra", number="004217")
    assert sentences(house.checked(files.text([files.JOOST]))) == [
        "Personeelsnummer 004217 is hier van Karin Hoekstra, in het bestand van Joost van der Meer."
    ]


def test_an_address_of_somebody_else_is_refused_with_both_names() -> None:
    house.organisation()
    house.person("Karin Hoekstra", number=None, email="j.vandermeer@lindewaard.example")
    assert sentences(house.checked(files.text([files.JOOST]))) == [
        "Joost van der Meer heeft in het bestand j.vandermeer@lindewaard.example. "
        "Dat adres is hier al van Karin Hoekstra."
    ]


def test_nobody_is_removed_and_the_missing_are_told() -> None:
    house.organisation()
    house.person()
    peter = house.person("Peter Kuipers", number="9", team_name="Bodem")
    intake = house.imported(files.text([files.JOOST], above=[]))
    peter.refresh_from_db()
    assert peter.is_active
    assert peter.memberships.get().until is None
    assert intake.state == Intake.State.DONE


def test_who_is_missing_is_counted_before_taking_over() -> None:
    house.organisation()
    house.person()
    peter = house.person("Peter Kuipers", number="9", team_name="Bodem")
    intake = house.checked(files.text([files.JOOST]))
    assert intake.summary["missing"] == {"count": 1, "ids": [peter.pk]}


def test_an_end_date_is_put_on_the_membership() -> None:
    house.organisation()
    joost = house.person()
    headers = [*files.HEADERS, "UIT DIENST"]
    intake = house.checked(files.text([[*files.JOOST, "30-6-2026"]], headers))
    assert lines(intake) == [
        (
            "Joost van der Meer",
            "Vergunningen, zonder einddatum",
            "Vergunningen tot en met 30 juni",
            "Krijgt zeven dagen eerder het eigen dossier.",
        )
    ]
    assert intake.take()
    house.work(intake.pk)
    assert joost.memberships.get().until == date(2026, 6, 30)


def test_a_move_that_an_earlier_file_announced_and_this_one_takes_back() -> None:
    house.organisation()
    headers = [*files.HEADERS, "UIT DIENST"]
    stays = [*files.row({"IN DIENST": "1-2-2020"}), ""]
    moves = [[*stays[:-1], "30-4-2026"], [*files.row({"IN DIENST": "1-5-2026"}, AFDELING="Bodem"), ""]]
    house.imported(files.text(moves, headers))
    joost = User.objects.get(staff_number="004217")
    assert joost.memberships.count() == 2
    house.imported(files.text([stays], headers))
    membership = joost.memberships.get()
    assert (membership.team.name, membership.until) == ("Vergunningen", None)


def test_two_contracts_make_a_home_team_and_a_guest_team() -> None:
    house.organisation()
    first = files.row({"UREN P/W": "20"}, ROOSTER="ma-di 8:30-17:00; wo 8:30-12:30")
    second = files.row({"UREN P/W": "8"}, ROOSTER="do 8:30-17:00", AFDELING="Bodem")
    data = files.text([second, first])
    house.imported(data)
    joost = User.objects.get(staff_number="004217")
    assert set(joost.memberships.values_list("team__name", "kind")) == {
        ("Vergunningen", "home"),
        ("Bodem", "guest"),
    }
    assert joost.patterns.get().contract_hours == Decimal(28)
    assert house.checked(data).count(Outcome.SAME) == 2


def test_roles_are_added_with_their_scope_and_never_taken_away() -> None:
    house.organisation()
    headers = [*files.HEADERS, "ROL"]
    data = files.text([[*files.JOOST, "Teamleider"], [*files.FATIMA, "Manager"]], headers)
    house.imported(data)
    roles = {
        (r.person.given_name, r.kind, r.team and r.team.name, r.unit and r.unit.name)
        for r in Role.objects.all()
    }
    assert roles >= {
        ("Joost", "team_lead", "Vergunningen", None),
        ("Fatima", "manager", None, "Gemeente Lindewaard"),
    }
    house.imported(files.text([[*files.JOOST, ""], [*files.FATIMA, ""]], headers))
    assert Role.objects.count() == len(roles)


def test_only_contract_hours_give_an_assumed_pattern_that_is_asked_about() -> None:
    house.organisation()
    house.imported(files.text([files.row(ROOSTER="")]))
    joost = User.objects.get(staff_number="004217")
    pattern = joost.patterns.get()
    assert pattern.assumed
    assert not joost.hours_confirmed
    assert [shift["weekday"] for shift in pattern.shifts] == [0, 1, 2, 3]


def test_known_times_are_not_overwritten_by_assumed_ones() -> None:
    house.organisation()
    joost = house.person()
    intake = house.imported(files.text([files.row(ROOSTER="")]))
    assert intake.count(Outcome.SAME) == 1
    assert not joost.patterns.get().assumed


def test_external_people_are_members_of_another_kind() -> None:
    house.organisation()
    house.imported(files.text([[*files.JOOST, "zzp"]], [*files.HEADERS, "SOORT CONTRACT"]))
    assert Membership.objects.get().contract == Membership.Contract.EXTERNAL


def test_somebody_new_who_left_already_is_left_out() -> None:
    house.organisation()
    headers = [*files.HEADERS, "UIT DIENST"]
    intake = house.imported(files.text([[*files.JOOST, "1-3-2026"], [*files.FATIMA, ""]], headers))
    assert (intake.count(Outcome.LEFT), intake.count(Outcome.NEW)) == (1, 1)
    assert not User.objects.filter(given_name="Joost").exists()


def snapshot() -> list[object]:
    return [
        list(model.objects.order_by("pk").values())
        for model in (User, Team, Unit, Membership, Role, WorkingPattern)
    ]


def lines(intake: Intake) -> list[tuple[str, str, str, str]]:
    return [
        (row.who, str(change.now), str(change.becomes), str(change.effect))
        for row in intake.rows.changes()
        for change in row.told
    ]


def sentences(intake: Intake) -> list[str]:
    return [str(problem.sentence) for row in intake.rows.problems() for problem in row.in_the_way]


def test_zeros_before_a_number_do_not_make_somebody_else() -> None:
    house.organisation()
    joost = house.person(number="004217", email="joost@oud.example")
    intake = house.checked(files.text([files.row({"PERS.NR": "4217", "E-MAIL": "joost@oud.example"})]))
    assert intake.count(Outcome.SAME) == 1
    joost.refresh_from_db()
    assert joost.staff_number == "004217"


def test_a_namesake_is_pointed_out() -> None:
    house.organisation()
    house.person(number=None, email="joost@oud.example")
    (row,) = house.checked(files.text([files.JOOST])).rows.all()
    assert row.outcome == Outcome.NEW
    assert [str(note) for note in row.remarks] == [
        "Er is al een Joost van der Meer, met het adres joost@oud.example."
    ]
