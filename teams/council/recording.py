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
from teams.hours.models import calendars
from teams.notifications.models import Notification
from teams.structure.models import Organisation, Role

labels(council_recorded=gettext_lazy("legde het pakket voor de ondernemingsraad vast"))

KIND = "council_changed"
STANDS = timedelta(days=14)
DAY = timedelta(days=1)


def keep(seen: str, *, by: User) -> CouncilPack:
    """The pack as it is now, when that is what its reader saw. The same twice is one version."""
    with transaction.atomic():
        Organisation.objects.select_for_update().filter(pk=1).first()  # one at a time: versions are numbered
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
    return Notification.objects.post(_mails(last, mark))


def _mails(last: CouncilPack, mark: str) -> list[Notification]:
    now = clock.now()
    day = clock.today(Organisation.get().time_zone)
    held = Role.objects.on(day).filter(kind=Role.Kind.ADMINISTRATOR, person__is_active=True)
    people = sorted(set(held.values_list("person", flat=True)))
    books = calendars(people, (now - DAY).date(), (now + STANDS + DAY).date())
    return [
        Notification.build(
            person=person,
            kind=KIND,
            source=last,
            dedupe_key=f"{mark}{person}",
            due_at=due,
            expires_at=now + STANDS,
        )
        for person in people
        if (due := books[person].next_working_minute(now, before=now + STANDS))
    ]
