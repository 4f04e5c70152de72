"""The four screens of a frame, filled in through the addresses that a browser uses."""

from typing import Any

from django.test import Client
from django.urls import reverse

from teams.structure.models import Unit

WHOLE = "organisatie"
GOAL = "Inwoners begrijpen onze besluiten in één keer"
WHY = "Nu belt één op de drie om uitleg."
QUESTION = "Hoe schrijven we besluiten die inwoners begrijpen?"
GOALS = {"rows": "2", "title_0": GOAL, "why_0": WHY, "title_1": "", "why_1": ""}
QUESTIONS = {"rows_n0": "2", "q_n0_0": QUESTION, "q_n0_1": ""}
SEASON = {"name": "Lente 2026", "starts_on": "6-4-2026", "weeks": "12"}
SCREENS = {1: GOALS, 2: QUESTIONS, 3: SEASON}


def scope(unit: Unit | None) -> str:
    return str(unit.pk) if unit else WHOLE


def screen(unit: Unit | None, number: int) -> str:
    return reverse("cycles:frame-make", args=[scope(unit), number])


def page_of(unit: Unit | None) -> str:
    return reverse("cycles:frame-of", args=[scope(unit)])


def send(client: Client, unit: Unit | None, number: int, **fields: Any) -> Any:
    return client.post(screen(unit, number), SCREENS.get(number, {}) | fields)


def fill(client: Client, unit: Unit | None, upto: int = 3) -> None:
    """The screens up to and including one, each leading to the next."""
    for number in range(1, upto + 1):
        answer = send(client, unit, number)
        assert answer.status_code == 302, answer.content.decode()
        assert answer["Location"] == screen(unit, number + 1)


def said(client: Client, path: str) -> str:
    """The words of a page, without its markup and with single spaces."""
    from html import unescape
    from re import sub

    main = client.get(path).content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(sub(r"<[^>]+>", " ", main)).split())
