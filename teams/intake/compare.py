"""One person of a file beside the database."""

from django.utils.translation import gettext_noop as _

from teams.accounts.models import User
from teams.intake import names
from teams.intake.columns import Field
from teams.intake.comparehours import compare_hours
from teams.intake.compareteams import compare_roles, compare_teams, end_memberships
from teams.intake.known import Known
from teams.intake.people import Period, Person, missing, number_key, periods
from teams.intake.places import Places
from teams.intake.plans import Change, Outcome, Plan, Terms, hours_words
from teams.intake.rows import Problem
from teams.intake.sentences import Refused, say


def compare(person: Person, known: Known, places: Places, terms: Terms) -> Plan:
    """The plan for one person. Whatever stands in its way is added to the rows as a problem."""
    plan = Plan(person)
    if not person.has_problems:
        plan.account = _account(person, known)
        gone = person.ended_on is not None and person.ended_on < terms.effective
        if plan.account is None and gone and not person.has_problems:
            plan.outcome = Outcome.LEFT
            return plan
        if plan.account is None:
            for row, problem in missing(person):
                row.problems.append(problem)
    for row in person.rows:
        # Also beside another problem, so that everything that is wrong shows at once.
        if unknown := places.problem(row):
            row.problems.append(unknown)
    spans = [] if person.has_problems else _periods(person, terms)
    if person.has_problems:
        plan.outcome = Outcome.PROBLEM
        return plan
    if plan.account is None:
        plan.is_new = True
        if namesake := known.by_name.get(names.folded(person.name)):
            person.notes.append(
                say(
                    _("Er is al een %(who)s, met het adres %(address)s."),
                    who=person.who,
                    address=namesake.email,
                )
            )
        plan.account = _fresh(person, terms)
    else:
        _compare_account(plan, plan.account, stays=bool(spans))
    if spans:
        held = [] if plan.is_new else known.memberships[plan.account.pk]
        compare_teams(plan, spans, held, places, terms)
        compare_hours(
            plan, plan.account, spans, [] if plan.is_new else known.patterns[plan.account.pk], terms
        )
        held_roles = [] if plan.is_new else known.roles[plan.account.pk]
        compare_roles(plan, spans[0].first, held_roles, places, terms)
    else:
        end_memberships(plan, known.memberships[plan.account.pk], terms)
    if plan.is_new:
        plan.outcome = Outcome.NEW
        plan.changes = [_arrival(spans[0], places, terms)]
    elif any(not change.kept for change in plan.changes):
        plan.outcome = Outcome.CHANGED
    elif plan.changes:
        plan.outcome = Outcome.DIFFERS
    return plan


def _account(person: Person, known: Known) -> User | None:
    """The account of a person, by number and else by address; contradictions become problems."""
    numbered = known.by_number.get(number_key(person.staff_number or ""))
    addressed = known.by_address.get(person.email or "")
    if numbered is None and addressed is None:
        return None
    if addressed is not None and (numbered is None or numbered.pk != addressed.pk):
        renumbered = bool(person.staff_number and addressed.staff_number) and not _same_number(
            person, addressed
        )
        same_name = not person.name or names.alike(person.name, addressed.full_name)
        if numbered is not None or _is_somebody_else(person, addressed) or (renumbered and not same_name):
            _refuse(
                person,
                Field.EMAIL,
                _("%(who)s heeft in het bestand %(value)s. Dat adres is hier al van %(other)s."),
                person.email or "",
                addressed,
            )
            return None
    if numbered is not None and _is_somebody_else(person, numbered):
        _refuse(
            person,
            Field.STAFF_NUMBER,
            _("Personeelsnummer %(value)s is hier van %(other)s, in het bestand van %(who)s."),
            person.staff_number or "",
            numbered,
        )
        return None
    return numbered or addressed


def _same_number(person: Person, account: User) -> bool:
    return number_key(person.staff_number or "") == number_key(account.staff_number or "")


def _refuse(person: Person, what: Field, text: str, value: str, other: User) -> None:
    heading = _("Twee mensen, één adres") if what is Field.EMAIL else _("Twee mensen, één personeelsnummer")
    sentence = say(text, who=person.who, value=value, other=other.full_name)
    person.rows[0].problems.append(Problem(say(heading), sentence, what, value, kind="duplicate"))


def _is_somebody_else(person: Person, account: User) -> bool:
    """Neither the given nor the family name is the same: no marriage explains that."""
    if not person.given_name or not person.family_name:
        return False
    return not names.same_given(person.given_name, account.given_name) and not names.alike(
        person.family_name, account.family_name
    )


def _periods(person: Person, terms: Terms) -> list[Period]:
    try:
        return periods(person, terms.effective)
    except Refused as refused:
        heading = refused.heading or say(_("Twee contracten die niet samengaan"))
        person.rows[-1].problems.append(Problem(heading, refused.sentence, Field.TIMES, kind="contracts"))
        return []


def _fresh(person: Person, terms: Terms) -> User:
    account = User(
        email=person.email or "",
        staff_number=person.staff_number,
        given_name=person.given_name or "",
        name_prefix=person.name_prefix or "",
        family_name=person.family_name or "",
        language=person.language or terms.organisation.language,
        time_zone=terms.organisation.time_zone,
        joined_on=person.starts_on or terms.effective,
    )
    account.set_unusable_password()
    return account


def _compare_account(plan: Plan, account: User, *, stays: bool) -> None:
    person = plan.person
    before = account.full_name
    if person.name and not names.alike(person.name, before):
        if person.given_name and not names.same_given(person.given_name, account.given_name):
            account.given_name = person.given_name
        if person.family_name:
            account.name_prefix, account.family_name = person.name_prefix or "", person.family_name
        if not names.alike(account.full_name, before):
            plan.change(before, account.full_name, say(_("De naam verandert overal.")))
    if person.staff_number and not _same_number(person, account):
        number = _("personeelsnummer %(number)s")
        now = (
            say(number, number=account.staff_number)
            if account.staff_number
            else say(_("geen personeelsnummer"))
        )
        plan.change(now, say(number, number=person.staff_number))
        account.staff_number = person.staff_number
    if stays and not account.is_active:
        account.is_active = True
        plan.change(say(_("vertrokken")), say(_("weer in dienst")))
    plan.account_changed = bool(plan.changes)
    if person.email and person.email != account.email.lower():
        # S16: an import cannot change the address with which somebody signs in.
        effect = say(_("Het adres blijft. Een nieuw adres bevestigt de eigenaar zelf."))
        plan.keep(account.email, person.email, effect)


def _arrival(period: Period, places: Places, terms: Terms) -> Change:
    home = places.of(period.home) if period.home else None
    what = home.team if home else say(_("zonder team"))
    becomes = (
        say(_("%(team)s, %(hours)s"), team=what, hours=hours_words(period.hours)) if period.hours else what
    )
    first = terms.words(period.first)
    return Change(
        say(_("nieuw")), becomes, say(_("Begint bij het volgende moment, vanaf %(day)s"), day=first)
    )
