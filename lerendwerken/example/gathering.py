"""What team Vergunningen found out and read, its monthly digests, and what it agreed about working with AI."""

from datetime import date, datetime

from cycles.insights import digesting, example_set, judging, publishing, writing
from cycles.insights.models import Insight
from cycles.literacy import agreements
from cycles.literacy.models import TeamAgreement
from lerendwerken.example import gathering_words as words
from lerendwerken.example.history import at
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.structure.models import Team


def gather(people: dict[str, User], teams: dict[str, Team], present: IsoWeek) -> None:
    """Two digests: of the month of last week, and of the month before that."""
    _Gathering(people, teams["Vergunningen"], present).run()


class _Gathering:
    def __init__(self, people: dict[str, User], team: Team, present: IsoWeek) -> None:
        self.people, self.team, self.present = people, team, present
        self.month = (present - 1).days[3].replace(day=1)
        self.insights: dict[str, Insight] = {}

    def at(self, weeks: int, weekday: int, hour: int, minute: int = 0) -> datetime:
        return at(self.present + weeks, weekday, hour, minute)

    def run(self) -> None:
        with clock.as_if(self.at(-10, 0, 9)):
            for row in example_set.install():
                self.insights[row.statement] = row
            for kind, text, why, learns in words.AGREEMENTS:
                agreements.make(
                    self.team,
                    TeamAgreement.Kind(kind),
                    text,
                    why,
                    junior_learns=learns,
                    by=self.people["Femke"],
                )
        self._write(-8, words.FASTER)
        self._digest(-5, _before(self.month), words.FIRST)
        for found in (words.ONE_SENTENCE, words.ALOUD, words.FIVE_PERCENT):
            self._write(-3, found)
        for statement, given, points in words.RATED:
            with clock.as_if(self.at(-2, 3, 11)):
                rated = dict(zip(Insight.CRITERIA, points, strict=True))
                judging.rate(self.insights[statement], rated, by=self.people[given])
        self._judge()
        self._digest(-1, self.month, words.SECOND)
        with clock.as_if(self.at(-1, 3, 14)):
            writing.begin(self.people["Samira"], self.team, **words.DRAFT)

    def _write(self, weeks: int, found: words.Found) -> None:
        """Written down and shown to the team."""
        author = self.people[found.given]
        with clock.as_if(self.at(weeks, 2, 10)):
            made = writing.begin(author, self.team, **found.fields)
            publishing.publish(made, Insight.Reach.TEAM, self.team, by=author)
        self.insights[made.statement] = made

    def _judge(self) -> None:
        with clock.as_if(self.at(-2, 3, 12)):
            faster = self.insights[words.FASTER.fields["statement"]]
            judging.doubt(faster, words.DOUBT, by=self.people["Joost"])
            judging.check(faster, Insight.Check.REFUTED, **words.COUNTED, by=self.people["Samira"])

    def _digest(self, weeks: int, month: date, given: words.Month) -> None:
        femke = self.people["Femke"]
        with clock.as_if(self.at(weeks, 3, 15)):
            row = digesting.draft_for(self.team, month, femke)
            digesting.write(row, by=femke, title=given.title, summary=given.summary)
            for statement in given.insights:
                digesting.add_insight(row, self.insights[statement], by=femke)
            for statement in given.wrong:
                digesting.add_insight(row, self.insights[statement], by=femke, is_correction=True)
            for title, text in given.conclusions:
                digesting.conclude(row, title, text, by=femke)
            for text, who, day in given.recommendations:
                due = _after(_after(self.month)).replace(day=day)
                digesting.recommend(row, text, self.people[who], due, by=femke)
            digesting.publish(row, by=femke)


def _before(month: date) -> date:
    return (month - date.resolution).replace(day=1)


def _after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
