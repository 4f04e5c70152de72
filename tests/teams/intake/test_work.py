"""Workers that stop halfway, come twice or fail: nothing half-imported, nothing lost or kept too long."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection
from redis.exceptions import ConnectionError as RedisConnectionError

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from teams.hours.models import WorkingPattern
from teams.intake import apply, tasks
from teams.intake.models import Intake, IntakeRow
from teams.intake.plans import Outcome
from teams.structure.models import Membership, Team
from tests.teams.intake import files, house

pytestmark = [pytest.mark.django_db, pytest.mark.shows("house-4")]


@pytest.fixture
def moved_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LERENDWERKEN_CLOCK_FILE", str(tmp_path / "clock"))


def test_a_failure_halfway_leaves_nothing_behind_and_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    house.organisation()
    intake = house.checked(files.text())
    assert intake.take()

    def fails(*args: object, **kwargs: object) -> None:
        assert User.objects.filter(staff_number="004217").exists()
        assert Membership.objects.exists()
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(apply, "_save_patterns", fails)
        tasks.work(intake.pk)
    assert not User.objects.filter(staff_number="004217").exists()
    for model in (Membership, Team, WorkingPattern):
        assert not model.objects.exists()
    assert not AuditEntry.objects.filter(action="people_imported").exists()
    tasks.sweep()
    assert Intake.objects.get().state == Intake.State.DONE
    assert User.objects.filter(staff_number="004217").exists()


def test_three_failures_end_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    house.organisation()
    intake = house.checked(files.text())
    assert intake.take()
    monkeypatch.setattr(apply, "_save_patterns", lambda plans: 1 / 0)
    for _again in range(4):
        tasks.work(intake.pk)
    intake.refresh_from_db()
    assert intake.state == Intake.State.UNREADABLE
    assert intake.why.startswith("Dit bestand lukt niet in één keer.")
    assert intake.content is None
    assert User.objects.count() == 1


def test_somebody_who_came_in_between_sends_the_file_back_to_the_check() -> None:
    house.organisation()
    house.team("Vergunningen")
    house.team("Toezicht")
    intake = house.checked(files.text())
    assert intake.count(Outcome.NEW) == 2
    house.person()
    assert intake.take()
    tasks.work(intake.pk)
    intake.refresh_from_db()
    assert intake.state == Intake.State.REVIEW
    assert intake.why == "Er is intussen iets veranderd. We keken alles opnieuw na. Er is nog niets bewaard."
    assert (intake.count(Outcome.SAME), intake.count(Outcome.NEW)) == (1, 1)
    assert User.objects.filter(staff_number="004218").count() == 0


def test_a_clash_in_the_database_itself_sends_it_back_too(monkeypatch: pytest.MonkeyPatch) -> None:
    house.organisation()
    intake = house.checked(files.text())
    assert intake.take()

    def clashes(plans: object) -> None:
        raise IntegrityError("duplicate key")

    with monkeypatch.context() as broken:
        broken.setattr(apply, "_save_patterns", clashes)
        tasks.work(intake.pk)
    intake.refresh_from_db()
    assert intake.state == Intake.State.REVIEW
    assert User.objects.count() == 1


def test_only_one_process_works_on_a_file() -> None:
    house.organisation()
    intake = house.uploaded(files.text())
    assert intake.choose(intake.columns, files.TODAY)
    first, second = Intake.objects.get(), Intake.objects.get()
    assert first.claim()
    assert not second.claim()
    tasks.work(intake.pk)
    assert Intake.objects.get().state == Intake.State.CHECKING


@pytest.mark.usefixtures("moved_clock")
def test_work_of_a_process_that_died_is_taken_over_and_the_dead_one_cannot_write() -> None:
    house.organisation()
    intake = house.uploaded(files.text())
    assert intake.choose(intake.columns, files.TODAY)
    stopped = Intake.objects.get()
    assert stopped.claim()
    clock.move(Intake.LEASE + timedelta(seconds=1))
    tasks.sweep()
    assert Intake.objects.get().state == Intake.State.REVIEW
    rows = list(IntakeRow.objects.values())
    assert not stopped.advance(1, 2)
    assert not stopped.move(Intake.State.REVIEW, summary={})
    assert list(IntakeRow.objects.values()) == rows


@pytest.mark.usefixtures("moved_clock")
def test_a_file_of_seven_days_old_is_removed() -> None:
    house.organisation()
    intake = house.checked(files.text())
    clock.move(timedelta(days=6, hours=23))
    tasks.sweep()
    assert Intake.objects.get().content is not None
    clock.move(timedelta(hours=2))
    tasks.sweep()
    intake.refresh_from_db()
    assert (intake.state, intake.content, intake.shape.get("examples")) == (Intake.State.DROPPED, None, None)
    assert not IntakeRow.objects.exists()


def test_checking_again_makes_the_same_rows() -> None:
    house.organisation()
    intake = house.checked(files.text([files.row({"IN DIENST": "31-2-2026"}), files.FATIMA]))
    before = [(row.number, row.outcome, row.problems) for row in IntakeRow.objects.all()]
    assert intake.repair(intake.decisions)
    tasks.work(intake.pk)
    assert [(row.number, row.outcome, row.problems) for row in IntakeRow.objects.all()] == before


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_take_over_once() -> None:
    house.organisation()
    intake = house.checked(files.text())
    assert intake.take()

    def worker() -> None:
        tasks.work(intake.pk)
        connection.close()

    workers = [threading.Thread(target=worker) for _n in range(4)]
    for thread in workers:
        thread.start()
    for thread in workers:
        thread.join()
    assert Intake.objects.get().state == Intake.State.DONE
    assert User.objects.filter(staff_number="004217").count() == 1
    assert AuditEntry.objects.filter(action="people_imported").count() == 1


def test_no_private_text_of_a_file_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    house.organisation()
    house.imported(files.text([files.row({"NAAM": "Geheimnaam", "E-MAIL": "geheim@lindewaard.example"})]))
    assert "eheim" not in caplog.text


def test_without_redis_a_file_goes_in_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    house.organisation()

    def down(*args: object, **kwargs: object) -> None:
        raise RedisConnectionError("nobody listens")

    monkeypatch.setattr(tasks.cache, "set", down)
    monkeypatch.setattr(tasks.cache, "get", down)
    monkeypatch.setattr(tasks.work, "delay", down)
    intake = house.checked(files.text())
    assert intake.take()
    tasks.ring(intake)
    assert tasks.taken(intake) == 0
    tasks.sweep()
    intake.refresh_from_db()
    assert intake.state == Intake.State.DONE
