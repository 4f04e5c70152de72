"""What the packages of `teams` declare: access rules, kinds of data, kinds of messages."""

from datetime import datetime

from allauth.account.models import EmailAddress, EmailConfirmation
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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
import teams.leavers.leaving
import teams.own.data_sections
import teams.own.erasing  # noqa: F401
from teams.accounts.models import User
from teams.addresses.models import AddressChange
from teams.agenda.models import AgendaChoice, AgendaEntry, ReadCalendar
from teams.audit.models import AuditEntry, past
from teams.council.models import CouncilPack
from teams.ending.models import TeamEnding
from teams.hours.models import Absence, BusyTime, ClosedDay, HourException, WorkingPattern
from teams.notifications.models import Channel, DeliveryAttempt, Heartbeat, Notification, Preference
from teams.privacy.keeping import (
    AT_ONCE,
    DAY,
    FIVE_YEARS,
    IN_USE,
    MONTH,
    WEEK,
    WITH_ACCOUNT,
    YEAR,
    Keep,
    as_long_as,
    kept,
)
from teams.privacy.models import BroughtAlong, Erasure, ReadFile, Sweep
from teams.privacy.registry import ALL, Data, classify
from teams.structure.models import Invitation, Membership, Organisation, Role, Team, Unit


def _old_lines(relation: str, before: datetime) -> Q:
    return past(before, FIVE_YEARS.length)


ACCOUNT, HOURS = _("Je account"), _("Je werktijden en afwezigheid")
THEIR_END = _("het einde ervan")

classify(
    User, Data.ACCOUNT, name=ACCOUNT, subject="id", keep=WITH_ACCOUNT, id=Data.STRUCTURE, password=Data.KEY
)
classify(EmailAddress, Data.ACCOUNT, name=ACCOUNT, subject="user", keep=WITH_ACCOUNT, id=Data.STRUCTURE)
classify(
    EmailConfirmation,
    Data.ACCOUNT,
    name=ACCOUNT,
    subject="email_address__user",
    keep=WITH_ACCOUNT,
    key=Data.KEY,
)
classify(
    AddressChange,
    Data.ACCOUNT,
    name=ACCOUNT,
    subject="person",
    keep=as_long_as(
        "until it is confirmed or stopped, seven days at most", _("tot het klaar is, hooguit zeven dagen")
    ),
)
classify(Organisation, Data.STRUCTURE)
classify(Unit, Data.STRUCTURE, natural=("name",))
classify(Team, Data.STRUCTURE, natural=("unit__name", "name"))
classify(TeamEnding, Data.STRUCTURE)
classify(Membership, Data.ROLE, name=_("Je teams"), subject="person", keep=WITH_ACCOUNT)
classify(Role, Data.ROLE, name=_("Je rollen"), subject="person", keep=WITH_ACCOUNT)
classify(
    Invitation,
    Data.ACCOUNT,
    name=_("Links om aan te melden"),
    subject="person",
    keep=kept(AT_ONCE, "it expires, two days at most", _("ze verlopen, hooguit twee dagen"), "expires_at"),
    token_hash=Data.KEY,
)
classify(WorkingPattern, Data.HOURS, row="hours", name=HOURS, subject="person", keep=WITH_ACCOUNT)
classify(
    Absence,
    Data.HOURS,
    row="absence",
    name=HOURS,
    subject="person",
    keep=kept(YEAR, "its last day", _("de laatste dag"), "last_day", day=True),
)
classify(
    HourException,
    Data.HOURS,
    name=HOURS,
    subject="person",
    keep=kept(YEAR, "its end", THEIR_END, "ends_at"),
    natural=("person__pk", "starts_at"),
)
classify(
    BusyTime,
    Data.HOURS,
    row="busy",
    name=_("Bezette tijden uit je agenda"),
    subject="person",
    keep=kept(WEEK, "its end", THEIR_END, "ends_at"),
)
classify(
    AgendaChoice,
    Data.ACCOUNT,
    name=_("Momenten in je agenda"),
    subject="person",
    keep=WITH_ACCOUNT,
    token_hash=Data.KEY,
    token_tail=Data.KEY,
)
classify(
    AgendaEntry,
    Data.HOURS,
    row="busy",
    name=_("Momenten in je agenda"),
    subject="person",
    keep=kept(YEAR, "its end", THEIR_END, "ends_at"),
)
classify(
    ReadCalendar,
    Data.HOURS,
    row="busy",
    name=_("Bezette tijden uit je agenda"),
    subject="person",
    keep=kept(DAY, "it was read", _("het lezen"), "made_at"),
)
classify(ClosedDay, Data.STRUCTURE)
classify(
    Notification,
    Data.DELIVERY,
    name=_("Berichten aan jou, zonder hun tekst"),
    subject="person",
    keep=kept(YEAR, "it was due", _("de dag waarop het bericht ging"), "due_at"),
    lease_token=Data.KEY,
)
classify(
    DeliveryAttempt,
    Data.DELIVERY,
    name=_("Berichten aan jou, zonder hun tekst"),
    subject="notification__person",
    keep=kept(YEAR, "it was due", _("de dag waarop het bericht ging"), "due_at").under("notification"),
)
classify(Channel, Data.STRUCTURE)
classify(Heartbeat, Data.STRUCTURE)
classify(
    CouncilPack, Data.LOG, name=_("Het pakket voor de ondernemingsraad"), subject="by", keep=IN_USE, stays=ALL
)
classify(Preference, Data.ACCOUNT, name=_("Je voorkeuren"), subject="person", keep=WITH_ACCOUNT)
classify(
    AuditEntry,
    Data.LOG,
    name=_("Het logboek: wat je deed, zonder wat je schreef"),
    subject="actor",
    keep=Keep(FIVE_YEARS, "it was written", _("het opschrijven"), "at", _old_lines),
    stays=ALL,
)
classify(Erasure, Data.ACCOUNT, name=ACCOUNT, subject="person", keep=WITH_ACCOUNT)
classify(
    BroughtAlong,
    Data.PROCESS,
    row="log",
    name=_("Meegenomen van elders"),
    subject="person",
    keep=kept(YEAR, "it came in", _("het binnenhalen"), "came_at"),
    id=Data.STRUCTURE,
    key=Data.STRUCTURE,
)
# The file itself goes along nowhere: its owner has it.
classify(
    ReadFile,
    Data.PROCESS,
    row="log",
    name=_("Meegenomen van elders"),
    subject="person",
    keep=kept(DAY, "it was read", _("het lezen"), "at"),
    data=Data.KEY,
)
classify(
    Sweep,
    Data.STRUCTURE,
    name=_("Rondes die opruimen"),
    keep=kept(MONTH, "the round", _("de ronde"), "at"),
)
