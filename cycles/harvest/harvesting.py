"""Two clicks from what was said to a draft of a proposal, or an insight. The draft is of whoever presses; who said it
is invited to write along. What becomes of it is theirs: this page keeps only the words of that moment."""

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.harvest.holding import changed, hold
from cycles.harvest.models import HarvestItem, HarvestSession, HarvestYield
from cycles.insights import publishing as insights_out
from cycles.insights import writing as insights
from cycles.insights.models import Insight
from cycles.proposals import moving
from cycles.proposals.writing import authoring
from cycles.sparring.rules.makersmark import WORDS, folded
from cycles.weekly.models import Moment
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.typed import says_something
from lerendwerken.templatetags.ui import day_long
from teams.accounts.models import User
from teams.structure.access import Viewer
from teams.structure.models import Team

LONGEST = 300  # of what the page shows, and of an insight


@transaction.atomic
def to_proposal(moment: Moment, item: HarvestItem, idea: str, *, by: User) -> HarvestYield:
    """A draft that begins with what was said as the problem, and with the idea. Pressed twice it is there once."""
    idea = idea.strip() if says_something(idea) else ""
    if len(idea) > 4000:
        raise Refused(_("Dit is te lang. Hooguit 4.000 tekens. Je tekst staat er nog."), f"idea-{item.pk}")
    session = hold(moment)
    item = _shown(session, item)
    text = short(idea or item.text)
    twin = session.yields.filter(item=item, by=by, text=text, proposal__isnull=False).first()
    if twin:
        return twin
    # Its marks are worked out there; what AI wrote in this item counts, for whoever is here read it (marking.py).
    proposal = moving.begin(by, _team_of(moment, by), problem=item.text, idea=idea)
    if item.person_id != by.pk and item.person.is_active:
        authoring.invite(proposal, item.person, by=by)
    made = HarvestYield.objects.create(session=session, item=item, proposal=proposal, text=text, by=by)
    changed(session)
    return made


@transaction.atomic
def to_insight(moment: Moment, item: HarvestItem, statement: str, *, by: User) -> HarvestYield:
    """An own insight with this conversation as its source. The team heard it, so the team reads it; a guest's stays a
    draft of theirs. Unchecked and unrated, until a person says otherwise."""
    statement = " ".join(statement.split())
    session = hold(moment)
    item = _shown(session, item)
    field = f"statement-{item.pk}"
    if not says_something(statement):
        raise Refused(_("Schrijf het inzicht op in één zin."), field)
    if len(statement) > LONGEST:
        raise Refused(_("Dit is te lang. Zeg het in hooguit 300 tekens. Je tekst staat er nog."), field)
    if item.person_id != by.pk and _repeats(statement, item.text):
        said = _("Dit zijn de woorden van %(name)s. Schrijf in je eigen zin wat jullie ervan leren.")
        raise Refused(said % {"name": item.person.given_name}, field)
    twin = session.yields.filter(item=item, by=by, text=statement, insight__isnull=False).first()
    if twin:
        return twin
    team = _team_of(moment, by)
    assert moment.starts_at
    source = _("%(moment)s van team %(team)s, %(day)s") % {
        "moment": moment.get_kind_display(),
        "team": moment.cycle.team.name,
        "day": day_long(moment.starts_at, moment.cycle.team.time_zone),
    }
    try:
        insight = insights.begin(
            by,
            team,
            kind=Insight.Kind.OWN,
            statement=statement,
            source=source[:300],
            source_kind=Insight.SourceKind.EXPERIENCE,
            source_date=moment.starts_at.date(),
        )
        if team == moment.cycle.team:
            insights_out.publish(insight, Insight.Reach.TEAM, team, by=by)
    except Refused as no:
        no.field = field  # here it stands beside another one than on the page it came from
        raise
    made = HarvestYield.objects.create(session=session, item=item, insight=insight, text=statement, by=by)
    changed(session)
    return made


@transaction.atomic
def drop(moment: Moment, row: HarvestYield, *, by: User) -> None:
    """Off this page, by whoever made it. The draft or the insight itself stays with them."""
    session = hold(moment)
    if HarvestYield.objects.filter(pk=row.pk, session=session, by=by).delete()[0]:
        changed(session)


def _shown(session: HarvestSession, item: HarvestItem) -> HarvestItem:
    found = session.items.filter(pk=item.pk, taken_back_at=None).select_related("person").first()
    if found is None:
        raise Refused(_("Dit is intussen teruggenomen. Er is niets gemaakt."))
    return found


def _repeats(statement: str, said: str) -> bool:
    """What a colleague said here is theirs to put before others: it is told in this circle. A sentence of one's own
    may hold a few words of it, not all of it, and is no piece of it."""
    mine, theirs = folded(statement), folded(said)
    return mine in theirs or (theirs in mine and len(said.split()) >= WORDS)


def _team_of(moment: Moment, by: User) -> Team:
    """A guest proposes for the own team: there somebody decides about it."""
    viewer = Viewer(by)
    here = moment.cycle.team
    return here if here.pk in viewer.team_ids or viewer.home_team is None else viewer.home_team


def short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
