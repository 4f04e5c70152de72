"""Log lines: one line an event, no text that people wrote, and no forged lines."""

import logging
import re
import traceback

# The secret of a mailed link is a part of its path; who holds it can write in somebody's place.
SECRET = re.compile(r"(?<=/)[\w.~-]{32,}")


class LineFormatter(logging.Formatter):
    """Puts each record on one line. Exceptions show type and place, never the values they carry:
    the message of a database error can hold the text that somebody typed."""

    def format(self, record: logging.LogRecord) -> str:
        parts = [self.formatTime(record), record.levelname, record.name, record.getMessage()]
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])[-4:]
            places = " < ".join(
                f"{f.filename.rsplit('/', 2)[-1]}:{f.lineno} {f.name}" for f in reversed(frames)
            )
            parts.append(f"{record.exc_info[0].__name__} at {places}")
        return SECRET.sub("…", " ".join(parts)).replace("\r", "\\r").replace("\n", "\\n")
