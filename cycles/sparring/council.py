"""What the pack for the works council says of AI: what the organisation allows, and what the server lets it choose from."""

from django.utils.translation import gettext_lazy as _

from cycles.sparring.models import PartnerSettings
from cycles.sparring.partner import endpoints
from cycles.sparring.rules.identifiers import health_words
from teams.council.sections import Setting, keeps_out, of_model, rule, section

keeps_out(PartnerSettings)


@section("ai", _("Sparren met AI"), order=40)
def ai() -> list[Setting]:
    chosen = endpoints.chosen()
    return [
        *of_model(PartnerSettings.get()),
        Setting("answers", _("Het model dat nu gekozen is"), chosen.name if chosen else ""),
        *(_endpoint(one) for one in endpoints.allowed()),
        rule("no", _("Wie nee kan zeggen"), _("De organisatie, elk team, en iedereen voor zichzelf.")),
        rule("leaves", _("Wat naar het model gaat"), _("Alleen wat iemand eerst zag en zelf verstuurde. Nooit een naam.")),
        rule("reads", _("Wie een gesprek leest"), _("Alleen wie het voerde.")),
        rule("decides", _("Wat AI beslist"), _("Niets.")),
        Setting("stopped", _("Wat een bericht tegenhoudt"), [str(words) for words in STOPPED]),
        Setting(
            "health_words", _("Bij deze woorden over gezondheid waarschuwen we altijd"),
            ", ".join(health_words()), language="nl",
        ),
    ]  # fmt: skip


STOPPED = (
    _("een burgerservicenummer"),
    _("een bankrekening"),
    _("een telefoonnummer"),
    _("een mailadres"),
    _("een adres"),
)


def _endpoint(one: endpoints.Endpoint) -> Setting:
    """Never its key."""
    host, _port = one.place
    where = _("in het eigen netwerk") if one.local else _("buiten het eigen netwerk")
    return Setting(f"endpoint:{one.name}", one.name, [one.model, host, str(where)])
