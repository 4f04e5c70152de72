"""The way of a report: prepared, shared, discussed, agreed. Its owner shares and takes back; both agree, or note where
they see it otherwise. Nobody rates anything (4.5)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cycles.framework.models import team_frame
from cycles.outcomes import mails
from cycles.outcomes.content import TEXTS, Page, choices, content, digest
from cycles.outcomes.models import Commitment, Dissent, OutcomeReport, ReportYield
from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.audit import log
from teams.audit.models import AuditEntry
from teams.structure.models import Team

State = OutcomeReport.State
TALKED_ABOUT = (State.SHARED, State.DISCUSSED)
ONE_LOOK = timedelta(hours=1)  # opening it again within it is the same look
SAME_PRESS = timedelta(minutes=1)

# Without a name: who disagrees with whom is not for the log. Only its owner is told who opened it.
log.labels(
    report_shared=gettext_lazy("deelde een opbrengstverslag"),
    report_taken_back=gettext_lazy("nam een opbrengstverslag terug"),
    report_opened=gettext_lazy("opende een opbrengstverslag"),
    report_discussed=gettext_lazy("zei dat een opbrengstverslag is besproken"),
    report_agreed=gettext_lazy("was het eens met een opbrengstverslag"),
    commitment_made=gettext_lazy("zegde iets toe bij een opbrengstverslag"),
    commitment_kept=gettext_lazy("kwam een toezegging na"),
    commitment_open=gettext_lazy("zette een toezegging weer open"),
    report_dissent=gettext_lazy("schreef hoe die het ziet bij een opbrengstverslag"),
)


class Conflict(Refused):
    """Its owner wrote something else meanwhile, in another window."""


# Its owner ----------------------------------------------------------------------------------------


def of_now(owner: User, team: Team, today: date) -> OutcomeReport | None:
    """The report of the season that runs for a team, unsaved when nothing is written yet; None without a season."""
    season = team_frame(team, IsoWeek.of(today))
    if season is None:
        return None
    rows = OutcomeReport.objects.filter(owner=owner, season=season)
    found = rows.select_related("season", "reader", "team").first()
    if found is None:
        return OutcomeReport(owner=owner, season=season, team=team)
    if found.state == State.PREPARED:
        found.team = team  # who moved talks about it where they are now
    return found


@transaction.atomic
def write(
    report: OutcomeReport,
    texts: Mapping[str, str],
    chosen: Mapping[int, str],
    talk_at: datetime | None,
    *,
    seen: int,
    by: User,
) -> OutcomeReport:
    """Keeps texts, the yields that go along by id with the name each gets, and when the talk is. Refused when it was
    shared or written elsewhere meanwhile."""
    _only(report, by)
    row = _begun(report)
    if row.revision != seen and not _says(row, texts):  # not the same button twice
        raise Conflict(
            _(
                "Je schreef dit ergens anders verder. Vergelijk het en bewaar opnieuw. Wat je hier typte, staat er nog."
            )
        )
    if not _says(row, texts):
        row.revision += 1
    for name in TEXTS:
        setattr(row, name, texts[name])
    row.team = report.team
    _choose(row, chosen, talk_at)
    return row


@transaction.atomic
def choose(
    report: OutcomeReport, chosen: Mapping[int, str], talk_at: datetime | None, *, by: User
) -> OutcomeReport:
    """Keeps what is ticked as it is ticked, apart from the texts: the last choice holds."""
    _only(report, by)
    row = _begun(report)
    _choose(row, chosen, talk_at)
    return row


def _begun(report: OutcomeReport) -> OutcomeReport:
    row, _made = OutcomeReport.objects.get_or_create(
        owner=report.owner, season=report.season, defaults={"team": report.team}
    )
    row = _held(row)
    if row.state != State.PREPARED:
        raise Refused(_("Je deelde dit verslag al. Neem het eerst terug als je iets wilt veranderen."))
    return row


def _choose(row: OutcomeReport, chosen: Mapping[int, str], talk_at: datetime | None) -> None:
    row.talk_at = talk_at
    row.save()
    own = {choice.pk for choice in choices(row)}
    row.yields.exclude(outcome__in=chosen).delete()
    for pk, words in chosen.items():
        if pk in own:
            ReportYield.objects.update_or_create(report=row, outcome_id=pk, defaults={"words": words})


def _says(row: OutcomeReport, texts: Mapping[str, str]) -> bool:
    return all(getattr(row, name) == texts[name] for name in TEXTS)


@transaction.atomic
def share(report: OutcomeReport, reader: User, *, seen: str, by: User) -> None:
    """The reader reads what its owner saw a moment ago, frozen, and nothing else: `seen` is the digest of that preview."""
    _only(report, by)
    row = _held(report)
    if row.state != State.PREPARED:
        raise Refused(_("Dit verslag is al gedeeld."))
    shown = content(row)
    if digest(shown) != seen:
        raise Refused(
            _("Kijk het voorbeeld nog eens na: het is veranderd sinds je het zag. Druk dan nog eens op Deel.")
        )
    if Page(shown).is_empty:
        raise Refused(_("Er staat nog niets in je verslag. Kies een opbrengst of schrijf een zin."))
    OutcomeReport.objects.filter(pk=row.pk).update(
        state=State.SHARED, reader=reader, shown=shown, shared_at=clock.now()
    )
    log.record("report_shared", by=None, obj=row)
    row.refresh_from_db()
    mails.shared(row)


@transaction.atomic
def take_back(report: OutcomeReport, *, by: User) -> None:
    """Until both agreed. What the reader promised or wrote stays; sharing it again brings that back."""
    _only(report, by)
    row = _held(report)
    if row.state not in TALKED_ABOUT:
        raise Refused(_too_late(row))
    OutcomeReport.objects.filter(pk=row.pk).update(
        state=State.PREPARED, shown=None, shared_at=None, discussed_at=None, owner_agreed_at=None,
        reader_agreed_at=None, revision=F("revision") + 1,
    )  # fmt: skip
    log.record("report_taken_back", by=None, obj=row)
    mails.withdraw(row)


# Both of them -------------------------------------------------------------------------------------


@transaction.atomic
def discuss(report: OutcomeReport, *, by: User) -> None:
    """The talk was held. Either of them says so."""
    row = _held(report)
    _one_of_both(row, by)
    if row.state != State.SHARED:
        raise Refused(_too_late(row))
    OutcomeReport.objects.filter(pk=row.pk).update(state=State.DISCUSSED, discussed_at=clock.now())
    log.record("report_discussed", by=None, obj=row)


@transaction.atomic
def agree(report: OutcomeReport, *, by: User) -> None:
    """Agreed once both said so; from then on it stays as it is."""
    row = _held(report)
    _one_of_both(row, by)
    if row.state != State.DISCUSSED:
        raise Refused(_too_late(row))
    now = clock.now()
    if by.pk == row.owner_id:
        row.owner_agreed_at = row.owner_agreed_at or now
    else:
        row.reader_agreed_at = row.reader_agreed_at or now
    if row.owner_agreed_at and row.reader_agreed_at:
        row.state = State.AGREED
    row.save(update_fields=["owner_agreed_at", "reader_agreed_at", "state"])
    log.record("report_agreed", by=None, obj=row)


@transaction.atomic
def dissent(report: OutcomeReport, text: str, *, by: User) -> Dissent:
    """Either of them, as soon as it is shared, also after both agreed."""
    row = _held(report)
    _one_of_both(row, by)
    if row.state == State.PREPARED:
        raise Refused(_too_late(row))
    if twice := row.dissents.filter(by=by, text=text, at__gte=clock.now() - SAME_PRESS).first():
        return twice
    made = Dissent.objects.create(report=row, reader=row.reader, by=by, text=text)
    log.record("report_dissent", by=None, obj=row)
    return made


# Its reader ---------------------------------------------------------------------------------------


def open_by(report: OutcomeReport, reader: User) -> None:
    """The owner reads that it was opened, and when (S18)."""
    looks = AuditEntry.objects.filter(
        action="report_opened", actor=reader, object_kind=report._meta.label, object_id=str(report.pk)
    )
    since = max(clock.now() - ONE_LOOK, report.shared_at or clock.now())  # shared anew is another report
    if not looks.filter(at__gte=since).exists():
        log.record("report_opened", by=reader, obj=report)


def openings(report: OutcomeReport) -> list[AuditEntry]:
    """Since it was shared last, the newest first."""
    if report.shared_at is None:
        return []
    found = AuditEntry.objects.filter(
        action="report_opened",
        object_kind=report._meta.label,
        object_id=str(report.pk),
        at__gte=report.shared_at,
    )
    return list(found.select_related("actor"))


@transaction.atomic
def promise(report: OutcomeReport, text: str, due: date, *, by: User) -> Commitment:
    row = _held(report)
    _reader(row, by)
    if due < clock.today(row.team.time_zone):
        raise Refused(_("Deze dag is al voorbij. Kies een dag die nog komt."), "due")
    if twice := row.commitments.filter(by=by, text=text, due=due).first():
        return twice
    made = Commitment.objects.create(report=row, text=text, due=due, by=by)
    log.record("commitment_made", by=None, obj=made)
    return made


@transaction.atomic
def keep(commitment: Commitment, *, by: User, is_kept: bool = True) -> None:
    """Done, or after all not yet."""
    _reader(_held(commitment.report), by)
    if commitment.by_id != by.pk:
        raise Refused(_("Alleen wie het toezegde, kan zeggen dat het is gedaan."))
    changed = Commitment.objects.filter(pk=commitment.pk, kept_at__isnull=is_kept)
    if changed.update(kept_at=clock.now() if is_kept else None):
        log.record("commitment_kept" if is_kept else "commitment_open", by=None, obj=commitment)


# Who may ------------------------------------------------------------------------------------------


def _held(report: OutcomeReport) -> OutcomeReport:
    rows = OutcomeReport.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("owner", "team", "season").get(pk=report.pk)


def _only(report: OutcomeReport, by: User) -> None:
    if report.owner_id != by.pk:
        raise Refused(_("Dit verslag is van iemand anders."))


def _reader(row: OutcomeReport, by: User) -> None:
    if row.reader_id != by.pk or row.state == State.PREPARED:
        raise Refused(_too_late(row))


def _one_of_both(row: OutcomeReport, by: User) -> None:
    if by.pk != row.owner_id:
        _reader(row, by)


def _too_late(row: OutcomeReport) -> str:
    return _("Dat kan nu niet: het verslag staat op ‘%(state)s’.") % {"state": row.get_state_display()}
