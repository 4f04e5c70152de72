"""A reader for each field: from a cell to a value, or a sentence that says what is wrong with it."""

import difflib
import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_noop as _

from teams.intake import names
from teams.intake.columns import Field, fold
from teams.intake.sentences import Refused, say
from teams.intake.table import Cell

EARLIEST = date(1950, 1, 1)
OPEN_ENDED = date(2100, 1, 1)  # 31-12-9999 and its like mean: no end
MOST_HOURS = Decimal(60)
LEAST_HOURS = Decimal("0.5")
LONGEST = 1000  # characters in any cell that we use


def text_of(cell: Cell) -> str:
    """A cell as text, on one line; a whole number without its decimals."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date):
        return f"{cell.day}-{cell.month}-{cell.year}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return names.one_line(str(cell))


def staff_number(cell: Cell) -> str:
    text = text_of(cell).lstrip("'")
    if len(text) > 40:
        raise Refused(say(_("Een personeelsnummer heeft hooguit 40 tekens.")), say(_("Een te lang nummer")))
    return text


def given_name(cell: Cell) -> str:
    return names.checked(names.cased(text_of(cell)), 80)


def name_prefix(cell: Cell) -> str:
    return names.checked(text_of(cell).lower(), 30)


def family_name(cell: Cell) -> str:
    return names.checked(text_of(cell), 150)


def full_name(cell: Cell) -> names.Name:
    name = names.whole(names.checked(text_of(cell), 200))
    names.checked(name.given, 80)
    names.checked(name.prefix, 30)
    names.checked(name.family, 120)
    return name


def email(cell: Cell) -> str:
    """A lower-case address. Accepts "Joost <joost@example.org>" and "mailto:"."""
    text = text_of(cell)
    if found := re.search(r"<([^<>]*)>\s*$", text):
        text = found[1]
    address = re.sub(r"^mailto:", "", text.strip(" ;,"), flags=re.IGNORECASE).lower()
    if len(re.findall(r"@", address)) > 1 and re.search(r"[;, ]", address):
        first = re.split(r"[;, ]+", address)[0]
        raise Refused(
            say(_("Er staat ‘%(text)s’. Kies het adres waarmee deze persoon zich aanmeldt."), text=text),
            say(_("Er staan twee adressen in één cel")),
            suggestion=first,
        )
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(
            say(_("Er staat ‘%(text)s’. Een adres ziet eruit als naam@organisatie.nl."), text=_cut(text)),
            say(_("Dit is geen e-mailadres")),
        ) from None
    if len(address) > 254:
        raise Refused(say(_("Een adres heeft hooguit 254 tekens.")), say(_("Een te lang e-mailadres")))
    return address


def label(cell: Cell) -> str:
    """The name of a team or unit, at most 120 characters."""
    text = text_of(cell)
    if len(text) > 120:
        raise Refused(
            say(_("Deze naam is langer dan %(limit)s tekens."), limit=120), say(_("Een te lange naam"))
        )
    return text


def hours(cell: Cell) -> Decimal:
    """Contract hours a week, 0.5 to 60: 28,5 and 28.5 and 28:30 and "28 uur"."""
    number = _hours(cell)
    if number is None:
        raise Refused(
            say(_("Er staat ‘%(text)s’. Schrijf een getal, bijvoorbeeld 28,5."), text=_cut(text_of(cell))),
            say(_("Dit is geen aantal uren")),
        )
    if number < LEAST_HOURS:
        raise Refused(
            say(_("Er staat ‘%(text)s’. Zonder contracturen is er geen leertijd."), text=_cut(text_of(cell))),
            say(_("Geen contracturen")),
        )
    if number > MOST_HOURS:
        raise Refused(
            say(_("Er staat ‘%(text)s’. Dat is meer dan 60 uur per week."), text=_cut(text_of(cell))),
            say(_("Te veel contracturen")),
        )
    return number


def fte(cell: Cell) -> Decimal:
    """The share of a full week: 0,8 and 80% and 80 are 0.8."""
    text = text_of(cell)
    number = _number(text.replace("%", "").replace("fte", "").strip() if isinstance(cell, str) else text)
    if number is not None and (number > Decimal("1.6") or "%" in text):
        number /= 100
    if number is None or not 0 < number <= Decimal("1.6"):
        raise Refused(
            say(
                _("Er staat ‘%(text)s’. Schrijf een deel van een volle week, bijvoorbeeld 0,8."),
                text=_cut(text),
            ),
            say(_("Dit is geen deeltijdfactor")),
        )
    return number


def day(cell: Cell) -> date:
    """A date in any common notation, or as Excel's number of days."""
    found = _day(cell)
    if found < EARLIEST:
        raise Refused(
            say(_("Er staat ‘%(text)s’. Die datum ligt te ver terug."), text=_cut(text_of(cell))),
            say(_("Deze datum kan niet kloppen")),
        )
    return found


def last_day(cell: Cell) -> date | None:
    """Like `day`; a date far ahead, such as 31-12-9999, means no end."""
    found = _day(cell)
    return None if found >= OPEN_ENDED else day(cell)


def contract(cell: Cell) -> str:
    """ "employee" or "external"."""
    text = text_of(cell)
    folded = fold(text)
    for kind, words in _CONTRACTS.items():
        if folded in words:
            return kind
    if any(word in folded for word in _EXTERNAL_PARTS):
        return "external"
    if any(word in folded for word in _EMPLOYEE_PARTS):
        return "employee"
    raise Refused(
        say(_("Er staat ‘%(text)s’. Schrijf ‘in dienst’ of ‘extern’."), text=_cut(text)),
        say(_("Deze soort contract kennen we niet")),
        suggestion="in dienst",
    )


def role(cell: Cell) -> str:
    """ "team_lead", "manager" or "" for everybody else. An administrator is never made by a file."""
    text = text_of(cell)
    folded = fold(text)
    if folded in _ROLES:
        if _ROLES[folded] == "administrator":
            raise Refused(
                say(_("Een bestand kan niemand beheerder maken. Geef die rol zelf bij Rollen.")),
                say(_("Beheerder uit een bestand")),
                suggestion="medewerker",
            )
        return _ROLES[folded]
    close = difflib.get_close_matches(folded, _ROLES, n=1, cutoff=0.85)
    if close and _ROLES[close[0]]:
        meant = {"team_lead": "teamleider", "manager": "manager"}.get(_ROLES[close[0]], "medewerker")
        raise Refused(
            say(_("Er staat ‘%(text)s’. Bedoel je %(meant)s?"), text=_cut(text), meant=meant),
            say(_("Deze rol kennen we niet")),
            suggestion=meant,
        )
    return ""


def language(cell: Cell) -> str:
    text = text_of(cell)
    known = _LANGUAGES.get(fold(text))
    if known is None:
        raise Refused(
            say(_("Er staat ‘%(text)s’. De app spreekt Nederlands en Engels."), text=_cut(text)),
            say(_("Deze taal hebben we niet")),
            suggestion="Nederlands",
        )
    return known


READERS: dict[Field, Callable[[Cell], object]] = {
    Field.STAFF_NUMBER: staff_number,
    Field.GIVEN_NAME: given_name,
    Field.NAME_PREFIX: name_prefix,
    Field.FAMILY_NAME: family_name,
    Field.FULL_NAME: full_name,
    Field.EMAIL: email,
    Field.UNIT: label,
    Field.TEAM: label,
    Field.HOURS: hours,
    Field.FTE: fte,
    Field.STARTS_ON: day,
    Field.ENDS_ON: last_day,
    Field.CONTRACT: contract,
    Field.ROLE: role,
    Field.LANGUAGE: language,
}
"""The fields that stand in one cell; working times have their own module."""


def read_field(field: Field, cell: Cell) -> object:
    """The value, or None for an empty cell. Raises Refused."""
    if cell is None:
        return None
    if isinstance(cell, str):
        if len(cell) > LONGEST:
            raise Refused(
                say(_("Er staan meer dan %(limit)s tekens in deze cel."), limit=LONGEST),
                say(_("Een te lange cel")),
            )
        if cell in _EXCEL_ERRORS:
            raise Refused(
                say(_("Er staat ‘%(text)s’. Excel kon deze cel niet uitrekenen."), text=cell),
                say(_("Een fout uit Excel")),
            )
        if set(cell) <= set("-–—./? "):
            return None  # a dash for "nothing"
    return READERS[field](cell)


def _hours(cell: Cell) -> Decimal | None:
    if isinstance(cell, time):
        return _rounded(Decimal(cell.hour) + Decimal(cell.minute) / 60)
    if isinstance(cell, bool | date):
        return None
    text = text_of(cell).casefold()
    if found := re.fullmatch(r"(\d{1,3})(?::|\s*u(?:ur)?\s*|\s*h\s*)(\d{2})(?::00)?(?:\s*min\w*)?", text):
        return _rounded(Decimal(found[1]) + Decimal(found[2]) / 60) if int(found[2]) < 60 else None
    text = re.sub(r"\s*(uur|uren|u|hours|hrs|h)?\s*((per|p\.?|/)\s*/?\s*(week|w|wk)\.?)?$", "", text)
    number = _number(text)
    return None if number is None else _rounded(number)


def _number(text: str) -> Decimal | None:
    """A number with a comma or a point, at most one of them as a decimal sign."""
    text = text.replace(" ", "")
    if not re.fullmatch(r"[+-]?\d{1,6}(?:[.,]\d{1,15})?", text):
        return None
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _day(cell: Cell) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool | time):
        raise _no_date(cell)
    if isinstance(cell, int | float):
        return _serial(cell, cell)
    text = _TIME_AFTER.sub("", text_of(cell).casefold().strip(" ."))
    text = _WEEKDAY_BEFORE.sub("", text)
    if re.fullmatch(r"\d{5}([.,]\d+)?", text):
        return _serial(float(text.replace(",", ".")), cell)
    if found := re.fullmatch(r"(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})", text):
        return _checked(found[1], found[2], found[3], cell)
    if found := re.fullmatch(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})", text):
        return _checked(found[3], found[2], found[1], cell)
    if found := re.fullmatch(r"((?:19|20)\d\d)(\d\d)(\d\d)", text):
        return _checked(found[1], found[2], found[3], cell)
    if found := re.fullmatch(r"(\d\d)(\d\d)((?:19|20)\d\d)", text):
        return _checked(found[3], found[2], found[1], cell)
    if found := re.fullmatch(r"(\d{1,2})(?:e|ste|de|st|nd|rd|th)?[ .-]*([a-zé]+)[ .,'-]*(\d{4}|\d{2})", text):
        if month := _MONTHS.get(found[2].replace("é", "e")):
            return _checked(found[3], month, found[1], cell)
    elif (found := re.fullmatch(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", text)) and (
        month := _MONTHS.get(found[1])
    ):
        return _checked(found[3], month, found[2], cell)
    raise _no_date(cell)


def _serial(number: float, cell: Cell) -> date:
    """Excel counts days from 30 December 1899; 20000 is in 1954 and 80000 in 2119."""
    if isinstance(number, int) and 19_000_101 <= number <= 21_001_231:
        return _day(str(number))  # 20260201 as a number
    if number == 2_958_465:
        return date(9999, 12, 31)
    if not 18_264 <= number <= 80_000:
        raise _no_date(cell)
    return date(1899, 12, 30) + timedelta(days=int(number))


def _checked(year_text: str, month_text: str | int, day_text: str, cell: Cell) -> date:
    year, month, number = int(year_text), int(month_text), int(day_text)
    if len(year_text) == 2:
        year += 2000 if year < 70 else 1900
    heading = say(_("%(date)s bestaat niet"), date=_cut(text_of(cell)))
    if not 1 <= month <= 12:
        swapped = f"{month}-{number}-{year}" if 1 <= number <= 12 and 1 <= month <= 31 else ""
        raise Refused(
            say(_("Maand %(month)s bestaat niet. Schrijf eerst de dag en dan de maand."), month=month),
            heading,
            suggestion=swapped,
        )
    if year == 0:
        raise _no_date(cell)
    days = monthrange(year, month)[1]
    if not 1 <= number <= days:
        raise Refused(
            say(_SHORT_MONTHS[month], year=year, days=days)
            if number and month in _SHORT_MONTHS
            else say(_("Een maand begint met dag 1 en heeft hooguit 31 dagen.")),
            heading,
        )
    return date(year, month, number)


def _no_date(cell: Cell) -> Refused:
    return Refused(
        say(_("Er staat ‘%(text)s’. Schrijf een datum als 1-2-2026."), text=_cut(text_of(cell))),
        say(_("Dit is geen datum")),
    )


def _cut(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split("|"))


_SHORT_MONTHS = {
    2: _("Februari %(year)s heeft %(days)s dagen."),
    4: _("April heeft %(days)s dagen."),
    6: _("Juni heeft %(days)s dagen."),
    9: _("September heeft %(days)s dagen."),
    11: _("November heeft %(days)s dagen."),
}
_MONTHS = {
    name: number
    for number, written in enumerate(
        (
            "jan januari january",
            "feb febr februari february",
            "mrt maa mar maart march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "aug augustus august",
            "sep sept september",
            "okt oct oktober october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in written.split()
}
_TIME_AFTER = re.compile(r"(?:t|\s+)0?0[:.]00(?:[:.]00(?:\.0+)?)?(?:z|[+-]\d\d:?\d\d)?$")
_WEEKDAY_BEFORE = re.compile(
    r"^(?:ma|di|wo|do|vr|za|zo|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
    r"|mon|tue|wed|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day)[.,]?\s+(?=\d|[a-z]{3,} \d)"
)
_EXCEL_ERRORS = frozenset(
    {"#N/A", "#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}
    | {"#N/B", "#WAARDE!", "#VERW!", "#NAAM?", "#DEEL/0!", "#GETAL!", "#LEEG!"}
)
_CONTRACTS = {
    "employee": _folded(
        "in dienst|intern|vast|v|b|i|tijdelijk|bepaalde tijd|onbepaalde tijd|ambtenaar|werknemer|medewerker"
        "|employee|permanent|temporary|fixed term|stagiair|stage|trainee|bbl|leerling|eigen personeel"
    ),
    "external": _folded(
        "extern|e|zzp|zzp'er|inhuur|ingehuurd|uitzendkracht|uitzend|detachering|gedetacheerd|payroll"
        "|freelance|freelancer|external|contractor|agency|inleen|ingeleend|niet in dienst|vrijwilliger"
    ),
}
_EXTERNAL_PARTS = ("extern", "zzp", "inhuur", "uitzend", "detach", "freelanc", "payroll", "inleen")
_EMPLOYEE_PARTS = ("bepaaldetijd", "aanstelling", "arbeidsovereenkomst", "vast", "tijdelijk", "indienst")
_ROLES = {
    word: kind
    for kind, words in {
        "team_lead": "teamleider|team lead|team leader|teamleidster|teamvoorzitter|tl",
        "manager": "manager|leidinggevende|afdelingshoofd|afdelingsmanager|hoofd|directeur|unitmanager"
        "|unithoofd|head of department|director|mt-lid",
        "administrator": "beheerder|administrator|admin",
        "": "medewerker|professional|employee|geen|nee|lid|teamlid|member",
    }.items()
    for word in _folded(words)
}
_LANGUAGES = {
    word: code
    for code, words in {
        "nl": "nl|nld|dut|nederlands|dutch|n|nl-nl|nl-be",
        "en": "en|eng|engels|english|e|en-gb|en-us",
    }.items()
    for word in _folded(words)
}
