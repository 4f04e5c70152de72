"""What the database knows of some people of a file: a few queries, however many people."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from teams.accounts.models import User
from teams.hours.models import WorkingPattern
from teams.intake import names
from teams.intake.people import Person, number_key
from teams.structure.models import Membership, Role


@dataclass
class Known:
    by_number: dict[str, User] = field(default_factory=dict)
    by_address: dict[str, User] = field(default_factory=dict)
    by_name: dict[str, User] = field(default_factory=dict)
    memberships: dict[int, list[Membership]] = field(default_factory=lambda: defaultdict(list))  # by person
    patterns: dict[int, list[WorkingPattern]] = field(default_factory=lambda: defaultdict(list))
    roles: dict[int, list[Role]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def about(cls, people: Sequence[Person], effective: date) -> "Known":
        """Accounts by number or address; memberships and roles from that day on; all patterns."""
        numbers = {form for person in people if person.staff_number for form in _forms(person.staff_number)}
        addresses = {person.email for person in people if person.email}
        users = list(User.objects.filter(Q(staff_number__in=numbers) | Q(email__in=addresses)))
        ids = [user.pk for user in users]
        known = cls(
            {number_key(user.staff_number): user for user in users if user.staff_number},
            {user.email.lower(): user for user in users},
        )
        families = {person.family_name for person in people if person.family_name}
        for user in User.objects.filter(is_active=True).filter(family_name__in=families):
            known.by_name[names.folded(user.full_name)] = user
        lasting = Q(until=None) | Q(until__gte=effective)
        for membership in Membership.objects.filter(lasting, person__in=ids).select_related("team__unit"):
            known.memberships[membership.person_id].append(membership)
        for pattern in WorkingPattern.objects.filter(person__in=ids).order_by("valid_from", "pk"):
            known.patterns[pattern.person_id].append(pattern)
        for role in Role.objects.filter(lasting, person__in=ids):
            known.roles[role.person_id].append(role)
        return known


def _forms(number: str) -> set[str]:
    """How this number may be stored: with other zeros in front, as one export has them and another not."""
    key = number_key(number)
    return {number, key, *(key.zfill(length) for length in range(3, 11) if key.isdecimal())}
