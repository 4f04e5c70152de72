from django.apps import AppConfig
from django.db.models import fields
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class TeamsConfig(AppConfig):
    """Who: people, teams, hours, messages, the audit log."""

    name = "teams"
    verbose_name = "Teams"

    def ready(self) -> None:
        # Before any form is made: Django's own words for an empty choice are in few languages, and not in Dutch.
        fields.BLANK_CHOICE_LABEL = _("Maak een keuze")
        # Registries fill themselves on import: `declarations.py` of every app lists who may see what,
        # what kind of data each model holds, and how each kind of message is made.
        autodiscover_modules("declarations")
        from teams.audit import guard

        post_migrate.connect(guard.put_back, sender=self)
