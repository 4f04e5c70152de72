#!/usr/bin/env python3
"""Django's command line for Lerendwerken."""

import os
import sys


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] == "demo":
        # The demo chooses its own mode, so that one command on a fresh machine is enough.
        from lerendwerken.demo import environment

        environment.prepare(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lerendwerken.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
