"""Index of the models of `teams`; each lives in the package named after its noun."""

from teams.accounts.models import User
from teams.addresses.models import AddressChange
from teams.agenda.models import AgendaChoice, AgendaEntry, ReadCalendar
from teams.audit.models import AuditEntry
from teams.council.models import CouncilPack
from teams.ending.models import TeamEnding
from teams.hours.models import Absence, BusyTime, ClosedDay, HourException, WorkingPattern
from teams.intake.models import Intake, IntakeRow
from teams.notifications.models import Channel, DeliveryAttempt, Heartbeat, Notification, Preference
from teams.privacy.models import BroughtAlong, Erasure, ReadFile, Sweep
from teams.structure.models import Invitation, Membership, Organisation, Role, Team, Unit

__all__ = [
    "Absence",
    "AddressChange",
    "AgendaChoice",
    "AgendaEntry",
    "AuditEntry",
    "BroughtAlong",
    "BusyTime",
    "Channel",
    "ClosedDay",
    "CouncilPack",
    "DeliveryAttempt",
    "Erasure",
    "Heartbeat",
    "HourException",
    "Intake",
    "IntakeRow",
    "Invitation",
    "Membership",
    "Notification",
    "Organisation",
    "Preference",
    "ReadCalendar",
    "ReadFile",
    "Role",
    "Sweep",
    "Team",
    "TeamEnding",
    "Unit",
    "User",
    "WorkingPattern",
]
