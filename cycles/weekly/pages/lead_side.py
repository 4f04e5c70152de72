"""What a lead asked for each moment of a week, what was answered, and whom they can still ask."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cycles.weekly.members.asking import Asking
from cycles.weekly.models import Answer, ExceptionRequest, GuestInvitation, Moment, WeekCycle
from cycles.weekly.pages.members_forms import PersonForm
from teams.accounts.models import User


@dataclass(slots=True)
class Asked:
    """Of one moment. An answer is ja, nee or nog niet, never how it came about."""

    exceptions: list[tuple[str, str]] = field(default_factory=list)
    guests: list[tuple[str, str]] = field(default_factory=list)
    exception_form: PersonForm | None = None  # None: there is nobody to ask
    guest_form: PersonForm | None = None

    def __bool__(self) -> bool:
        return bool(self.exceptions or self.guests or self.exception_form or self.guest_form)


class Week:
    """All moments of one week, in a constant number of queries."""

    def __init__(self, cycle: WeekCycle) -> None:
        self.asking = Asking(cycle)
        self.requests: dict[int, list[ExceptionRequest]] = defaultdict(list)
        self.invitations: dict[int, list[GuestInvitation]] = defaultdict(list)
        places = {m.pk: m.starts_at for m in self.asking.ahead}
        # What a member gave by themselves was not asked: then the lead sees them among who is there.
        asked = ExceptionRequest.objects.filter(moment__in=places, asked_by__isnull=False)
        for request in asked.select_related("person").order_by("person__given_name", "pk"):
            if places[request.moment_id] == request.starts_at:
                self.requests[request.moment_id].append(request)
        invited = GuestInvitation.objects.filter(moment__in=places)
        for invitation in invited.select_related("person").order_by("person__given_name", "pk"):
            if invitation.answer != Answer.NO or invitation.is_no_to(places[invitation.moment_id]):
                self.invitations[invitation.moment_id].append(invitation)

    def of(self, moment: Moment) -> Asked:
        requests, invitations = self.requests[moment.pk], self.invitations[moment.pk]
        outside = set(self.asking.outside[moment.pk]) - {r.person_id for r in requests}
        guests = set(self.asking.can_come(moment)) - {i.person_id for i in invitations}
        return Asked(
            [(r.person.given_name, _answer(r.answer)) for r in requests],
            [(i.person.given_name, _answer(i.answer)) for i in invitations],
            PersonForm(moment, "u", self._people(outside)) if outside else None,
            PersonForm(moment, "g", self._people(guests)) if guests else None,
        )

    def _people(self, ids: Iterable[int]) -> list[User]:
        return [person for pk, person in self.asking.names.items() if pk in set(ids)]


def asked_of(moment: Moment) -> Asked:
    """Moments that came from one week cycle in one go share its `Week`."""
    kept = moment.cycle.__dict__
    week: Week = kept.get("asked") or kept.setdefault("asked", Week(moment.cycle))
    return week.of(moment)


def _answer(answer: str) -> str:
    return _("nog niet") if answer == Answer.OPEN else str(Answer(answer).label)
