"""What somebody in this kind of work could write in the own record (art. 4: knowledge that fits the work).

The kind of work is what people chose themselves (AI13); it picks these sentences and nothing else.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teams.accounts.models import User

IDEAS: dict[str, tuple[Promise, ...]] = {
    User.Work.PROFESSIONAL: (
        _("Bij welke taak hielp AI, en bij welke juist niet?"),
        _("Welke fout van AI haalde je eruit, en hoe zag je die?"),
        _("Wat laat je voortaan buiten je vraag aan AI?"),
    ),
    User.Work.LEAD: (
        _("Welke afspraak over AI maakte je met je team?"),
        _("Welk werk blijft in je team mensenwerk, en waarom?"),
        _("Hoe leren beginners het vak nog, als AI het makkelijke werk doet?"),
    ),
    User.Work.MANAGER: (
        _("Welk besluit neem je nooit op grond van AI?"),
        _("Waar merkt een inwoner dat jullie met AI werken?"),
        _("Wat vraag je, voordat een dienst met AI begint?"),
    ),
}
