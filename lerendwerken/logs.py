"""Log lines: one line an event, no text that people wrote, and no forged lines."""

import logging
import re
import traceback
from collections.abc import Iterator

# The secret of a mailed link is a part of its path; who holds it can write in somebody's place.
SHORTEST = 4  # letters; shorter ones say nothing, and would be found in any line
SECRET = re.compile(r"(?<=/)[\w.~-]{32,}")


class LineFormatter(logging.Formatter):
    """Puts each record on one line. Exceptions show type and place, never the values they carry:
    the message of a database error can hold the text that somebody typed. Nor does the message of a record that
    quotes its exception, as those of Celery and asyncio do."""

    def format(self, record: logging.LogRecord) -> str:
        parts = [self.formatTime(record), record.levelname, record.name, _without_values(record)]
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])[-4:]
            places = " < ".join(
                f"{f.filename.rsplit('/', 2)[-1]}:{f.lineno} {f.name}" for f in reversed(frames)
            )
            parts.append(f"{record.exc_info[0].__name__} at {places}")
        return SECRET.sub("…", " ".join(parts)).replace("\r", "\\r").replace("\n", "\\n")


def _without_values(record: logging.LogRecord) -> str:
    """The message, in which an exception is no more than its type."""
    message = record.getMessage()
    held = [one for one in _args(record) if isinstance(one, BaseException)]
    if record.exc_info and record.exc_info[1]:
        held.append(record.exc_info[1])
    for error in (link for one in held for link in _chain(one)):
        for quoted in (repr(error), str(error), *map(repr, error.args), *map(str, error.args)):
            if len(quoted) >= SHORTEST:
                message = message.replace(quoted, type(error).__name__)
    return message


def _args(record: logging.LogRecord) -> tuple[object, ...]:
    if isinstance(record.args, tuple):
        return record.args
    return tuple(record.args.values()) if record.args else ()


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and what it came from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
