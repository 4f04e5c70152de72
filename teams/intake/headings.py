"""What is true now, as the first line of each page says it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from teams.intake.models import Intake
from teams.intake.plans import Outcome

_NUMBERS = (
    gettext_lazy("nul"),
    gettext_lazy("één"),
    gettext_lazy("twee"),
    gettext_lazy("drie"),
    gettext_lazy("vier"),
    gettext_lazy("vijf"),
    gettext_lazy("zes"),
    gettext_lazy("zeven"),
    gettext_lazy("acht"),
    gettext_lazy("negen"),
    gettext_lazy("tien"),
    gettext_lazy("elf"),
    gettext_lazy("twaalf"),
)


def number(count: int) -> str:
    """Up to twelve in words, above it in figures with a point: 30.000."""
    return str(_NUMBERS[count]) if count < len(_NUMBERS) else f"{count:,}".replace(",", _("."))


def of_review(intake: Intake) -> tuple[str, str]:
    """(heading, introduction) of the check."""
    wrong, right = intake.count(Outcome.PROBLEM), intake.taken_rows
    if wrong:
        heading = ngettext("%(count)s rij klopt nog niet", "%(count)s rijen kloppen nog niet", wrong)
        rest = (
            ngettext("De andere %(count)s is klaar.", "De andere %(count)s zijn klaar.", right)
            if right
            else _("Geen enkele rij is klaar.")
        )
        return _sentence(heading, wrong), " ".join(
            (rest % {"count": number(right)}, _("Er is nog niets bewaard."))
        )
    if not right:
        return _("Er is niets om over te nemen"), _("Alle rijen zijn weggelaten of al vertrokken.")
    heading = _("Eén rij klopt") if right == 1 else _("Alle rijen kloppen")
    return heading, _("Er is nog niets bewaard. Kijk de wijzigingen na en neem ze over.")


def of_changes(count: int) -> str:
    return _sentence(ngettext("%(count)s mens verandert", "%(count)s mensen veranderen", count), count)


def of_progress(intake: Intake) -> tuple[str, str]:
    headings = {
        Intake.State.READING: _("We lezen je bestand"),
        Intake.State.CHECKING: _("We kijken de rijen na"),
        Intake.State.TAKING: _("We nemen de mensen over"),
    }
    return headings[Intake.State(intake.state)], (
        _("Alles gaat in één keer, of niets. Je mag deze pagina sluiten.")
        if intake.state == Intake.State.TAKING
        else _("Er wordt nog niets bewaard. Je mag deze pagina sluiten.")
    )


def _sentence(text: str, count: int) -> str:
    said = text % {"count": number(count)}
    # Dutch leaves the first accent out of a capital: Eén.
    return said[:1].replace("é", "e").upper() + said[1:]
