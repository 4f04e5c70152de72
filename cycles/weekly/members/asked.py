"""What is asked of one person, and what they said yes to: for Mijn week, Mijn gegevens and the page of its own."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cycles.weekly import judging
from cycles.weekly.members import own_place
from cycles.weekly.members.asked_words import exception_question, guest_question
from cycles.weekly.models import Answer, Displacement, ExceptionRequest, GuestInvitation, Seat
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from lerendwerken.templatetags.ui import day_long
from teams.accounts.models import User
from teams.own.sections import Context, notice
from teams.structure.access import Viewer, viewer_of, visible

Outcome = Displacement.Outcome


@dataclass(frozen=True, slots=True)
class Choice:
    """Something came over a place. places: where it can be instead; none for a guest."""

    row: Displacement
    places: tuple[datetime, ...]
    can_keep: bool
    is_of_a_duo: bool


class Asked:
    """Of the viewer. One query when nothing is asked, which is most of the time."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer, self.person, self.now = viewer, viewer.person, clock.now()

    def __bool__(self) -> bool:
        return self.has_questions

    @cached_property
    def has_questions(self) -> bool:
        me = User.objects.filter(pk=self.person.pk)
        kinds = self._requests(Answer.OPEN), self._invitations(Answer.OPEN), self._displaced
        requests, invitations, displaced = (Exists(kind) for kind in kinds)
        return me.filter(requests | invitations | displaced).exists()

    # Open questions -------------------------------------------------------------------------------

    @cached_property
    def exceptions(self) -> list[tuple[ExceptionRequest, SafeString]]:
        """With the question in words, the day in bold."""
        rows = self._requests(Answer.OPEN) if self.has_questions else ExceptionRequest.objects.none()
        return [(row, _bold(exception_question(row), day_long(row.starts_at))) for row in rows]

    @cached_property
    def invitations(self) -> list[tuple[GuestInvitation, SafeString]]:
        rows = self._invitations(Answer.OPEN) if self.has_questions else GuestInvitation.objects.none()
        return [(row, _bold(guest_question(row), day_long(row.moment.starts_at))) for row in rows]

    @cached_property
    def displaced(self) -> list[Choice]:
        rows = self._displaced if self.has_questions else Displacement.objects.none()
        return [self._choice(row) for row in rows]

    def _choice(self, row: Displacement) -> Choice:
        room = judging.room_of(row.moment.cycle)
        is_ahead = bool(row.moment.starts_at and row.moment.starts_at > self.now)
        return Choice(
            row,
            tuple(own_place.places(row, room)),
            row.cause == Displacement.Cause.BUSY and is_ahead and not row.moment.is_cancelled,
            own_place.moves_the_duo(row.moment),
        )

    # What was said --------------------------------------------------------------------------------

    @cached_property
    def given(self) -> list[ExceptionRequest]:
        """Exceptions that can still be withdrawn."""
        return list(self._requests(Answer.YES))

    @cached_property
    def accepted(self) -> list[GuestInvitation]:
        return list(self._invitations(Answer.YES))

    @cached_property
    def chosen(self) -> list[Displacement]:
        """Choices that can still be taken back; who was only told of another place chose nothing."""
        rows = self._displacements.filter(decided_at__isnull=False).exclude(outcome=Outcome.GIVEN_UP)
        return [row for row in rows if row.moment.cycle.closes_at > self.now]

    def _requests(self, answer: str) -> QuerySet[ExceptionRequest]:
        found = visible(ExceptionRequest, self.viewer).filter(
            person=self.person,
            answer=answer,
            starts_at__gt=self.now,
            moment__starts_at=F("starts_at"),
            moment__cancelled_at=None,
        )
        return found.select_related("moment__cycle__team", "asked_by", "person").order_by("starts_at", "pk")

    def _invitations(self, answer: str) -> QuerySet[GuestInvitation]:
        found = visible(GuestInvitation, self.viewer).filter(
            person=self.person, answer=answer, moment__starts_at__gt=self.now, moment__cancelled_at=None
        )
        return found.select_related("moment__cycle__team", "invited_by", "person").order_by(
            "moment__starts_at", "pk"
        )

    @property
    def _displaced(self) -> QuerySet[Displacement]:
        seat = Seat.objects.filter(moment=OuterRef("moment"), person=OuterRef("person"))
        return self._displacements.filter(Exists(seat), outcome=Outcome.OPEN)

    @property
    def _displacements(self) -> QuerySet[Displacement]:
        """Of weeks that are not over."""
        this = IsoWeek.of(clock.today(self.person.time_zone))
        ahead = Q(moment__cycle__year__gt=this.year) | Q(
            moment__cycle__year=this.year, moment__cycle__week__gte=this.week
        )
        found = visible(Displacement, self.viewer).filter(ahead, person=self.person)
        return found.select_related("moment__cycle__team", "moment__cycle__season", "person").order_by(
            "moment__starts_at", "pk"
        )


def _bold(words: str, part: str) -> SafeString:
    before, found, after = words.partition(part)
    return format_html("{}<strong>{}</strong>{}", before, found, after)


@notice("gevraagd", "cycles/weekly/_asked.html")
def on_my_data(request: HttpRequest, forms: Context) -> Context:
    """On Mijn gegevens, where the hours are: may it be outside them, this once?"""
    found = Asked(viewer_of(request))
    return {"asked": found, "back": "data", "only_hours": True} if found.exceptions else {}
