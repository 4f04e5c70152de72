"""What was agreed for one place ends with that place: exceptions, yes of a guest, and own choices.

Below the planning itself, so that every way to move or cancel a moment passes here.
"""

from collections.abc import Iterable

from cycles.weekly.members.asking_mail import ask_guest
from cycles.weekly.models import Answer, Displacement, ExceptionRequest, GuestInvitation
from teams.hours.models import HourException


def end_agreements(moments: Iterable[int]) -> None:
    """moments: ids of those that stand elsewhere now. A guest is asked again; a no stays for its own time."""
    moments = list(moments)
    end_exceptions(moments)
    Displacement.objects.filter(moment__in=moments).delete()
    guests = GuestInvitation.objects.filter(moment__in=moments).exclude(answer=Answer.NO)
    guests.update(answer=Answer.OPEN, answered_at=None)
    for invitation in guests.select_related("moment__cycle__team"):
        ask_guest(invitation)


def end_exceptions(moments: Iterable[int]) -> None:
    """moments: their ids. No minute outside somebody's hours is kept longer than for what it was given (W1)."""
    requests = ExceptionRequest.objects.filter(moment__in=moments).exclude(answer=Answer.NO)
    given = [pk for pk in requests.values_list("exception", flat=True) if pk]
    requests.delete()
    HourException.objects.filter(pk__in=given).delete()
