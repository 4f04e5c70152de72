from django.apps import AppConfig


class CyclesConfig(AppConfig):
    """Learning: the frame, the week, its moments and questions."""

    name = "cycles"
    verbose_name = "Weekcyclus"
