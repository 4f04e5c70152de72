"""The pane that is closed before somebody explains (AI8), and what else has to be done first.

Sparring stands above this package. It says here how its conversation closes, whether one is open, what is still
to be chosen.
"""

from collections.abc import Callable

from cycles.questions.models import LearningQuestion
from teams.accounts.models import User

type Close = Callable[[LearningQuestion, User], None]
type IsOpen = Callable[[LearningQuestion], bool]
type Obstacle = Callable[[LearningQuestion], str]

CLOSING: list[Close] = []
OPEN: list[IsOpen] = []
OBSTACLES: list[Obstacle] = []
ANSWERING: list[Obstacle] = []


def on_close(close: Close) -> Close:
    """Registers what closes with the pane: `close(question, by)`; safe to run twice."""
    CLOSING.append(close)
    return close


def open_when(is_open: IsOpen) -> IsOpen:
    """Registers whether a pane is still open for a question."""
    OPEN.append(is_open)
    return is_open


def before_explaining(obstacle: Obstacle) -> Obstacle:
    """Registers what must be done before explaining: a sentence, or nothing when it is done."""
    OBSTACLES.append(obstacle)
    return obstacle


def before_answering(obstacle: Obstacle) -> Obstacle:
    """Registers what makes an explanation too old to answer on: a sentence, or nothing when it still counts."""
    ANSWERING.append(obstacle)
    return obstacle


def close_pane(question: LearningQuestion, *, by: User) -> None:
    """For the owner only; the caller has asked."""
    for close in CLOSING:
        close(question, by)


def is_open(question: LearningQuestion) -> bool:
    return any(ask(question) for ask in OPEN)


def obstacle(question: LearningQuestion) -> str:
    """The first thing that still has to be done, in a sentence."""
    return next((said for ask in OBSTACLES if (said := ask(question))), "")


def too_old(question: LearningQuestion) -> str:
    """Why what was explained no longer counts as explained without help, in a sentence."""
    return next((said for ask in ANSWERING if (said := ask(question))), "")
