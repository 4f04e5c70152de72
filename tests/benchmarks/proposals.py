"""The board and the list of proposals beside a bare view of thirty rows, with fifty of them and with five thousand."""

from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from cycles.proposals.models import InnovationProposal, ProposalAuthor
from cycles.weekly import planning
from lerendwerken.lib import clock
from lerendwerken.lib.wordsearch import folded
from teams.accounts.models import User
from teams.structure.models import Role, Team
from tests import builders
from tests.benchmarks import organisation
from tests.benchmarks.measured import Counted, Measured, in_pairs
from tests.benchmarks.organisation import THURSDAY, WEEK

TUESDAY = datetime(2026, 6, 9, 10, 0, tzinfo=UTC)
TIMES = 5  # requests in one measurement
FEW, MANY = 50, 5_000
State = InnovationProposal.State
STATES = (State.SUBMITTED, State.TRIAL, State.ADOPTED, State.EMBEDDED, State.DECLINED, State.RETURNED)
WORDS = ("brieven", "aanvragen", "reflecties", "wachttijden", "gesprekken", "besluiten", "dakkapellen")
TEXT = "Bij de balie en aan de telefoon merken we het elke week, en het kost de collega’s veel tijd. " * 8


def bench(rounds: int, scale: float) -> list[Measured | Counted]:
    with clock.as_if(THURSDAY):
        teams = organisation.make(600, in_team=30)
        for team in teams[:2]:  # the bare view has thirty of their rows
            planning.publish(planning.draft(team, WEEK), by=None)
    member = User.objects.earliest("pk")
    Role.objects.create(
        person=(lead := User.objects.order_by("pk")[1]), kind=Role.Kind.TEAM_LEAD, team=teams[0],
        from_date=builders.LONG_AGO,
    )  # fmt: skip
    unit = teams[0].unit_id
    looks = {
        "board of the department": (member, f"/voorstellen/?kies=dienst-{unit}"),
        "board of who decides": (lead, f"/voorstellen/?kies=dienst-{unit}"),
        "list": (member, "/voorstellen/lijst/"),
        "list, searched with a slip": (member, "/voorstellen/lijst/?zoek=reflectei"),
    }
    with clock.as_if(TUESDAY), override_settings(ROOT_URLCONF="tests.benchmarks.bare"):
        made = _make(teams, FEW, 0)
        before = {name: _queries(*look) for name, look in looks.items()}
        _make(teams, int(MANY * scale) or FEW, made)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        lines: list[Measured | Counted] = []
        for name, (person, address) in looks.items():
            client = _client(person)
            pairs = in_pairs(
                lambda: [_opened(client, address) for _ in range(TIMES)],  # noqa: B023 (measured at once)
                lambda: [_opened(client, "/bare/") for _ in range(TIMES)],  # noqa: B023
                rounds=rounds,
            )
            lines.append(Measured(f"proposals: {name}, of {MANY:,}, beside a bare view", pairs, LIMITS[name]))
            more = _queries(person, address) - before[name]
            lines.append(
                Counted(f"proposals: {name}, with {MANY:,} instead of {FEW}", more, 0, "more queries")
            )
    return lines


# The board draws fifty cards, the list twenty-five; the search looks through all of them. The goal for a page of a
# hundred rows is 2.5 times this view: the board is there (2.5), the others are not. Who decides has some fifty that
# wait in one team beside the board, and whom each of them asks takes four queries more.
LIMITS = {
    "board of the department": 3.0,
    "board of who decides": 4.5,
    "list": 3.5,
    "list, searched with a slip": 4.0,
}


def _client(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _opened(client: Client, address: str) -> HttpResponse:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer


def _queries(person: User, address: str) -> int:
    client = _client(person)
    assert "Voorstel" in _opened(client, address).content.decode()
    with CaptureQueriesContext(connection) as queries:
        _opened(client, address)
    return len(queries)


def _make(teams: list[Team], number: int, already: int) -> int:
    """So many, in every state that the board shows; every third has a second author. As an organisation has them:
    few wait for an answer, most are over, and who wrote one works in its team."""
    by_team = {team.pk: list(User.objects.filter(memberships__team=team).order_by("pk")) for team in teams}
    now = clock.now()
    rows = []
    for each in range(already, already + number):
        state = STATES[each % 6] if each % 24 == 0 or each < FEW else STATES[1 + each % 4]
        team, turn = teams[each % len(teams)], each // len(teams)
        people = by_team[team.pk]
        texts = [f"Voorstel {each} over {WORDS[each % len(WORDS)]}", TEXT, TEXT]
        rows.append(
            InnovationProposal(
                owner=people[turn % len(people)],
                team=team,
                title=texts[0],
                problem=texts[1],
                idea=texts[2],
                state=state,
                submitted_at=now,
                stands_since=now - timedelta(minutes=each),
                answer_due=date(2026, 6, 1 + each % 25),
                trial_from=date(2026, 6, 1),
                trial_until=date(2026, 6, 28),
                remeasure_on=date(2027, 1, 4),
                search_text=folded(*texts),
            )
        )
    made = InnovationProposal.objects.bulk_create(rows, batch_size=500)
    ProposalAuthor.objects.bulk_create(
        ProposalAuthor(
            proposal=one, person=_beside(one.owner_id, by_team[one.team_id]), state="in", was_in_at=now
        )
        for one in made[::3]
    )
    return already + number


def _beside(owner: int | None, people: list[User]) -> User:
    """Seven places further in the same team."""
    place = next(number for number, one in enumerate(people) if one.pk == owner)
    return people[(place + 7) % len(people)]
