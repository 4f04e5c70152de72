"""The administrator's side of the norms: each change is the next version, and what was read stays as it was."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from cycles.literacy.models import BasicNorms
from cycles.literacy.reading import current
from teams.accounts.models import User
from teams.audit.log import labels, record

labels(norms_published=_("zette nieuwe basisnormen klaar"))


class Outdated(Exception):
    """Somebody else published in the meantime; `newest` is what holds now."""

    def __init__(self, newest: BasicNorms) -> None:
        self.newest = newest


def publish(text_nl: str, text_en: str, *, expected: int, by: User) -> BasicNorms:
    """Makes the next version, on the version that the editor saw. The same words again make no version."""
    newest = current()
    if newest and (newest.text_nl, newest.text_en) == (text_nl, text_en):
        return newest
    if newest and newest.version != expected:
        raise Outdated(newest)
    try:
        with transaction.atomic():
            made = BasicNorms.objects.create(
                version=newest.version + 1 if newest else 1,
                text_nl=text_nl,
                text_en=text_en,
                published_by=by,
            )
            record("norms_published", by=by, obj=made, version=made.version)
    except IntegrityError as error:
        raise Outdated(BasicNorms.objects.latest("version")) from error
    return made
