"""Django's makemessages, without guesses: a text that changed is translated anew, never by its neighbour."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]
