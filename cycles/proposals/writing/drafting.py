"""A proposal in the making: kept at every stop of the pen, also when two people write at once, each in a tab."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cycles.proposals import wording
from cycles.proposals.merging import Changed, merged, stamp
from cycles.proposals.models import InnovationProposal
from cycles.proposals.moving import Forbidden, begin, is_author
from cycles.proposals.writing import carrying
from cycles.questions.lifecycle import NotYet
from teams.accounts.models import User
from teams.structure.models import Team

State = InnovationProposal.State
WRITABLE = (State.DRAFT, State.RETURNED)
TEXTS = InnovationProposal.MARKED
TOUCHES = InnovationProposal.TOUCHES
SERVES = "development_question_id"
FIELDS = (*TEXTS, *TOUCHES, SERVES)
LONGEST = {name: InnovationProposal._meta.get_field(name).max_length or 0 for name in TEXTS}  # type: ignore[union-attr]
NAMING = ("title", "category", "task_group", "skill")


@dataclass(frozen=True, slots=True)
class Saved:
    """What is kept now. `other`: the texts in which somebody else's words stand as well; `too_long`: those where both
    do not fit, so that only the other's are kept."""

    row: InnovationProposal
    other: dict[str, str] = field(default_factory=dict)
    too_long: tuple[str, ...] = ()


@transaction.atomic
def started(owner: User, team: Team, typed: Mapping[str, Any], **more: Any) -> InnovationProposal:
    """A draft; the same one when the button was pressed twice."""
    texts = {name: typed.get(name, "") for name in TEXTS}
    twice = InnovationProposal.objects.filter(owner=owner, state=State.DRAFT, **texts, **more).first()
    made = twice or begin(owner, team, **typed, **more)
    carrying.carry(made, by=owner)
    return made


def stamped(row: InnovationProposal | None, typed: Mapping[str, Any] | None = None) -> str:
    """What a page shows, to send back with what is typed in it: which proposal, and a digest of each field."""
    if row is None or row.pk is None:
        return ""
    shown = InnovationProposal(**{name: (typed or {}).get(name, getattr(row, name)) for name in FIELDS})
    return f"{row.pk}:{stamp(shown, FIELDS)}"


def read_stamp(text: str) -> tuple[int | None, str]:
    """(which proposal, the digests); (None, "") for what is no stamp of ours."""
    pk, _colon, digests = text.partition(":")
    return (int(pk), digests) if pk.isascii() and pk.isdecimal() and len(pk) < 10 else (None, "")


@transaction.atomic
def save(proposal: InnovationProposal, typed: Mapping[str, Any], seen: str, *, by: User) -> Saved:
    """Writes what was changed here since `seen`. Where somebody else changed the same text, both stay, one after the
    other. Raises NotYet when nobody may write any more."""
    row = wording.as_written(_writable(proposal, by))
    too_long: tuple[str, ...] = ()
    try:
        changes = merged(row, typed, FIELDS, seen)
    except Changed as clash:
        both, too_long = _both(row, typed, clash.names)
        known = stamp(row, FIELDS).split(".")
        mine = [*seen.split("."), *[""] * len(FIELDS)]
        agreed = [
            now if name in clash.names else was for name, now, was in zip(FIELDS, known, mine, strict=False)
        ]
        changes = merged(row, {**typed, **both}, FIELDS, ".".join(agreed))
    if row.state == State.RETURNED:
        _write_beside(row, changes)
    else:
        _write(row, changes)
        carrying.carry(row, by=by)
    other = {
        name: getattr(row, name) for name in TEXTS if name in typed and getattr(row, name) != typed[name]
    }
    return Saved(row, other, too_long)


@transaction.atomic
def name(proposal: InnovationProposal, typed: Mapping[str, Any], seen: str, *, by: User) -> None:
    """Its name and where it belongs. Raises Changed, NotYet."""
    row = _writable(proposal, by)
    _write(row, merged(row, typed, NAMING, seen))
    wording.work_out_copy(row)


@transaction.atomic
def take_along(proposal: InnovationProposal, team: Team, *, by: User) -> None:
    """A draft goes with its owner to another team. Raises NotYet."""
    row = _writable(proposal, by)
    if row.owner_id != by.pk or row.state != State.DRAFT:
        raise Forbidden
    _write(row, {"team": team})


def closed(row: InnovationProposal) -> str:
    return _(
        "Dit voorstel is intussen ‘%(state)s’. Dit is niet meer bewaard. Kopieer je tekst als je hem wilt houden."
    ) % {"state": row.get_state_display()}


def _writable(proposal: InnovationProposal, by: User) -> InnovationProposal:
    row = InnovationProposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
    if not is_author(row, by):
        raise Forbidden
    if row.state not in WRITABLE:
        raise NotYet({"": closed(row)})
    return row


def _write(row: InnovationProposal, changes: Mapping[str, Any]) -> None:
    if not changes:
        return
    texts = {name: value for name, value in changes.items() if name in wording.TEXTS}
    fields = {**changes, **(wording.worked_out_of(row, **texts) if texts else {})}
    InnovationProposal.objects.filter(pk=row.pk).update(revision=F("revision") + 1, **fields)
    row.refresh_from_db()


def _write_beside(row: InnovationProposal, changes: Mapping[str, Any]) -> None:
    """While it lies returned, the unit goes on reading what was submitted."""
    if not changes:
        return
    for name, value in changes.items():
        setattr(row, name, value)
    copy = wording.copied(row)
    rows = InnovationProposal.objects.filter(pk=row.pk)
    rows.update(working=copy, revision=F("revision") + 1)
    row.refresh_from_db()
    wording.as_written(row)


def _both(
    row: InnovationProposal, typed: Mapping[str, Any], names: Any
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What stands there and what was typed, one after the other; what says all of the other stays alone. Of what is
    chosen, not written, the last choice stays."""
    found: dict[str, Any] = {}
    too_long: list[str] = []
    for name in names:
        there, here = getattr(row, name), typed[name]
        if name not in TEXTS:
            found[name] = here
            continue
        longer, shorter = (there, here) if len(there) >= len(here) else (here, there)
        together = longer if shorter in longer else f"{there}\n\n{here}"
        if len(together) > LONGEST[name]:
            found[name] = there
            too_long.append(name)
        else:
            found[name] = together
    return found, tuple(too_long)
