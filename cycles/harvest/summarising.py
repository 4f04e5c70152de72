"""A summary of what was shared. AI may draft it, from shared items only; it is nothing until a person accepts it (AI5,
AI6). Whoever drafts without AI writes it at once. Each paragraph keeps its maker's mark, however often it is edited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cycles.harvest import instructions
from cycles.harvest.holding import changed, hold
from cycles.harvest.marking import at_the_table, marks_by
from cycles.harvest.models import HarvestItem, HarvestSession, HarvestSummary
from cycles.literacy import reading
from cycles.sparring import switches
from cycles.sparring.models import PartnerSettings
from cycles.sparring.partner import breaker, budget, endpoints, turns
from cycles.sparring.partner.budget import OutOfBudget
from cycles.sparring.partner.provider import Message
from cycles.sparring.rules import identifiers
from cycles.sparring.sending_check import KINDS
from cycles.weekly.models import Moment
from lerendwerken.lib import clock
from lerendwerken.lib.outbound import Endpoint
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.typed import says_something
from lerendwerken.templatetags.ui import listed
from teams.accounts.models import User

LONGEST = 3000
GAP = "\n\n"
State = HarvestSummary.State


class Doubtful(Refused):
    """Words that may say too much: whoever asks decides."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(
            _("Er is nog niets weggegaan. Kijk eerst of deze woorden erin mogen: %(words)s.")
            % {"words": listed(words)},
            "doubt",
        )


@dataclass(frozen=True, slots=True)
class Job:
    """All that drafting needs, so that no database connection is kept for it."""

    summary: int
    endpoint: Endpoint
    messages: list[Message]
    most_tokens: int
    reserved: int
    account: budget.Account


# Asking -------------------------------------------------------------------------------------------


def is_offered(moment: Moment, person: User) -> bool:
    """Organisation, person and both teams can say no; then there is no word of it on the page (AI10)."""
    return switches.shows_ai(person) and not switches.is_team_off(moment.cycle.team)


@transaction.atomic
def ask(moment: Moment, *, by: User, sure: bool = False) -> Job:
    """What is to be sent, with its budget reserved. Raises Refused; nothing has left then."""
    session = hold(moment, also_closed=True)
    if not is_offered(moment, by):
        raise Refused(_("Dat kan nu niet. Schrijf de samenvatting zelf."))
    if not reading.has_read(by):
        raise Refused(_("Lees eerst de basisnormen voor werken met AI. Daarna kun je dit vragen."), "norms")
    sweep_one(session)
    if session.summaries.filter(state__in=[State.WAITING, State.DRAFT]).exists():
        raise Refused(_("Er is al een voorstel, of er wordt er een geschreven."))
    texts = _texts(session)
    if not texts:
        raise Refused(_("Er is nog niets gedeeld om samen te vatten."))
    _check(texts, sure=sure)
    limits = PartnerSettings.get()
    endpoint = endpoints.chosen(limits)
    assert endpoint  # is_offered() asked
    if not breaker.allows(endpoint.name):
        raise Refused(_("AI doet het even niet. Probeer het over een minuut nog eens, of schrijf zelf."))
    messages = instructions.messages(texts, by.language)
    account = budget.Account.of(by)
    reserved = turns.cost(messages, limits.answer_tokens)
    try:
        budget.reserve(account, reserved, limits)
    except OutOfBudget:
        breaker.unknown(endpoint.name)
        raise Refused(_("Er is deze week geen ruimte meer voor AI. Schrijf de samenvatting zelf.")) from None
    made = HarvestSummary.objects.create(
        session=session, state=State.WAITING, tool=endpoint.name, asked_by=by,
        reserved=reserved, account=account.as_json(),
    )  # fmt: skip
    changed(session)
    return Job(made.pk, endpoint, messages, limits.answer_tokens, reserved, account)


def _texts(session: HarvestSession) -> list[str]:
    """In the order in which they were put there. What somebody who learns without AI shared stays here."""
    items = HarvestItem.objects.filter(session=session, taken_back_at=None).select_related("person")
    allowed: dict[int, bool] = {}
    for item in items:
        if item.person_id not in allowed:
            allowed[item.person_id] = endpoints.is_available(item.person)
    return [item.text for item in items if allowed[item.person_id]]


def _check(texts: Sequence[str], *, sure: bool) -> None:
    """Identifiers never leave (AI7, S22); words that may say something about somebody leave when a person says so."""
    kinds: dict[str, None] = {}
    for text in texts:
        for found in identifiers.find(text):
            kinds[str(KINDS.get(str(found.kind), found.kind))] = None
    if kinds:
        raise Refused(
            _("Er is niets weggegaan. In wat gedeeld is staat %(kinds)s. Wie dat deelde, kan het terugnemen.")
            % {"kinds": listed(kinds)}
        )
    words = PartnerSettings.get().warn_words.splitlines()
    doubts = dict.fromkeys(word for text in texts for word in identifiers.warnings(text, words))
    if doubts and not sure:
        raise Doubtful(list(doubts))


# Without AI, and after it ---------------------------------------------------------------------------


@transaction.atomic
def write(moment: Moment, text: str, *, by: User) -> HarvestSummary:
    """By a person, who so accepts it. When there is one, this goes under it: two who write lose nothing."""
    text = _checked(text)
    session = hold(moment, also_closed=True)
    if there := accepted(session):
        _save(there, there.text if text in there.text else there.text + GAP + text, by)
        changed(session)
        return there
    made = HarvestSummary(session=session, state=State.ACCEPTED, asked_by=by)
    made.accepted_by, made.accepted_at = by, clock.now()
    _save(made, text, by)
    changed(session)
    return made


@transaction.atomic
def accept(moment: Moment, summary: HarvestSummary, text: str, *, by: User) -> bool:
    """The draft as somebody made it theirs. False when another did so first: then this goes under it."""
    text = _checked(text)
    session = hold(moment, also_closed=True)
    row = HarvestSummary.objects.get(pk=summary.pk, session=session)
    there = accepted(session)
    if row.state == State.DISCARDED and not row.text:  # laid aside, or it held what somebody took back
        raise Refused(_("Dit voorstel is er niet meer."))
    if row.state == State.ACCEPTED or there:
        target = there or row
        if text != target.text and text not in target.text:
            _save(target, target.text + GAP + text, by)
        if row.state == State.DRAFT:
            HarvestSummary.objects.filter(pk=row.pk).update(state=State.DISCARDED)
        changed(session)
        return False
    if row.state != State.DRAFT:
        raise Refused(_("Dit voorstel is er niet meer."))
    row.state, row.accepted_by, row.accepted_at = State.ACCEPTED, by, clock.now()
    _save(row, text, by)
    changed(session)
    return True


@transaction.atomic
def edit(moment: Moment, summary: HarvestSummary, text: str, revision: int | None, *, by: User) -> bool:
    """False when another changed it meanwhile: then both texts stand there."""
    text = _checked(text)
    session = hold(moment, also_closed=True)
    row = HarvestSummary.objects.get(pk=summary.pk, session=session, state=State.ACCEPTED)
    is_first = row.revision == revision or text == row.text
    if text != row.text:
        _save(row, text if is_first else row.text + GAP + text, by)
        changed(session)
    return is_first


@transaction.atomic
def discard(moment: Moment, summary: HarvestSummary, *, by: User) -> None:
    """A draft nobody wants. Its words stay known for the marks alone: somebody may have copied them (S21)."""
    session = hold(moment, also_closed=True)
    gone = HarvestSummary.objects.filter(
        pk=summary.pk, session=session, state__in=[State.DRAFT, State.FAILED]
    )
    if gone.update(state=State.DISCARDED, text=""):
        changed(session)


def without(session: HarvestSession, since: datetime) -> None:
    """Something that stood there since then was taken back, in this transaction: a draft that may hold it is laid
    aside. One that is still being written waits for this lock, and ends so itself (see end)."""
    rows = session.summaries.filter(state__in=[State.WAITING, State.DRAFT], asked_at__gte=since)
    drafts = [row.pk for row in rows.select_for_update(no_key=True) if row.state == State.DRAFT]
    HarvestSummary.objects.filter(pk__in=drafts).update(state=State.DISCARDED, text="")


def accepted(session: HarvestSession) -> HarvestSummary | None:
    return session.summaries.filter(state=State.ACCEPTED).order_by("-accepted_at", "-pk").first()


def sweep_one(session: HarvestSession) -> None:
    """A draft whose writer was lost, such as in a crash, holds nothing up."""
    for row in session.summaries.filter(state=State.WAITING, asked_at__lt=clock.now() - turns.LOST):
        end(row.pk, State.FAILED, used=row.reserved)


@transaction.atomic
def end(pk: int, state: str, text: str = "", used: int = 0) -> bool:
    """Once: its budget is settled, and the team sees what came."""
    row = HarvestSummary.objects.select_for_update().filter(pk=pk, state=State.WAITING).first()
    if row is None:
        return False
    if row.account:
        budget.settle(budget.Account(**row.account), row.reserved, used)
    taken_back = HarvestItem.objects.filter(session=row.session_id, taken_back_at__gte=row.asked_at)
    if state == State.DRAFT and taken_back.exists():
        state, text = State.DISCARDED, ""
    HarvestSummary.objects.filter(pk=pk).update(
        state=state, text=text, drafted=text, account=None, reserved=0
    )
    HarvestSession.objects.filter(pk=row.session_id).update(revision=F("revision") + 1)
    return True


def _save(row: HarvestSummary, text: str, by: User) -> None:
    if len(text) > LONGEST:
        raise Refused(_("Samen is dit te lang. Hooguit 3.000 tekens. Je tekst staat er nog."), "summary")
    row.text, row.revision = text, row.revision + 1
    if row.pk is None:
        row.save()  # its own draft counts for its marks
    # It is everybody's text: what one brought from AI is not the own words of the next who adds a line.
    people = {pk for pk in (by.pk, row.asked_by_id, row.accepted_by_id) if pk is not None}
    row.marks = marks_by(people | at_the_table(row.session.moment_id), text, row.marks)
    row.save()


def _checked(text: str) -> str:
    text = text.strip()
    if not says_something(text):
        raise Refused(_("Schrijf eerst een samenvatting."), "summary")
    if len(text) > LONGEST:
        raise Refused(_("Dit is te lang. Hooguit 3.000 tekens. Je tekst staat er nog."), "summary")
    return text
