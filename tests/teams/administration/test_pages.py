"""Beheer: for administrators, with what is true in the heading and no private word."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from teams.hours.models import ClosedDay
from teams.notifications.models import Channel, DeliveryAttempt, Heartbeat, Notification
from teams.structure.models import Invitation, Membership, Organisation, Role, Team, Unit
from tests import builders
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

PAGES = ["administration", "settings", "teams-and-roles", "retention", "audit-log"]


@pytest.fixture
def admin(cast: Cast, client_for: Callable[[User | None], Client]) -> Client:
    Heartbeat.beat()
    return client_for(cast.administrator)


def letter(cast: Cast, number: int = 1, **fields: Any) -> Notification:
    now = clock.now()
    made = Notification.build(
        person=cast.professional,
        kind="prompt",
        source=cast.team,
        dedupe_key=f"brief-{number}",
        due_at=now,
        expires_at=fields.pop("expires_at", now + timedelta(days=1)),
    )
    for name, value in ({"state": "dead", "reason": "refused", "attempts": 1} | fields).items():
        setattr(made, name, value)
    made.save()
    DeliveryAttempt.objects.create(notification=made, outcome="refused", code=550, detail="geheim antwoord")
    return made


@pytest.mark.shows("TA1", "TA2")
@pytest.mark.parametrize(
    "who", ["professional", "colleague", "lead", "manager", "outsider", "lead_and_manager"]
)
def test_for_everybody_else_beheer_does_not_exist(
    cast: Cast, client_for: Callable[[User | None], Client], who: str
) -> None:
    client = client_for(cast.people[who])
    dead = letter(cast)
    for name in PAGES:
        assert client.get(reverse(f"teams:{name}")).status_code == 404
    for name in ("message-retry", "message-put-away"):
        assert client.post(reverse(f"teams:{name}", args=[dead.pk])).status_code == 404
    assert client.post(reverse("teams:teams-and-roles"), {"what": "unit", "name": "X"}).status_code == 404
    assert client.post(reverse("teams:channel-release")).status_code == 404
    dead.refresh_from_db()
    assert dead.state == "dead"


@pytest.mark.parametrize("name", PAGES)
def test_looking_writes_nothing(admin: Client, name: str, safe_get: Callable[..., Any]) -> None:
    assert safe_get(admin, reverse(f"teams:{name}")).status_code == 200


def heading(admin: Client) -> str:
    return str(admin.get(reverse("teams:administration")).context["sending"].heading)


@pytest.mark.shows("TD13")
def test_the_heading_says_what_is_true(admin: Client, cast: Cast, settings: Any) -> None:
    assert heading(admin) == "Alles gaat op tijd weg"
    letter(cast, 1)
    assert heading(admin) == "Eén bericht kwam niet aan"
    letter(cast, 2)
    assert heading(admin) == "2 berichten kwamen niet aan"
    Heartbeat.objects.update(at=clock.now() - timedelta(minutes=6))
    assert heading(admin) == "De verzendronde loopt niet"
    Channel.hold("email", "restored")
    assert heading(admin) == "Verzenden staat stil"
    settings.MAIL_ON = False
    assert heading(admin) == "Mail staat uit"


def test_a_dead_letter_is_tried_again_or_put_away(admin: Client, cast: Cast) -> None:
    one, two = letter(cast, 1), letter(cast, 2)
    page = admin.get(reverse("teams:administration")).content.decode()
    assert "Dit adres bestaat niet" in page
    assert "geheim antwoord" not in page
    for _ in range(2):
        admin.post(reverse("teams:message-retry", args=[one.pk]))
        admin.post(reverse("teams:message-put-away", args=[two.pk]))
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.state, two.state, two.reason) == ("pending", "cancelled", "put_away")
    assert AuditEntry.objects.filter(action__startswith="message_").count() == 2


@pytest.mark.shows("TO1")
def test_a_hold_is_released_by_hand(admin: Client) -> None:
    Channel.hold("email", "restored")
    admin.post(reverse("teams:channel-release"))
    assert Channel.is_open("email", clock.now())


def settings_typed(admin: Client, **changes: str) -> dict[str, str]:
    form = admin.get(reverse("teams:settings")).context["form"]
    shown = {f.html_name: f.value() for f in form}
    return {k: str(v) for k, v in shown.items() if v not in (None, False)} | changes


def test_a_setting_is_kept_and_written_in_the_log(admin: Client) -> None:
    assert (
        admin.post(reverse("teams:settings"), settings_typed(admin, budget_minutes="100")).status_code == 302
    )
    assert Organisation.get().budget_minutes == 100
    assert AuditEntry.objects.get(action="settings_changed").detail == {"fields": "budget_minutes"}
    page = admin.get(reverse("teams:settings")).content.decode()
    assert "Wie 28 uur werkt, krijgt 80 minuten." in page


def test_a_wrong_setting_keeps_what_was_typed(admin: Client) -> None:
    answer = admin.post(reverse("teams:settings"), settings_typed(admin, budget_minutes="30", name="Nieuw"))
    assert answer.status_code == 422
    assert 'value="Nieuw"' in answer.content.decode()
    assert Organisation.get().name == "Gemeente Lindewaard"


def test_closed_days_come_and_go(admin: Client) -> None:
    day = {"day": "24-12-2027", "name": "Brugdag"}
    assert admin.post(reverse("teams:closed-day-add"), day).status_code == 302
    again = admin.post(reverse("teams:closed-day-add"), day)
    assert again.status_code == 422
    assert "Deze dag staat er al." in again.content.decode()
    admin.post(reverse("teams:closed-day-remove", args=[ClosedDay.objects.get().pk]))
    assert not ClosedDay.objects.exists()


def add(admin: Client, what: str, **typed: object) -> Any:
    return admin.post(reverse("teams:teams-and-roles"), {"what": what} | typed)


def test_from_an_empty_house_to_a_team_with_a_lead(admin: Client) -> None:
    add(admin, "unit", name="Bestuur")
    unit = Unit.objects.get(name="Bestuur")
    add(admin, "team", name="Griffie", unit=unit.pk)
    team = Team.objects.get(name="Griffie")
    add(
        admin, "person", given_name="Iris", family_name="Smit", email="Iris@lindewaard.example",
        team=team.pk, from_date="1-1-2026",
    )  # fmt: skip
    iris = User.objects.get(email="iris@lindewaard.example")
    assert iris.memberships.get().team == team
    add(admin, "role", person=iris.pk, kind="team_lead", team=team.pk, from_date="1-1-2026")
    assert Role.objects.get(person=iris).team == team
    again = add(admin, "role", person=iris.pk, kind="team_lead", team=team.pk, from_date="1-1-2026")
    assert again.status_code == 422
    assert Role.objects.filter(person=iris).count() == 1


@pytest.mark.shows("W10", "S14")
def test_no_real_person_before_consent(admin: Client) -> None:
    builders.organisation(no_works_council=False, consent_on=None)
    answer = add(admin, "person", given_name="Iris", email="iris@lindewaard.example", from_date="1-1-2026")
    assert answer.status_code == 422
    assert not User.objects.filter(given_name="Iris").exists()


def test_a_second_home_team_is_refused(admin: Client, cast: Cast) -> None:
    typed = {"person": cast.professional.pk, "team": cast.other_team.pk, "contract": "employee"}
    answer = add(admin, "membership", kind="home", from_date="1-1-2026", **typed)
    assert "al een thuisteam" in answer.content.decode()
    assert add(admin, "membership", kind="guest", from_date="1-1-2026", **typed).status_code == 302
    assert cast.professional.memberships.count() == 2


def test_a_membership_gets_a_last_day(admin: Client, cast: Cast) -> None:
    row = Membership.objects.get(person=cast.professional)
    url = reverse("teams:membership-end", args=[row.pk])
    assert admin.post(url, {"until": "1-1-2019"}).status_code == 422
    assert admin.post(url, {"until": "1-1-2027"}).status_code == 302
    row.refresh_from_db()
    assert row.until is not None
    assert row.until.year == 2027


def test_the_last_administrator_stays(admin: Client, cast: Cast) -> None:
    row = Role.objects.get(person=cast.administrator)
    answer = admin.post(reverse("teams:role-end", args=[row.pk]), {"until": "1-1-2027"})
    assert "Dit is de laatste beheerder." in answer.content.decode()
    row.refresh_from_db()
    assert row.until is None


@pytest.mark.shows("S2", "S14", "TA3")
@pytest.mark.parametrize("mail_on", [True, False])
def test_an_administrator_cannot_sign_in_as_somebody_else(
    admin: Client, cast: Cast, settings: Any, mail_on: bool
) -> None:
    settings.MAIL_ON = mail_on
    assert add(admin, "link", person=cast.professional.pk).status_code == 422
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(("language", "words"), [("nl", "Maak een keuze"), ("en", "Choose one")])
def test_an_empty_choice_is_in_the_language_of_the_page(
    admin: Client, cast: Cast, language: str, words: str
) -> None:
    User.objects.filter(pk=cast.administrator.pk).update(language=language)
    page = admin.get(reverse("teams:teams-and-roles")).content.decode()
    assert f'<option value="" selected>{words}</option>' in page
    assert "Select an option" not in page


@pytest.mark.parametrize("name", ["administration", "teams-and-roles", "audit-log"])
def test_more_rows_cost_no_more_queries(admin: Client, cast: Cast, name: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            admin.get(reverse(f"teams:{name}"))
        return len(seen)

    letter(cast, 1)
    add(admin, "unit", name="Bestuur")
    few = queries()
    for number in range(2, 8):
        letter(cast, number)
        builders.member(builders.team(of=cast.unit))
        builders.lead(cast.team)
        add(admin, "unit", name=f"Dienst X{number}")
    assert queries() == few
