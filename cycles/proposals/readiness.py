"""What has to be filled in before a proposal can go on (4.2): name of the field -> sentence for its author."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.claims.models import Claim
from cycles.proposals.models import InnovationProposal
from cycles.yields.models import Measurement, YieldOutcome
from lerendwerken.lib.typed import says_something

LONGEST_TRIAL = timedelta(weeks=4)
LATEST_BEGIN = timedelta(weeks=8)  # further off, it is no answer but a way to put off
FIRST_REMEASURE = timedelta(days=182)  # half a year
LAST_REMEASURE = timedelta(days=731)  # two years; later nobody remembers what was expected

Missing = dict[str, str]


def to_submit(proposal: InnovationProposal) -> Missing:
    sentences = {
        "problem": _("Schrijf wat er speelt in je eigen werk."),
        "idea": _("Schrijf je idee in je eigen woorden."),
        "hoped": _("Schrijf wat je hoopt dat het oplevert."),
    }
    return {name: said for name, said in sentences.items() if not says_something(getattr(proposal, name))}


def to_try(proposal: InnovationProposal) -> Missing:
    """Both sides, yields with a baseline, who gains, what is lost, and nothing that nobody checked (AI4)."""
    sentences = {
        "gain_for": _("Schrijf wie er voordeel van heeft."),
        "loss": _("Schrijf wat we kwijtraken."),
        "keep_human": _("Schrijf wat mensenwerk blijft."),
        "junior_learning": _("Schrijf wat nieuwe collega’s hiervan leren, of wat ze missen."),
        "ethics": _("Schrijf wie er last van kan krijgen."),
        "data_used": _("Schrijf welke gegevens je gebruikt. Geen? Schrijf dat op."),
        "effort": _("Schrijf wat het kost: tijd, geld of allebei."),
    }
    found = {name: said for name, said in sentences.items() if not says_something(getattr(proposal, name))}
    if proposal.is_agentic and not says_something(proposal.human_check):
        found["human_check"] = _("Laat AI zelf stappen uitvoeren? Schrijf dan waar een mens meekijkt.")
    if not proposal.sides.exists():
        found["sides"] = _("Noem minstens één kans, en de bedreiging die erbij hoort.")
    if not measurable(proposal):
        found["yields"] = _("Kies minstens één opbrengst, en tel hoe het nu is.")
    if said := unchecked(proposal):
        found["claims"] = said
    return found


def measurable(proposal: InnovationProposal) -> bool:
    """Whether a trial can show something: a measure, how it is now, and what is expected."""
    rows = YieldOutcome.objects.filter(proposal=proposal, baseline__isnull=False, target__isnull=False)
    return rows.exclude(measure="").exists()


def unchecked(proposal: InnovationProposal) -> str:
    count = Claim.objects.filter(proposal=proposal).unchecked().count()
    return (
        ngettext(
            "Controleer eerst nog %(count)s bewering.", "Controleer eerst nog %(count)s beweringen.", count
        )
        % {"count": count}
        if count
        else ""
    )


def trial_dates(first: date | None, last: date | None, today: date) -> Missing:
    """At most four weeks, and not begun before the answer."""
    if first is None or last is None:
        return {"trial_until": _("Kies wanneer de proef begint en eindigt.")}
    if first < today:
        return {"trial_from": _("Een proef begint vandaag of later.")}
    if first > today + LATEST_BEGIN:
        return {
            "trial_from": _(
                "Een proef begint binnen acht weken. Kan het nu niet? Leg het dan terug met een vraag."
            )
        }
    if last < first:
        return {"trial_until": _("Een proef eindigt niet voor hij begint.")}
    if last > first + LONGEST_TRIAL - timedelta(days=1):
        return {"trial_until": _("Een proef duurt hooguit vier weken.")}
    return {}


def to_hand_in(proposal: InnovationProposal) -> Missing:
    """The result of a trial: what it brought in words, and at least one thing measured."""
    found = {}
    if not says_something(proposal.result):
        found["result"] = _("Schrijf wat de proef opleverde: wat verwachtte je, en wat werd het.")
    measured = Measurement.objects.filter(
        outcome__proposal=proposal, measured_on__gte=proposal.trial_from or date.min
    )
    if not measured.exists():
        found["measurements"] = _("Meet minstens één opbrengst. Zonder meting valt er niets te besluiten.")
    return found


def to_embed(process_owner: int | None, remeasure_on: date | None, today: date) -> Missing:
    found = {}
    if process_owner is None:
        found["process_owner"] = _("Kies wie het bijhoudt.")
    if remeasure_on is None or not today + FIRST_REMEASURE <= remeasure_on <= today + LAST_REMEASURE:
        found["remeasure_on"] = _(
            "Kies een dag om opnieuw te meten, tussen een half jaar en twee jaar van nu."
        )
    return found
