"""The public holidays of a country, by what the organisation settled about them (W4)."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

import holidays


def closed_days(
    years: Iterable[int],
    *,
    country: str = "NL",
    good_friday: bool = False,
    liberation_day: str = "lustrum",
    extra: Mapping[date, str] | None = None,
    language: str = "nl",
) -> dict[date, str]:
    """Each closed day of these years with its name, in order of date.

    `good_friday` and `liberation_day` ("never", "lustrum" = 2025, 2030 and so on, or "always") settle what
    Dutch law leaves open; they say nothing about other countries. `extra` are the organisation's own closed
    days; its name for a day wins. Names are in `language` ("nl" or "en") where the country's holidays are
    known in it, else in the country's own language. Nationwide holidays only. ValueError for a country
    without a list.
    """
    if liberation_day not in ("never", "lustrum", "always"):
        raise ValueError(f"liberation_day is never, lustrum or always, not {liberation_day!r}")
    asked = set(years)
    found: dict[date, str] = {}
    for year in asked:
        found.update(_public(year, country, good_friday, liberation_day, language))
    found.update({day: name for day, name in (extra or {}).items() if day.year in asked})
    return dict(sorted(found.items()))


def countries(language: str = "nl") -> list[tuple[str, str]]:
    """The countries to choose from as (ISO code, name), by name. closed_days() knows more of them."""
    column = 1 if language == "en" else 0
    named = [(code, names[column]) for code, names in _COUNTRIES.items()]
    return sorted(named, key=lambda country: country[1].replace("É", "E"))


# What the library calls the two days that a setting decides about, by our language.
_GOOD_FRIDAY = {"nl": "Goede vrijdag", "en": "Good Friday"}
_LIBERATION_DAY = {"nl": "Bevrijdingsdag", "en": "Liberation Day"}


@lru_cache(maxsize=512)
def _public(
    year: int, country: str, good_friday: bool, liberation_day: str, language: str
) -> Mapping[date, str]:
    dutch = country == "NL"
    language = language if language in _GOOD_FRIDAY else "nl"
    days = _listed(year, country, language, optional=dutch and liberation_day == "always")
    unwanted = set()
    if dutch and not good_friday:
        unwanted.add(_GOOD_FRIDAY[language])
    if dutch and liberation_day == "never":
        unwanted.add(_LIBERATION_DAY[language])
    # Two holidays may share a date (5 May 2016 was Ascension Day too), so names go and not dates.
    kept = ((day, [name for name in names if name not in unwanted]) for day, names in days.items())
    return {day: "; ".join(names) for day, names in kept if names}


def _listed(year: int, country: str, language: str, *, optional: bool) -> dict[date, list[str]]:
    try:
        known = holidays.country_holidays(country)
    except NotImplementedError as error:
        raise ValueError(f"no public holidays are known for country {country!r}") from error
    spoken = [tongue for tongue in known.supported_languages if tongue.split("_")[0] == language]
    listed = holidays.country_holidays(
        country,
        years=year,
        language=spoken[0] if spoken else known.default_language,
        categories=("public", "optional") if optional else ("public",),
    )
    return {day: listed.get_list(day) for day in listed}


_COUNTRIES = {
    "AT": ("Oostenrijk", "Austria"),
    "AU": ("Australië", "Australia"),
    "AW": ("Aruba", "Aruba"),
    "BE": ("België", "Belgium"),
    "BG": ("Bulgarije", "Bulgaria"),
    "BQ": ("Bonaire, Sint Eustatius en Saba", "Bonaire, Sint Eustatius and Saba"),
    "CA": ("Canada", "Canada"),
    "CH": ("Zwitserland", "Switzerland"),
    "CW": ("Curaçao", "Curaçao"),
    "CY": ("Cyprus", "Cyprus"),
    "CZ": ("Tsjechië", "Czechia"),
    "DE": ("Duitsland", "Germany"),
    "DK": ("Denemarken", "Denmark"),
    "EE": ("Estland", "Estonia"),
    "ES": ("Spanje", "Spain"),
    "FI": ("Finland", "Finland"),
    "FR": ("Frankrijk", "France"),
    "GB": ("Verenigd Koninkrijk", "United Kingdom"),
    "GR": ("Griekenland", "Greece"),
    "HR": ("Kroatië", "Croatia"),
    "HU": ("Hongarije", "Hungary"),
    "ID": ("Indonesië", "Indonesia"),
    "IE": ("Ierland", "Ireland"),
    "IN": ("India", "India"),
    "IS": ("IJsland", "Iceland"),
    "IT": ("Italië", "Italy"),
    "JP": ("Japan", "Japan"),
    "LI": ("Liechtenstein", "Liechtenstein"),
    "LT": ("Litouwen", "Lithuania"),
    "LU": ("Luxemburg", "Luxembourg"),
    "LV": ("Letland", "Latvia"),
    "MA": ("Marokko", "Morocco"),
    "MT": ("Malta", "Malta"),
    "NL": ("Nederland", "Netherlands"),
    "NO": ("Noorwegen", "Norway"),
    "NP": ("Nepal", "Nepal"),
    "NZ": ("Nieuw-Zeeland", "New Zealand"),
    "PL": ("Polen", "Poland"),
    "PT": ("Portugal", "Portugal"),
    "RO": ("Roemenië", "Romania"),
    "SE": ("Zweden", "Sweden"),
    "SI": ("Slovenië", "Slovenia"),
    "SK": ("Slowakije", "Slovakia"),
    "SR": ("Suriname", "Suriname"),
    "SX": ("Sint Maarten", "Sint Maarten"),
    "TR": ("Turkije", "Türkiye"),
    "US": ("Verenigde Staten", "United States"),
    "ZA": ("Zuid-Afrika", "South Africa"),
}
