"""What the packages of `teams` declare: access rules, kinds of data, kinds of messages."""

from allauth.account.models import EmailAddress, EmailConfirmation

import teams.addresses.views
import teams.administration.access
import teams.agenda.access
import teams.agenda.changes
import teams.agenda.invitations
import teams.council.access
import teams.council.contents
import teams.council.mails
import teams.hours.access
import teams.intake.access
import teams.intake.privacy
import teams.leavers.leaving  # noqa: F401
from teams.accounts.models import User
from teams.addresses.models import AddressChange
from teams.agenda.models import AgendaChoice, AgendaEntry, ReadCalendar
from teams.audit.models import AuditEntry
from teams.council.models import CouncilPack
from teams.ending.models import TeamEnding
from teams.hours.models import Absence, BusyTime, ClosedDay, HourException, WorkingPattern
from teams.notifications.models import Channel, DeliveryAttempt, Heartbeat, Notification, Preference
from teams.privacy.registry import Data, classify
from teams.structure.models import Invitation, Membership, Organisation, Role, Team, Unit

classify(User, Data.ACCOUNT, subject="id", keep="as long as the account", id=Data.STRUCTURE)
classify(EmailAddress, Data.ACCOUNT, subject="user", keep="as long as the account", id=Data.STRUCTURE)
classify(EmailConfirmation, Data.ACCOUNT, subject="email_address__user", keep="as long as the account")
classify(
    AddressChange, Data.ACCOUNT, subject="person", keep="until it is confirmed or stopped, seven days at most"
)
classify(Organisation, Data.STRUCTURE)
classify(Unit, Data.STRUCTURE)
classify(Team, Data.STRUCTURE)
classify(TeamEnding, Data.STRUCTURE)
classify(Membership, Data.ROLE, subject="person", keep="as long as the account")
classify(Role, Data.ROLE, subject="person", keep="as long as the account")
classify(Invitation, Data.ACCOUNT, subject="person", keep="two days")
classify(WorkingPattern, Data.HOURS, row="hours", subject="person", keep="as long as the account")
classify(Absence, Data.HOURS, row="absence", subject="person", keep="twelve months after its last day")
classify(HourException, Data.HOURS, subject="person", keep="twelve months after its end")
classify(BusyTime, Data.HOURS, row="busy", subject="person", keep="a week after its end")
classify(AgendaChoice, Data.ACCOUNT, subject="person", keep="as long as the account")
classify(AgendaEntry, Data.HOURS, row="busy", subject="person", keep="twelve months after its end")
classify(ReadCalendar, Data.HOURS, row="busy", subject="person", keep="a day")
classify(ClosedDay, Data.STRUCTURE)
classify(Notification, Data.DELIVERY, subject="person", keep="twelve months after sending")
classify(DeliveryAttempt, Data.DELIVERY, subject="notification__person", keep="with its notification")
classify(Channel, Data.STRUCTURE)
classify(Heartbeat, Data.STRUCTURE)
classify(Preference, Data.ACCOUNT, subject="person", keep="as long as the account")
classify(AuditEntry, Data.LOG, subject="actor", keep="five years")
classify(
    CouncilPack,
    Data.LOG,
    subject="by",
    keep="as long as the organisation uses it; a name goes with the account",
)
