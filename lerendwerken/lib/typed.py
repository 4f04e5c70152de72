"""What people type: dates as 1-2-2026 and 2026-02-01, times as 8.30, 8:30 and 830, numbers as 2,5 and
1.000, texts in lines or in one sentence, and whether a text says anything."""

import re
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

TOO_LONG = _("Dit is te lang: er passen %(limit_value)d tekens in. Je tekst staat er nog.")

NO_NUMBER = _("Vul hier een getal in, bijvoorbeeld 6 of 2,5.")

_DAY_FIRST = re.compile(r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_TIME = re.compile(r"(\d{1,2})(?:[.:,hu](\d{2}))?(?:\s*(?:uur|u|h))?|(\d{1,2})(\d{2})")


def says_something(text: str) -> bool:
    """Whether there is a letter or a digit in it. Spaces, dashes and signs that nobody sees say nothing."""
    return any(map(str.isalnum, text))


def read_day(text: str) -> date:
    """ValueError for anything that is not one day of the calendar."""
    text = text.strip()
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    elif found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    else:
        raise ValueError("not a date")
    return date(int(year), int(month), int(day))


def read_time(text: str) -> time:
    """ValueError for anything that is not a time of the day. 24.00 is midnight."""
    found = _TIME.fullmatch(text.strip().lower())
    if not found:
        raise ValueError("not a time")
    hour, minute = int(found[1] or found[3]), int(found[2] or found[4] or 0)
    return time(0, 0) if (hour, minute) == (24, 0) else time(hour, minute)


class Lines(forms.CharField):
    """Lines end alike, whether a browser or a script sent them."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n").strip()


class Words(Lines):
    """A text of one's own, in lines. The browser does not cut it off, we say that it is too long.

    required: the sentence for who leaves it empty; without one it may be.
    """

    def __init__(self, longest: int | None, rows: int = 3, required: Any = "", **kwargs: Any) -> None:
        super().__init__(
            max_length=longest,
            required=bool(required),
            widget=forms.Textarea(attrs={"class": "ruled two", "rows": rows}),
            error_messages={"required": required, "max_length": TOO_LONG},
            **kwargs,
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class Sentence(forms.CharField):
    """One sentence in a box that shows all of it; the browser does not cut it off, we say that it is too long."""

    def __init__(self, longest: int, required: Any = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"class": "ruled two", "rows": 2}))
        super().__init__(
            max_length=longest,
            required=bool(required),
            error_messages={"required": required, "max_length": TOO_LONG},
            **kwargs,
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value)).split())


def _dutch(number: str) -> str:
    """1.000,5 as 1000.5. A point before three digits parts thousands: two digits at most follow a comma."""
    number = number.strip()
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d*)?", number):
        number = number.replace(".", "")
    return number.replace(",", ".")


class Number(forms.DecimalField):
    """As it is said in Dutch: 2,5 and 1.000."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            max_digits=12,
            decimal_places=2,
            widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal", "autocomplete": "off"}),
            error_messages={
                "invalid": NO_NUMBER,
                "max_digits": NO_NUMBER,
                "max_decimal_places": _("Gebruik niet meer dan twee cijfers achter de komma."),
                "max_whole_digits": _("Dit getal is te groot."),
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(_dutch(value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """6.00 from the database is typed as 6, and 2.50 as 2,5."""
        if value is None or isinstance(value, str):
            return value
        return f"{value.normalize():f}".replace(".", ",")


class DayField(forms.Field):
    """Shows 1-2-2026; what was typed stays when it is not a date."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> date | None:
        if value in (None, "") or isinstance(value, date):
            return value or None
        try:
            found = read_day(str(value))
        except ValueError:
            raise forms.ValidationError(_("Dit is geen datum. Schrijf bijvoorbeeld 1-2-2026.")) from None
        if not 1950 <= found.year <= 2150:
            raise forms.ValidationError(_("Dit jaar kan niet kloppen. Schrijf bijvoorbeeld 1-2-2026."))
        return found

    def prepare_value(self, value: Any) -> Any:
        return f"{value.day}-{value.month}-{value.year}" if isinstance(value, date) else value


class ClockField(forms.Field):
    """A time of the day, empty allowed; shows 8.30, in English 8:30."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "short"})

    def to_python(self, value: Any) -> time | None:
        if value in (None, "") or isinstance(value, time):
            return value if isinstance(value, time) else None
        if not str(value).strip():
            return None
        try:
            return read_time(str(value))
        except ValueError:
            raise forms.ValidationError(_("Dit is geen tijd. Schrijf bijvoorbeeld 8.30.")) from None

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, time):
            return value
        mark = "." if (get_language() or "nl").startswith("nl") else ":"
        return f"{value.hour}{mark}{value.minute:02}"
