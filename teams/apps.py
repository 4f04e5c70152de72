from django.apps import AppConfig


class TeamsConfig(AppConfig):
    """Who: people, teams, hours, messages, the audit log."""

    name = "teams"
    verbose_name = "Teams"

    def ready(self) -> None:
        # Registries fill themselves on import: who may see what, and what kind of data each field holds.
        from django.utils.module_loading import autodiscover_modules

        from teams import declarations  # noqa: F401
        autodiscover_modules("declarations")
