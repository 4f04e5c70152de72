"""What the demo needs in the environment, set before Django reads its settings. Plain Python."""

import os
from collections.abc import MutableMapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def prepare(arguments: Sequence[str], environ: MutableMapping[str, str] = os.environ) -> None:
    """Own mode, own SQLite file, own clock, and the address with the chosen port. What is set already stays."""
    folder = Path(option(arguments, "--folder") or ROOT / "var" / "demo").resolve()
    port = option(arguments, "--port") or "8000"
    environ.setdefault("LERENDWERKEN_MODE", "demo")
    if environ["LERENDWERKEN_MODE"] != "demo":
        return  # the command refuses, and says so
    folder.mkdir(parents=True, exist_ok=True)
    environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'lerendwerken.sqlite3'}")
    environ.setdefault("LERENDWERKEN_CLOCK_FILE", str(folder / "clock"))
    environ.setdefault("LERENDWERKEN_URL", f"http://localhost:{port}")
    environ.setdefault("LERENDWERKEN_LOG_LEVEL", "WARNING")


def option(arguments: Sequence[str], name: str) -> str:
    """The value of `--name value` or `--name=value`; empty when it is not there."""
    for place, argument in enumerate(arguments):
        if argument == name and place + 1 < len(arguments):
            return arguments[place + 1]
        if argument.startswith(name + "="):
            return argument.partition("=")[2]
    return ""
