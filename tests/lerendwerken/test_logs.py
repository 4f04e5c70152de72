"""A log line is one line, without what people typed and without the secrets of their links."""

import logging

import pytest

from lerendwerken.lib import tokens
from lerendwerken.logs import LineFormatter


def line(message: str, *values: object, error: Exception | None = None) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("lerendwerken.test", logging.WARNING, "", 0, message, values, info)
    return LineFormatter().format(record)


@pytest.mark.shows("TW7", "TL8")
def test_a_forged_line_stays_in_its_own() -> None:
    assert line("Not Found: %s", "/x\r\n2026 INFO all is well").count("\n") == 0


@pytest.mark.shows("TL8")
def test_an_error_tells_where_and_not_what() -> None:
    try:
        raise ValueError("what somebody typed")
    except ValueError as error:
        said = line("it failed", error=error)
    assert "ValueError at" in said
    assert "typed" not in said


@pytest.mark.shows("TL8", "TI6")
def test_the_secret_of_a_link_is_left_out() -> None:
    for secret in (tokens.fresh()[0], tokens.sign("prompt", 8), tokens.sign("stop", "8-prompt")):
        said = line("Not Found: %s", f"/v/{secret}/99/")
        assert secret not in said
        assert "/v/…/99/" in said
    assert "/team/1/2026-W14/" in line("Not Found: %s", "/team/1/2026-W14/")


@pytest.mark.shows("TL8", "questions-5")
def test_a_message_that_quotes_its_error_quotes_its_type_only() -> None:
    """As Celery does for a task that failed, and asyncio for one that nobody waited for."""
    try:
        try:
            raise KeyError("das-achter-de-heg")
        except KeyError as cause:
            raise ValueError("Failing row contains (7, otter-bij-de-sluis)") from cause
    except ValueError as error:
        task = line("Task %s raised unexpected: %s", "cycles.plan", repr(error), error=error)
        chain = line("%s, and before it das-achter-de-heg", error, error=error)
        future = line(f"exception was never retrieved future: <Task exception={error!r}>", error=error)
        alone = line("it failed: %s", error)
    for said in (task, chain, future, alone):
        assert "otter" not in said
        assert "das-achter" not in said
        assert "ValueError" in said
