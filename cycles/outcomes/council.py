"""What the pack for the works council says of figures."""

from django.utils.translation import gettext_lazy as _

from cycles.outcomes.figures import kept
from teams.council.sections import Setting, rule, section


@section("figures", _("Cijfers van groepen"), order=50)
def figures() -> list[Setting]:
    return [
        Setting("weeks", _("Zoveel weken kijkt een manager terug"), kept.MOST_WEEKS),
        rule(
            "frozen",
            _("Wanneer ze vaststaan"),
            _("Zodra een week of kwartaal voorbij is. Wie daarna komt of gaat, verandert er niets meer aan."),
        ),
        rule(
            "off",
            _("Wanneer ze uit staan"),
            _("Tot de instemming en de DPIA zijn vastgelegd, of tot vaststaat dat er geen ondernemingsraad is."),
        ),
    ]  # fmt: skip
