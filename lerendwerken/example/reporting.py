"""Two reports of the season that were shared with Ruth: one that waits for a talk, and one that both agreed to."""

from datetime import timedelta

from cycles.outcomes import reporting
from cycles.outcomes.content import choices, content, digest
from cycles.outcomes.models import OutcomeReport
from lerendwerken.example import history
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.structure.models import Team

MARIJKE = {
    "able": "Ik bel een aanvrager vóór een weigering, en leg in drie zinnen uit waarom.",
    "less": "Het aantal bezwaren is nog gelijk. Daarvoor is het te kort.",
    "next_question": "Hoe werk ik een nieuwe collega in zonder alles voor te doen?",
    "support": "Twee uur per week voor inwerken, tot de zomer.",
}
ANNELIES = {
    "able": "Ik controleer een samenvatting van AI op datum, bedrag en termijn, zonder lijstje.",
    "less": "Het kost vijf minuten per brief. Ik had op twee gerekend.",
    "next_question": "Wanneer vat ik liever zelf samen?",
    "support": "Een besluit over de proef met het huisbezoek.",
}
PROMISE = "Ik besluit over de proef met het huisbezoek."


def report(people: dict[str, User], teams: dict[str, Team], present: IsoWeek) -> None:
    ruth, team = people["Ruth"], teams["Vergunningen"]
    with clock.as_if(history.at(present - 1, 3, 10)):
        waits = _write(people["Marijke"], team, MARIJKE)
        waits.talk_at = history.at(present + 2, 1, 10)
        waits.save(update_fields=["talk_at"])
        _share(waits, ruth)
        agreed = _write(people["Annelies"], team, ANNELIES)
        _share(agreed, ruth)
    with clock.as_if(history.at(present - 1, 4, 11)):
        reporting.open_by(agreed, ruth)
        reporting.discuss(agreed, by=ruth)
        reporting.promise(agreed, PROMISE, present.monday + timedelta(days=11), by=ruth)
        for person in (agreed.owner, ruth):
            reporting.agree(agreed, by=person)


def _write(owner: User, team: Team, texts: dict[str, str]) -> OutcomeReport:
    begun = reporting.of_now(owner, team, clock.today(history.ZONE))
    assert begun
    along = {choice.pk: "" for choice in choices(begun) if choice.row.outcome.measure}
    return reporting.write(begun, texts, along, None, seen=begun.revision, by=owner)


def _share(report: OutcomeReport, reader: User) -> None:
    reporting.share(report, reader, seen=digest(content(report)), by=report.owner)
    report.refresh_from_db()
