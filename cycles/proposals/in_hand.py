"""What Mijn week says about proposals: that somebody waits for an answer, on the week of who gives it."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.prompts.overview import Also, also
from cycles.proposals.models import InnovationProposal
from cycles.proposals.queue import Asked, Queue
from cycles.proposals.waiting import What
from teams.structure.access import Viewer


@also
def to_answer(viewer: Viewer) -> list[Also]:
    """One line, however many wait; the board has them in order."""
    queue = Queue(viewer)
    if not (begin := queue.first(1)):
        return []
    first, alone = begin[0], len(queue) == 1
    return [
        Also(
            title=_title(first) if alone else _many(len(queue)),
            detail=_detail(first),
            url=first.url if alone else reverse("cycles:proposals"),
            icon="lightbulb",
        )
    ]


def _many(count: int) -> str:
    return ngettext(
        "%(count)s voorstel wacht op jouw antwoord", "%(count)s voorstellen wachten op jouw antwoord", count
    ) % {"count": count}


def _title(one: Asked) -> str:
    words = {"name": InnovationProposal.objects.values_list("title", flat=True).get(pk=one.pk)}
    if one.what == What.EMBED:
        return _("Borg het voorstel ‘%(name)s’ mee") % words
    if one.what == What.OWNER:
        return _("Kies een nieuwe eigenaar voor ‘%(name)s’") % words
    return _("Geef antwoord op ‘%(name)s’") % words


def _detail(first: Asked) -> str:
    if first.late:
        return late_words(first.late)
    if first.due:
        return _("Uiterlijk %(day)s.") % {"day": date_format(first.due, "j F")}
    return ""


def late_words(days: int) -> str:
    return ngettext(
        "Het antwoord is %(count)s werkdag te laat.", "Het antwoord is %(count)s werkdagen te laat.", days
    ) % {"count": days}
