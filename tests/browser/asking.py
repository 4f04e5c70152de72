"""Questions to Samira in the example organisation: an exception, a guest moment and a place in her week."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta

from django.urls import reverse

from cycles.prompts import leaving
from cycles.weekly.models import Answer, Displacement, ExceptionRequest, GuestInvitation, Kind, Moment
from tests.browser.conftest import House


def _moment(house: House, kind: str = Kind.RETROSPECTIVE) -> Moment:
    """Of this week, still to come."""
    return Moment.objects.get(cycle__week=house.week.week, cycle__team=house.team, kind=kind)


def ask_page(house: House) -> str:
    return reverse("cycles:moment-ask", args=[_moment(house).pk])


def to_ask(house: House) -> str:
    return reverse("cycles:exception-ask", args=[_moment(house).pk])


def to_choose(house: House) -> str:
    mine = Displacement.objects.get(moment=_moment(house), person=house.person("samira"))
    return reverse("cycles:place-choose", args=[mine.pk])


@contextmanager
def questions(house: House) -> Generator[None]:
    """One of each kind, not answered."""
    rows = _rows(house)
    yield
    for row in rows:
        row.delete()


@contextmanager
def answers(house: House) -> Generator[None]:
    rows = _rows(house, Answer.YES, Displacement.Outcome.KEPT)
    yield
    for row in rows:
        row.delete()


def _rows(
    house: House, answer: str = Answer.OPEN, outcome: str = Displacement.Outcome.OPEN
) -> list[ExceptionRequest | GuestInvitation | Displacement]:
    samira, femke = house.person("samira"), house.person("femke")
    oogst = _moment(house)
    assert oogst.starts_at
    return [
        ExceptionRequest.objects.create(
            moment=oogst,
            person=samira,
            asked_by=femke,
            starts_at=oogst.starts_at,
            ends_at=oogst.starts_at + timedelta(minutes=90),
            answer=answer,
        ),
        GuestInvitation.objects.create(moment=oogst, person=samira, invited_by=femke, answer=answer),
        Displacement.objects.create(
            moment=oogst,
            person=samira,
            cause="busy",
            outcome=outcome,
            decided_at=oogst.starts_at if outcome else None,
        ),
    ]


@contextmanager
def left_out(house: House) -> Generator[None]:
    """The rest of this week."""
    left = leaving.leave_out(house.person("samira"), house.week)
    yield
    leaving.come_back(house.person("samira"), house.week, left)
