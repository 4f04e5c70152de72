"""What the pack for the works council says of the week."""

from django.utils.translation import gettext_lazy as _

from cycles.weekly import tasks
from teams.council.sections import Setting, rule, section


@section("week", _("De week"), order=25)
def week() -> list[Setting]:
    return [
        rule("hours", _("Momenten"), _("Ze staan altijd binnen de werktijd van wie meedoet.")),
        rule("attendance", _("Aanwezigheid"), _("Wie bij een moment was, bewaren we niet.")),
        Setting(
            "publish_hour",
            _("Een week die niemand publiceert, publiceert zichzelf op donderdag om, in uren"),
            tasks.PUBLISH_HOUR,
        ),
    ]
