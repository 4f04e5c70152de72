"""The days on which the organisation is closed (W4)."""

from datetime import date

import pytest

from teams.hours.holidays import closed_days, countries


@pytest.mark.shows("W4")
def test_the_dutch_holidays_of_2026_by_name() -> None:
    assert closed_days([2026]) == {
        date(2026, 1, 1): "Nieuwjaarsdag",
        date(2026, 4, 5): "Eerste paasdag",
        date(2026, 4, 6): "Tweede paasdag",
        date(2026, 4, 27): "Koningsdag",
        date(2026, 5, 14): "Hemelvaartsdag",
        date(2026, 5, 24): "Eerste pinksterdag",
        date(2026, 5, 25): "Tweede pinksterdag",
        date(2026, 12, 25): "Eerste kerstdag",
        date(2026, 12, 26): "Tweede kerstdag",
    }


@pytest.mark.shows("W4")
@pytest.mark.parametrize("year", [2025, 2031, 2036])
def test_koningsdag_is_on_the_26th_when_the_27th_is_a_sunday(year: int) -> None:
    assert date(year, 4, 27).weekday() == 6
    assert closed_days([year])[date(year, 4, 26)] == "Koningsdag"
    assert date(year, 4, 27) not in closed_days([year])


@pytest.mark.shows("W4")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_good_friday_is_a_setting(language: str) -> None:
    friday = date(2026, 4, 3)
    assert friday not in closed_days([2026], language=language)
    assert closed_days([2026], good_friday=True, language=language)[friday] in (
        "Goede vrijdag",
        "Good Friday",
    )


@pytest.mark.shows("W4")
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("setting", "years"), [("never", []), ("lustrum", [2025, 2030]), ("always", [2025, 2026, 2027, 2030])]
)
def test_liberation_day_is_a_setting(setting: str, years: list[int], language: str) -> None:
    found = closed_days([2025, 2026, 2027, 2030], liberation_day=setting, language=language)
    assert [day.year for day in found if (day.month, day.day) == (5, 5)] == years


@pytest.mark.parametrize("setting", ["never", "lustrum", "always"])
def test_ascension_day_stays_when_it_falls_on_5_may(setting: str) -> None:
    assert "Hemelvaartsdag" in closed_days([2016], liberation_day=setting)[date(2016, 5, 5)]


def test_another_setting_for_liberation_day_is_refused() -> None:
    with pytest.raises(ValueError, match="sometimes"):
        closed_days([2026], liberation_day="sometimes")


def test_own_closed_days_come_with_it_and_name_the_day() -> None:
    extra = {date(2026, 12, 24): "Brugdag", date(2026, 12, 25): "Kerst", date(2027, 1, 4): "Later"}
    found = closed_days([2026], extra=extra)
    assert found[date(2026, 12, 24)] == "Brugdag"
    assert found[date(2026, 12, 25)] == "Kerst"
    assert date(2027, 1, 4) not in found
    assert list(found) == sorted(found)
    assert date(2026, 12, 24) not in closed_days([2026])


def test_what_a_caller_does_with_the_days_stays_with_the_caller() -> None:
    closed_days([2026]).clear()
    assert closed_days([2026])


def test_names_are_in_the_language_asked_for_or_in_the_countrys_own() -> None:
    christmas = date(2026, 12, 25)
    assert closed_days([2026], language="en")[christmas] == "Christmas Day"
    assert closed_days([2026], country="BE", language="nl")[christmas] == "Kerstmis"
    assert closed_days([2026], country="DE", language="en")[christmas] == "Christmas Day"
    assert closed_days([2026], country="DE", language="nl")[christmas] == "Erster Weihnachtstag"
    assert closed_days([2026], country="GB", language="nl")[christmas] == "Christmas Day"


def test_dutch_settings_say_nothing_about_other_countries() -> None:
    for language in ("nl", "en"):
        assert date(2026, 4, 3) in closed_days([2026], country="DE", good_friday=False, language=language)
    assert date(2026, 5, 5) not in closed_days([2026], country="DE", liberation_day="always")


def test_a_holiday_that_is_moved_out_of_its_year_is_found() -> None:
    assert date(2021, 12, 31) in closed_days([2021], country="US")  # New Year's Day 2022 was a Saturday


def test_a_country_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="QQ"):
        closed_days([2026], country="QQ")


@pytest.mark.parametrize("code", [code for code, _ in countries()])
def test_every_country_to_choose_has_holidays(code: str) -> None:
    assert closed_days([2026, 2027], country=code)


def test_countries_are_in_order_of_name_in_both_languages() -> None:
    assert ("NL", "Nederland") in countries()
    assert ("NL", "Netherlands") in countries("en")
    for language in ("nl", "en"):
        names = [name for _, name in countries(language)]
        assert names == sorted(names)
