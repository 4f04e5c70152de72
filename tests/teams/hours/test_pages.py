"""Mijn gegevens: hours and absence, by the owner and nobody else."""

from collections.abc import Callable
from datetime import date, time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lerendwerken.lib import clock
from lerendwerken.lib.typed import read_day, read_time
from teams.accounts.models import User
from teams.hours.models import Absence, WorkingPattern
from tests import builders
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

URL = "/mijn-gegevens/"
WEEK = {"rhythm": "weekly", "contract_hours": "28,5", "anchor": ""}


def typed(**changes: str) -> dict[str, str]:
    today = clock.today("Europe/Amsterdam")
    filled = WEEK | {"valid_from": f"{today.day}-{today.month}-{today.year}"}
    for day in range(1, 5):
        filled |= {
            f"w1d{day}_start": "8.30",
            f"w1d{day}_end": "16:00",
            f"w1d{day}_away": "12.30",
            f"w1d{day}_back": "13.00",
        }
    return filled | changes


@pytest.fixture
def fatima(professional: User, client_for: Callable[[User | None], Client]) -> Client:
    return client_for(professional)


@pytest.mark.shows("S9")
def test_own_hours_hold_beside_those_of_the_file(fatima: Client, professional: User) -> None:
    User.objects.filter(pk=professional.pk).update(hours_confirmed=False)
    assert "Kloppen deze werktijden?" in fatima.get(URL).content.decode()
    assert fatima.post(reverse("teams:hours"), typed()).status_code == 302
    own = professional.patterns.get(source="own")
    assert (len(own.shifts), own.as_pattern().contract_minutes) == (4, 1710)
    assert own.shifts[0]["breaks"] == [["12:30", "13:00"]]
    page = fatima.get(URL).content.decode()
    assert "Jouw tijd geldt" in page
    assert "Kloppen deze werktijden?" not in page
    professional.refresh_from_db()
    assert professional.hours_confirmed
    fatima.post(reverse("teams:hours-from-file"))
    assert not professional.patterns.filter(source="own").exists()
    assert professional.patterns.count() == 1


def test_saving_twice_leaves_one_correction(fatima: Client, professional: User) -> None:
    for _ in range(2):
        fatima.post(reverse("teams:hours"), typed())
    assert professional.patterns.filter(source="own").count() == 1


@pytest.mark.shows("S9")
@pytest.mark.parametrize(
    ("rhythm", "anchor"), [("anchor", date(2026, 3, 30)), ("parity", None)], ids=["anchor", "parity"]
)
def test_two_weeks_take_turns(fatima: Client, professional: User, rhythm: str, anchor: date | None) -> None:
    answer = fatima.post(
        reverse("teams:hours"),
        typed(rhythm=rhythm, anchor="30-3-2026" if anchor else "", w2d5_start="9", w2d5_end="12"),
    )
    assert answer.status_code == 302
    own = professional.patterns.get(source="own")
    assert (own.alternation, own.anchor) == (rhythm, anchor)
    assert {s["week"] for s in own.shifts} == {0, 1}
    assert "Week 2" in fatima.get(URL).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence", "kept"),
    [
        ({"w1d1_end": "8.30"}, "Je eindigt op de tijd dat je begint", 'value="8.30"'),
        ({"w1d1_end": "kwart voor"}, "Dit is geen tijd", 'value="kwart voor"'),
        ({"w1d1_start": ""}, "Vul begin en einde in", 'value="16:00"'),
        ({"w1d1_back": "17.15"}, "De pauze valt buiten je werktijd", 'value="17.15"'),
        ({"w1d1_start": "14.00", "w1d1_end": "9.00"}, "Dit is meer dan 16 uur", 'value="14.00"'),
        ({"contract_hours": "veel"}, "Vul in hoeveel uur", 'value="veel"'),
        ({"valid_from": "31-2-2026"}, "Dit is geen datum", 'value="31-2-2026"'),
        ({"rhythm": "anchor", "anchor": ""}, "Kies de maandag", 'value="28,5"'),
        ({"rhythm": "anchor", "anchor": "31-3-2026"}, "Dit is geen maandag", 'value="31-3-2026"'),
    ],
)
def test_wrong_hours_get_a_sentence_and_keep_what_was_typed(
    fatima: Client, professional: User, changes: dict[str, str], sentence: str, kept: str
) -> None:
    answer = fatima.post(reverse("teams:hours"), typed(**changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert kept in answer.content.decode()
    assert not professional.patterns.filter(source="own").exists()


@pytest.mark.shows("W5")
def test_absence_is_from_and_to_and_comes_back_with_one_press(fatima: Client, professional: User) -> None:
    days = {"first_day": "1-2-2027", "last_day": "2027-02-05"}
    for _ in range(2):
        assert fatima.post(reverse("teams:absence-add"), days).status_code == 302
    row = Absence.objects.get()
    assert (row.first_day, row.last_day, row.source) == (date(2027, 2, 1), date(2027, 2, 5), "own")
    answer = fatima.post(reverse("teams:absence-remove", args=[row.pk]), follow=True)
    assert not Absence.objects.exists()
    assert 'value="2027-02-01"' in answer.content.decode()
    fatima.post(reverse("teams:absence-add"), {"first_day": "2027-02-01", "last_day": "2027-02-05"})
    assert Absence.objects.get().last_day == date(2027, 2, 5)


@pytest.mark.shows("W5")
def test_absence_has_no_place_for_a_reason(fatima: Client) -> None:
    form = fatima.get(URL).context["absence_form"]
    assert list(form.fields) == ["first_day", "last_day"]


def test_a_backward_absence_is_refused_with_what_was_typed(fatima: Client) -> None:
    answer = fatima.post(reverse("teams:absence-add"), {"first_day": "5-2-2027", "last_day": "1-2-2027"})
    assert answer.status_code == 422
    assert "De laatste dag ligt voor de eerste dag." in answer.content.decode()
    assert 'value="1-2-2027"' in answer.content.decode()
    assert not Absence.objects.exists()


@pytest.mark.shows("TA2")
@pytest.mark.parametrize("who", ["colleague", "lead", "manager", "administrator", "outsider"])
def test_nobody_takes_away_the_absence_of_another(
    cast: Cast, client_for: Callable[[User | None], Client], who: str
) -> None:
    row = builders.absence(cast.professional, date(2027, 2, 1))
    answer = client_for(cast.people[who]).post(reverse("teams:absence-remove", args=[row.pk]))
    assert answer.status_code == 404
    assert Absence.objects.filter(pk=row.pk).exists()


def test_a_stranger_is_asked_to_sign_in(client_for: Callable[[User | None], Client]) -> None:
    assert client_for(None).get(URL).status_code == 302
    assert client_for(None).post(reverse("teams:hours"), typed()).status_code == 302
    assert not WorkingPattern.objects.exists()


@pytest.mark.shows("TW4")
def test_looking_writes_nothing(fatima: Client, safe_get: Callable[..., object]) -> None:
    safe_get(fatima, URL)


def test_more_absences_cost_no_more_queries(fatima: Client, professional: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            fatima.get(URL)
        return len(seen)

    builders.absence(professional, date(2027, 1, 4))
    few = queries()
    for day in range(5, 15):
        builders.absence(professional, date(2027, 1, day))
    assert queries() == few


@pytest.mark.parametrize("text", ["1-2-2026", "01-02-2026", "2026-02-01", "1/2/2026", "1.2.2026"])
def test_one_day_in_many_notations(text: str) -> None:
    assert read_day(text) == date(2026, 2, 1)


@pytest.mark.parametrize("text", ["8.30", "8:30", "0830", "830", "8u30", "8.30 uur"])
def test_one_time_in_many_notations(text: str) -> None:
    assert read_time(text) == time(8, 30)


@pytest.mark.parametrize("text", ["25.00", "8.61", "half negen", "-1", ""])
def test_no_time_at_all(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (any reason will do)
        read_time(text)
