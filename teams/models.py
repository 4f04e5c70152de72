"""Index of the models of `teams`; each lives in the package named after its noun."""

from teams.accounts.models import User
from teams.audit.models import AuditEntry
from teams.hours.models import Absence, ClosedDay, HourException, WorkingPattern
from teams.intake.models import Intake, IntakeRow
from teams.notifications.models import Channel, DeliveryAttempt, Heartbeat, Notification, Preference
from teams.structure.models import Invitation, Membership, Organisation, Role, Team, Unit

__all__ = [
    "Absence",
    "AuditEntry",
    "Channel",
    "ClosedDay",
    "DeliveryAttempt",
    "Heartbeat",
    "HourException",
    "Intake",
    "IntakeRow",
    "Invitation",
    "Membership",
    "Notification",
    "Organisation",
    "Preference",
    "Role",
    "Team",
    "Unit",
    "User",
    "WorkingPattern",
]
