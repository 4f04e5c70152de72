"""Proposals as they stand on the board and in the list: prepared for one viewer, with constant queries."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.proposals.cards.models import Adoption
from cycles.proposals.models import (
    InnovationProposal,
    Label,
    ProposalAuthor,
    ProposalFollow,
    ProposalQuerySet,
)
from cycles.proposals.queue import Queue
from cycles.proposals.waiting import Lateness
from cycles.yields.showing import in_short
from lerendwerken.lib.drawing import Beat, week_line
from lerendwerken.templatetags.ui import icon
from teams.structure.access import Viewer, visible

State = InnovationProposal.State
WEEK = timedelta(weeks=1)
LONGEST = 120  # letters of the line below a name
IN_USE = (State.ADOPTED, State.EMBEDDED)
A_LINE = "a-trial"  # stands in a drawing for the name it gets
NARROW = (
    "title", "idea", "problem", "state", "label", "answer_due", "trial_from", "trial_until", "result_at",
    "remeasure_on", "stands_since", "owner",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weeks:
    """A trial on a given day: 2 of 4."""

    number: int  # 0 before it begins, beyond `of` when it is over
    of: int

    @property
    def is_over(self) -> bool:
        return self.number > self.of


def weeks_of(proposal: InnovationProposal, today: date) -> Weeks | None:
    if not (proposal.trial_from and proposal.trial_until):
        return None
    of = (proposal.trial_until - proposal.trial_from).days // 7 + 1
    if today < proposal.trial_from:
        return Weeks(0, of)
    if today > proposal.trial_until:
        return Weeks(of + 1, of)
    return Weeks((today - proposal.trial_from).days // 7 + 1, of)


def trial_line(weeks: Weeks, name: str) -> SafeString:
    """One beat a week in the grammar of the week line: written, asked now, in pencil."""
    # Many trials are in the same week of as many: their line is drawn once, and each gets its own name.
    return mark_safe(_trial_line(weeks).replace(f"{A_LINE}-", f"{name}-"))  # noqa: S308 (a drawing and a fixed name)


@lru_cache(maxsize=100)
def _trial_line(weeks: Weeks) -> str:
    step = 1000 / weeks.of
    beats = [
        Beat(
            (number + 0.54) * step,
            30,
            "done" if number + 1 < weeks.number else "next" if number + 1 == weeks.number else "plan",
        )
        for number in range(weeks.of)
    ]
    now = None if weeks.is_over else max(0.0, (weeks.number - 1 + 0.08) * step) if weeks.number else 0.0
    return week_line(beats, now=now, name=A_LINE, height=64, pad=10, scale=2)


class Note(NamedTuple):
    """One short line on a card: its words, its icon, and for what is wrong its state, with why this viewer sees it."""

    words: str
    drawn: str = ""
    state: str = ""
    more: str = ""


class Card:
    """One proposal for one viewer. What is asked of the database was asked for all of them at once."""

    def __init__(self, proposal: InnovationProposal, shown: "Shown") -> None:
        self.proposal, self._shown = proposal, shown

    @property
    def url(self) -> str:
        return self._shown.url % self.proposal.pk

    @property
    def name(self) -> str:
        return self.proposal.name

    @property
    def names(self) -> list[str]:
        """First names of who wrote it, the owner first."""
        owner: str | None = self.proposal.owner_name  # type: ignore[attr-defined]
        along = [name for _person, name in self._shown.along.get(self.proposal.pk, ())]
        return list(dict.fromkeys([*([owner] if owner else []), *along]))

    @property
    def said(self) -> str:
        """The first sentence of the idea; of the problem when the name was made of the idea."""
        one = self.proposal
        text = one.idea if not one.idea.startswith(one.name.rstrip("…")) else one.problem
        first = "".join(text.strip().split("\n", 1)[0].partition(". ")[:2]).strip()
        return first if len(first) <= LONGEST else first[:LONGEST].rsplit(" ", 1)[0] + "…"

    @property
    def mark(self) -> str:
        one = self.proposal
        return "" if one.label == Label.OWN else str(one.get_label_display())

    @property
    def is_returned(self) -> bool:
        return self.proposal.state == State.RETURNED

    @property
    def waits(self) -> bool:
        """For an answer, whoever has to give it."""
        return self.proposal.state == State.SUBMITTED or self.has_result

    @property
    def has_result(self) -> bool:
        return self.proposal.state == State.TRIAL and self.proposal.result_at is not None

    @property
    def due(self) -> date | None:
        """The last day for an answer, until it has passed."""
        due = self.proposal.answer_due
        return due if self.waits and due and due >= self._shown.today else None

    @property
    def late(self) -> int:
        """Working days; 0 for whom it is not shown (S24)."""
        late = self._shown.late(self.proposal.answer_due) if self.waits else 0
        return late if late and self._shown.hears(self) else 0

    @property
    def why_late_shows(self) -> str:
        return _("Je volgt dit voorstel, dus je ziet dit.") if self._shown.follows_only(self) else ""

    @cached_property
    def weeks(self) -> Weeks | None:
        return weeks_of(self.proposal, self._shown.today) if self.proposal.state == State.TRIAL else None

    @property
    def line(self) -> SafeString | str:
        return trial_line(self.weeks, f"proef-{self.proposal.pk}") if self.weeks else ""

    @property
    def teams_words(self) -> str:
        """Ook bij 2 andere teams"""
        count = self._shown.elsewhere.get(self.proposal.pk, 0)
        if not count:
            return ""
        return ngettext("Ook bij %(count)s ander team", "Ook bij %(count)s andere teams", count) % {
            "count": count
        }

    @property
    def notes(self) -> list[Note]:
        """The short lines below it, in their order."""
        one, found = self.proposal, []
        if self.mark:
            found.append(Note(self.mark, icon("message-circle")))
        if self.is_returned:
            found.append(Note(_("Teruggelegd met een vraag"), icon("undo-2")))
        if self.weeks:
            found.append(Note(self._weeks_words))
        if late := self.late:
            words = ngettext(
                "Antwoord is %(counter)s werkdag te laat", "Antwoord is %(counter)s werkdagen te laat", late
            )
            found.append(Note(words % {"counter": late}, icon("circle-alert"), "bad", self.why_late_shows))
        elif due := self.due:
            found.append(Note(_("Antwoord uiterlijk %(day)s") % {"day": self._shown.day(due)}, icon("clock")))
        if self.brings:
            found.append(Note(self.brings))
        if words := self.teams_words:
            found.append(Note(words, icon("share-2")))
        if one.state == State.EMBEDDED and one.remeasure_on:
            found.append(Note(_("Opnieuw meten op %(day)s") % {"day": self._shown.day(one.remeasure_on)}))
        return found

    @property
    def _weeks_words(self) -> str:
        one, weeks = self.proposal, self.weeks
        if self.has_result:
            return _("De uitkomst is er.")
        if weeks is None or weeks.is_over:
            return _("De proef is voorbij. De uitkomst komt nog.")
        if not weeks.number:
            return _("Begint op %(day)s") % {"day": self._shown.day(one.trial_from)}
        words = {"number": weeks.number, "of": weeks.of, "day": self._shown.day(one.trial_until)}
        return _("Week %(number)s van %(of)s, tot en met %(day)s") % words

    @property
    def brings(self) -> str:
        """What it brought, or what it is to bring: only from the moment it is in use (S18)."""
        return self._shown.brought.get(self.proposal.pk, "")

    @property
    def author_ids(self) -> set[int | None]:
        return {self.proposal.owner_id, *(one for one, _name in self._shown.along.get(self.proposal.pk, ()))}


class Shown:
    """All the cards of a page. `queue`: what this viewer is asked about."""

    def __init__(
        self, viewer: Viewer, rows: Iterable[InnovationProposal], queue: Queue | None = None
    ) -> None:
        self.viewer, self.today = viewer, viewer.day
        self.decides = queue.ids if queue else frozenset()
        self.late = queue.late if queue else Lateness(self.today, lambda: viewer.organisation)
        self.cards = [Card(row, self) for row in rows]
        # Found once: a hundred cards would ask for it a hundred times.
        self.url = reverse("cycles:proposal", args=[0]).replace("0", "%d")

    @cached_property
    def _ids(self) -> list[int]:
        return [card.proposal.pk for card in self.cards]

    @cached_property
    def along(self) -> dict[int, list[tuple[int, str]]]:
        """By proposal: who writes along with its owner, by id and first name."""
        rows = ProposalAuthor.objects.filter(proposal__in=self._ids, state=ProposalAuthor.State.IN)
        found: dict[int, list[tuple[int, str]]] = {}
        known = rows.order_by("at", "pk").values_list("proposal", "person", "person__given_name")
        for proposal, person, name in known:
            found.setdefault(proposal, []).append((person, name))
        return found

    @cached_property
    def day(self) -> Callable[[date | None], str]:
        """14 april; many cards of one page name the same days."""
        return cache(lambda day: date_format(day, "j F"))

    @cached_property
    def _in_use(self) -> list[int]:
        return [card.proposal.pk for card in self.cards if card.proposal.state in IN_USE]

    @cached_property
    def brought(self) -> dict[int, str]:
        return in_short(self._in_use) if self._in_use else {}

    @cached_property
    def elsewhere(self) -> dict[int, int]:
        """By proposal: how many other teams took its card over, as it is or adapted."""
        if not self._in_use:
            return {}
        uses = [Adoption.Verdict.ADOPTED, Adoption.Verdict.ADAPTED]
        rows = visible(Adoption, self.viewer).filter(card__proposal__in=self._in_use, verdict__in=uses)
        return Counter(rows.order_by().values_list("card__proposal", flat=True))

    def hears(self, card: Card) -> bool:
        """Whether this viewer is told that an answer is late."""
        return self._has_part(card) or card.proposal.is_followed  # type: ignore[attr-defined]

    def follows_only(self, card: Card) -> bool:
        return card.proposal.is_followed and not self._has_part(card)  # type: ignore[attr-defined]

    def _has_part(self, card: Card) -> bool:
        one = card.proposal
        manages = one.unit in self.viewer.managed_unit_ids  # type: ignore[attr-defined]
        return manages or one.pk in self.decides or self.viewer.person.pk in card.author_ids


def narrow(rows: ProposalQuerySet, viewer: Viewer) -> list[InnovationProposal]:
    """Only what a card shows, of who owns it and where it is from no more than the words, and whether this viewer
    follows it: one query."""
    follows = ProposalFollow.objects.filter(person=viewer.person, proposal=OuterRef("pk"))
    return list(
        rows.only(*NARROW).annotate(
            owner_name=F("owner__given_name"),
            team_name=F("team__name"),
            unit=F("team__unit"),
            is_followed=Exists(follows),
        )
    )
