"""Django's makemessages, without guesses: a text that changed is translated anew, never by its neighbour."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    # Where both are needed, gettext that translates at once goes by this name beside the lazy `_`.
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_now"]
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]
