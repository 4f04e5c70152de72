"""Whether somebody has AI at all. Where it is off no page says a word about it, and no field asks for it."""

from collections.abc import Callable

from teams.accounts.models import User

Asked = Callable[[User], bool]
ASKED: list[Asked] = []


def availability(source: Asked) -> Asked:
    """Registers who knows; the package of the sparring partner does. Nobody knows: there is none."""
    ASKED.append(source)
    return source


def has_ai(person: User) -> bool:
    return any(source(person) for source in ASKED)
