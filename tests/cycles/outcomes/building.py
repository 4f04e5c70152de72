"""Reports for tests, made with the real verbs."""

from datetime import date
from decimal import Decimal

from cycles.framework.models import Season
from cycles.outcomes import reporting
from cycles.outcomes.content import choices, content, digest
from cycles.outcomes.models import OutcomeReport
from cycles.yields.models import YieldOutcome
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.structure.access import Viewer
from tests import builders
from tests.cycles.questions import building as questions

ABLE = "Ik schrijf een weigering die met het besluit begint."
TEXTS = {
    "able": ABLE,
    "less": "Een besluit kost twee minuten meer.",
    "next_question": "Hoe voer ik het gesprek vóór een weigering?",
    "support": "Vier keer een half uur meeluisteren, vóór 1 juni.",
}


def season(starts_on: date = date(2026, 1, 12)) -> Season:
    """Week 12 of 12 on the Monday of these tests."""
    return builders.frame(starts_on=starts_on)


def question_with_yield(owner: User, measure: str = "telefoontjes na een weigering") -> YieldOutcome:
    """Of an active question: counted before, and what it should become."""
    question = questions.active_question(owner)
    found = question.yields.order_by("pk").first()
    assert found
    YieldOutcome.objects.filter(pk=found.pk).update(
        measure=measure, unit="per week", baseline=Decimal(6), target=Decimal(3), method="vier weken geteld"
    )
    found.refresh_from_db()
    return found


def prepared(owner: User, *chosen: YieldOutcome, **texts: str) -> OutcomeReport:
    report = now(owner)
    return reporting.write(
        report, {**TEXTS, **texts}, {one.pk: "" for one in chosen}, None, seen=report.revision, by=owner
    )


def shared(owner: User, reader: User, *chosen: YieldOutcome, **texts: str) -> OutcomeReport:
    report = prepared(owner, *chosen, **texts)
    reporting.share(report, reader, seen=digest(content(report)), by=owner)
    report.refresh_from_db()
    return report


def discussed(owner: User, reader: User, *chosen: YieldOutcome) -> OutcomeReport:
    report = shared(owner, reader, *chosen)
    reporting.discuss(report, by=reader)
    report.refresh_from_db()
    return report


def agreed(owner: User, reader: User, *chosen: YieldOutcome) -> OutcomeReport:
    report = discussed(owner, reader, *chosen)
    for person in (owner, reader):
        reporting.agree(report, by=person)
    report.refresh_from_db()
    return report


def now(owner: User) -> OutcomeReport:
    team = Viewer(owner).home_team
    assert team
    found = reporting.of_now(owner, team, clock.today(team.time_zone))
    assert found
    return found


def own_yields(owner: User) -> list[str]:
    return [choice.row.name for choice in choices(now(owner))]
