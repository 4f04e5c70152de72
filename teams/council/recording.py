"""Recording a version of the pack, and telling administrators that it is no longer what was recorded."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from teams.accounts.models import User
from teams.audit.log import labels, record
from teams.council import pack
from teams.council.models import CouncilPack
from teams.notifications import first_minute
from teams.notifications.models import Notification
from teams.structure.models import Organisation, Role

labels(council_recorded=gettext_lazy("legde het pakket voor de ondernemingsraad vast"))

KIND = "council_changed"
STANDS = timedelta(days=14)


def keep(seen: str, *, by: User) -> CouncilPack:
    """The pack as it is now, when that is what its reader saw. The same twice is one version."""
    with transaction.atomic():
        Organisation.one_at_a_time()  # versions are numbered
        content, last = pack.live(), CouncilPack.latest()
        now = pack.digest(content)
        if seen != now:
            raise Refused(_("Er veranderde intussen een instelling. Lees het pakket nog een keer."))
        if last and last.digest == now:
            return last
        kept = CouncilPack.objects.create(
            number=last.number + 1 if last else 1, content=content, digest=now, by=by
        )
        record("council_recorded", by=by, obj=kept, number=kept.number, digest=now)
    return kept


def changed() -> list[pack.Change]:
    """What is not as it was recorded last; nothing as long as nobody recorded anything."""
    last = CouncilPack.latest()
    return pack.changes(last.content, pack.live()) if last else []


def tell() -> int:
    """Once for each change of the pack since it was recorded, to every administrator. Safe to run twice."""
    last = CouncilPack.latest()
    if last is None:
        return 0
    now = pack.digest(pack.live())
    waiting = Notification.objects.filter(kind=KIND)
    if now == last.digest:
        waiting.withdraw("council_current")
        return 0
    mark = f"{KIND}:{last.pk}:{now[:16]}:"
    if waiting.filter(dedupe_key__startswith=mark).exists():
        return 0
    waiting.withdraw("council_newer")  # one mail names all that changed
    sent_until = clock.now() + STANDS
    return first_minute.post(
        KIND,
        (first_minute.Mail(f"{mark}{person}", person, last, sent_until) for person in _administrators()),
        after=clock.now(),
    )


def _administrators() -> set[int]:
    day = clock.today(Organisation.get().time_zone)
    held = Role.objects.on(day).filter(kind=Role.Kind.ADMINISTRATOR, person__is_active=True)
    return set(held.values_list("person", flat=True))
