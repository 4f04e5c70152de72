"""`make bench`: speed as ratios against bare baselines of the same run. See docs/performance.md.

python -m tests.benchmarks [part ...] [--rounds 7] [--scale 1] [--json FILE] [--sqlite]
"""

import argparse
import json
import logging
import os
import platform
import sys
from importlib import import_module
from pathlib import Path

PARTS = ["calendar", "planner", "weeks", "mails", "pages", "proposals", "files", "agenda", "streams"]


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description="Speed as ratios against bare baselines.")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"some of: {', '.join(PARTS)}")
    parser.add_argument("--rounds", type=int, default=7, help="pairs of each measurement")
    parser.add_argument("--scale", type=float, default=1.0, help="0.1 for a tenth of the people")
    parser.add_argument("--json", type=Path, help="writes each line as JSON too")
    parser.add_argument("--sqlite", action="store_true", help="on SQLite, without PostgreSQL and Redis")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")

    from tests.support.services import prepare

    services = prepare(os.environ, sqlite=given.sqlite, own=False, worker=False)
    os.environ["DJANGO_SETTINGS_MODULE"] = "lerendwerken.settings"
    import django

    django.setup()
    logging.disable(logging.INFO)
    try:
        return run(given, services.lines)
    finally:
        services.close()


def run(given: argparse.Namespace, told: list[str]) -> int:
    from django.core.management import call_command
    from django.db import connection

    from cycles.prompts.default_set import install
    from teams.audit import guard
    from tests.benchmarks.measured import Measured, Table

    table, load = Table(), os.getloadavg()[0]
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        for part in given.parts or PARTS:
            with guard.lifted():
                call_command("flush", interactive=False, verbosity=0)
            install()
            print(f"{part} ...", file=sys.stderr, flush=True)
            table.lines += import_module(f"tests.benchmarks.{part}").bench(given.rounds, given.scale)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    print(table.text())
    print(
        f"\nProcessor time; ratio: the median of {given.rounds} pairs. Python {platform.python_version()},"
        f" {'; '.join(told)}. Load {load:.1f} before, {os.getloadavg()[0]:.1f} after."
    )
    if given.json:
        given.json.write_text(
            "".join(
                json.dumps(
                    {"what": line.what, "limit": line.limit, "verdict": line.verdict}
                    | ({"pairs": line.pairs, "ratio": line.ratio} if isinstance(line, Measured)
                       else {"figure": line.figure, "unit": line.unit})
                )
                + "\n"
                for line in table.lines
            )
        )  # fmt: skip
    return 1 if table.missed else 0


if __name__ == "__main__":
    sys.exit(main())
