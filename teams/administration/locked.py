"""Settings that cannot be changed now. Packages above say so: they register what holds one of them."""

from collections.abc import Callable

_HOLDS: dict[str, list[Callable[[], str]]] = {}


def holds(setting: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Registers a function that gives a sentence for the administrator while the setting is held, and "" otherwise."""

    def register(source: Callable[[], str]) -> Callable[[], str]:
        _HOLDS.setdefault(setting, []).append(source)
        return source

    return register


def why(setting: str) -> str:
    """The first sentence that holds it; "" when it may be changed."""
    return next((sentence for source in _HOLDS.get(setting, []) if (sentence := source())), "")
