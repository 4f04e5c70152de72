"""The first week as everybody walks it, on real services: read in, published, mailed, answered, and private.

In the one run web, worker and clock are processes with PostgreSQL and Redis; with --sqlite they are one
`manage.py serve`.
"""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from cycles.models import Prompt, Season, Seat
from teams.accounts.models import User
from teams.hours.models import calendars
from teams.notifications.models import Notification
from teams.structure.models import Membership, Role, Team, Unit
from tests.journeys import people_file as file
from tests.journeys.privacy import Markers, Watcher, assert_nobody_reads
from tests.journeys.walking import answer_link, jump, leave_the_welcome, local, sign_in_by_code, text_of, walk
from tests.support.browser import PHONE, Complaints, OpenPage
from tests.support.processes import Processes
from tests.support.turns import full

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.journey,
    pytest.mark.embedded,
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.xdist_group("processes"),
]

START = "2026-03-26 09:00"  # the Thursday before a week that begins with the change of the clocks
WEEK = "2026-W14"
MARKERS = Markers(
    answer="zeehond-in-de-mist",
    draft="kraai-op-het-dak",
    skipped="egel-onder-blad",
    log="otter-bij-de-sluis",
    refused="das-achter-de-heg",
)


@pytest.mark.parametrize("by_everybody", [False, full(True)], ids=["manager", "everybody"])
@pytest.mark.shows("house-2", "W1", "W8", "W10", "S7", "S14", "S15", "TA2", "TA3", "TL8")
def test_the_first_week(
    processes: Processes, open_page: OpenPage, complaints: Complaints, tmp_path: Path, by_everybody: bool
) -> None:
    processes.manage("questions")
    jump(processes, local(START))
    administrator, lead = open_page(), open_page()
    phone = open_page(viewport=PHONE, has_touch=True, is_mobile=True)

    read_people_in(administrator, processes, tmp_path)
    give_roles_and_frame(administrator)
    publish_the_week(lead, processes)

    walk(processes, local("2026-03-30 09:30"))
    everybody_was_asked_in_time(processes, until=local("2026-03-30 09:30"))

    answer_from_the_mail(phone, processes)
    ask_again_later(open_page(viewport=PHONE), processes)
    skipper = open_page(viewport=PHONE)
    skip_with_words(skipper, processes)
    read_back_on_my_week(phone, processes)
    type_what_is_refused(phone, complaints)

    sign_in_by_code(skipper, processes, file.address(file.SKIPPER))
    team = f"/team/{Team.objects.get(name='Vergunningen').pk}/{WEEK}/"
    watchers = {
        "lead": Watcher(lead, {"/", team, "/mijn-gegevens/"}),
        "administrator": Watcher(administrator, {"/", "/beheer/", "/beheer/logboek/", "/beheer/teams/"}),
    }
    for role, name in (("manager", file.MANAGER), ("outsider", file.OUTSIDER)):
        watchers[role] = Watcher(open_page(), {"/", "/mijn-gegevens/", "/wie-ziet-wat/"})
        sign_in_by_code(watchers[role].page, processes, file.address(name))
    if not by_everybody:  # each day who must see least of it opens every address, on either database
        watchers = {"manager": watchers["manager"]}
    owners = {
        User.objects.get(email=file.address(file.OWNER)): phone,
        User.objects.get(email=file.address(file.SKIPPER)): skipper,
    }
    mailed = [answer_link(processes.sink.to(person.email)[0]) for person in owners]
    assert not processes.complaints()
    assert not [link for link in mailed if link.split("/")[4] in processes.logs()]
    assert_nobody_reads(MARKERS, owners, watchers, processes, mailed)


def read_people_in(page: "Page", processes: Processes, folder: Path) -> None:
    """From an empty installation: the one-time link, the two agreements, and a file as the HR system made it."""
    link = processes.manage("first_administrator", "w.scholten@lindewaard.example", "--name", "Wil Scholten")
    page.goto(link.strip())
    page.get_by_role("button", name="Meld mij aan").click()
    leave_the_welcome(page)
    page.get_by_role("link", name="Beheer").first.click()
    page.goto("/beheer/mensen/")
    page.get_by_label("Instemming van de ondernemingsraad op").fill("2026-01-12")
    page.get_by_label("DPIA vastgesteld op").fill("2026-01-05")
    page.get_by_role("button", name="Bewaar en kies een bestand").click()
    path = folder / "personeel.csv"
    path.write_bytes(file.people_file())
    page.get_by_label("Je bestand").set_input_files(path)
    page.get_by_role("button", name="Lees dit bestand").click()
    page.get_by_role("heading", name="Zo lezen we je kolommen").wait_for()
    page.get_by_role("button", name="Kijk de rijen na").click()
    page.get_by_role("heading", name="Alle rijen kloppen").wait_for()
    page.get_by_role("button", name="Neem 30 rijen over").click()
    page.get_by_role("heading", name="De mensen zijn ingelezen").wait_for()

    assert User.objects.count() == 31
    joost = User.objects.get(email=file.address(file.LATER))
    assert (joost.full_name, joost.name_prefix) == ("Joost van der Meer", "van der")
    assert User.objects.filter(given_name="Zoë", family_name="Vries", name_prefix="de").exists()
    hours = {
        u.email: u.patterns.get() for u in User.objects.prefetch_related("patterns") if u.patterns.exists()
    }
    assert len(hours) == 30
    assert str(hours[file.address(file.OWNER)].contract_hours) == "28.50"
    assert {p.alternation for p in hours.values()} >= {"weekly", "parity", "anchor"} - {""}
    assert Membership.objects.filter(team__name="Vergunningen").count() == 18


def give_roles_and_frame(page: "Page") -> None:
    team, unit = Team.objects.get(name="Vergunningen"), Unit.objects.get(name="Leefomgeving")
    for name, kind, where in (
        (file.LEAD, "team_lead", ("team", team.pk)),
        (file.MANAGER, "manager", ("unit", unit.pk)),
    ):
        page.goto("/beheer/teams/")
        page.locator("details#role > summary").click()
        person = User.objects.get(email=file.address(name))
        page.locator("#id_role_person").select_option(str(person.pk))
        page.locator("#id_role_kind").select_option(kind)
        page.locator(f"#id_role_{where[0]}").select_option(str(where[1]))
        page.locator("details#role button").click()
        page.get_by_text(f"{name},").first.wait_for()
    assert set(Role.objects.values_list("kind", flat=True)) == {"administrator", "team_lead", "manager"}

    page.goto("/kader/organisatie/")
    page.get_by_role("link", name="Maak een kader").click()
    page.get_by_label("Doel 1", exact=True).fill("Inwoners begrijpen onze besluiten in één keer")
    for box, words in (
        ("Ontwikkelvraag 1", "Hoe schrijven we besluiten die inwoners begrijpen?"),
        ("Naam van het seizoen", "Lente 2026"),
    ):
        page.get_by_role("button", name="Volgende", exact=True).click()
        page.get_by_label(box, exact=True).fill(words)
    page.get_by_label("Begint op maandag").fill("30-3-2026")
    page.get_by_role("button", name="Volgende", exact=True).click()
    page.get_by_role("button", name="Bewaar het kader").click()
    page.get_by_role("heading", name="Het kader begint op maandag 30 maart").wait_for()
    assert Season.objects.get(unit=None).goals.count() == 1


def publish_the_week(page: "Page", processes: Processes) -> None:
    sign_in_by_code(page, processes, file.address(file.LEAD))
    page.get_by_role("link", name="Team", exact=True).first.click()
    page.get_by_role("button", name="Begin met het gewone ritme").click()
    page.get_by_role("button", name="Publiceer week 14").click()
    page.get_by_text("De week is gepubliceerd").wait_for()
    processes.until(lambda: Prompt.objects.exists(), seconds=40)


def everybody_was_asked_in_time(processes: Processes, *, until: object) -> None:
    """One mail per moment that was near, in the half hour before it, inside working time (W1, S7)."""
    team = Team.objects.get(name="Vergunningen")
    seats = {(s.moment_id, s.person_id): s for s in Seat.objects.filter(moment__cycle__team=team)}
    sent = Notification.objects.filter(kind="prompt", state="sent").select_related("person")
    by_id = {n.message_id: n for n in sent}
    mails = [m for m in processes.sink.parsed() if m["Message-ID"] in by_id]
    assert len(mails) == len(by_id) == len({n.dedupe_key for n in sent})
    prompts = Prompt.objects.in_bulk([n.source_id for n in sent])
    books = calendars([n.person_id for n in sent], date(2026, 3, 28), date(2026, 4, 6))
    for mail in mails:
        row = by_id[mail["Message-ID"]]
        seat = seats[prompts[row.source_id].moment_id, row.person_id]
        assert mail["To"] == row.person.email
        assert row.sent_at
        assert seat.starts_at
        early = seat.starts_at - row.sent_at
        assert timedelta() <= early <= timedelta(minutes=30), (row.person, seat.starts_at, row.sent_at)
        assert books[row.person_id].is_working(row.sent_at), (row.person, row.sent_at)
        assert "(Europe/Amsterdam)" in text_of(mail) or "Europe/Amsterdam" in text_of(mail)
    # Nobody whose moment has begun was left out.
    begun = [key for key, s in seats.items() if s.starts_at and s.starts_at <= until]  # type: ignore[operator]
    asked = {(prompts[n.source_id].moment_id, n.person_id) for n in sent}
    assert begun
    left_out = set(begun) - asked
    about = Notification.objects.filter(person__in=[person for _moment, person in left_out])
    assert not left_out, [
        (n.person_id, n.source_id, n.state, n.reason, n.due_at, n.next_attempt_at, n.attempts) for n in about
    ]
    assert not [n for n in sent if n.person.email in map(file.address, [*file.TOEZICHT, *file.BURGERZAKEN])]


def answer_from_the_mail(page: "Page", processes: Processes) -> None:
    """On a phone, without signing in, one question a screen, and saved while typing."""
    page.goto(answer_link(processes.sink.to(file.address(file.OWNER))[0]))
    expect(page.get_by_text("Alleen jij leest dit.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("textbox").fill(f"De bezwaartermijn. {MARKERS.answer}")
    page.get_by_role("button", name="Volgende vraag").click()
    page.get_by_text("vraag 2 van").first.wait_for()
    page.get_by_role("textbox").fill(f"Half af {MARKERS.draft}")
    with page.expect_response(lambda r: r.request.method == "POST" and r.ok):
        page.wait_for_timeout(900)  # it saves by itself 800 ms after the last key
    page.go_back()
    page.get_by_text("vraag 1 van").first.wait_for()
    page.get_by_role("link", name="Sla over").click()
    page.get_by_text("vraag 2 van").first.wait_for()
    assert MARKERS.draft in page.get_by_role("textbox").input_value()
    while page.get_by_role("link", name="Sla over").is_visible():
        page.get_by_role("link", name="Sla over").click()
    page.get_by_role("button", name="Klaar").click()
    page.get_by_role("heading", name="Bewaard. Alleen jij leest je antwoorden.").wait_for()


def ask_again_later(page: "Page", processes: Processes) -> None:
    """ "Later vandaag": one more mail, at the chosen time."""
    address = file.address(file.LATER)
    page.goto(answer_link(processes.sink.to(address)[0]))
    page.locator("summary", has_text="Later vandaag").click()
    page.locator("p.times button").first.click()
    page.get_by_role("heading", name="We vragen het later opnieuw.").wait_for()
    prompt = Prompt.objects.get(person__email=address, postponed=1)
    assert prompt.due_at
    walk(processes, prompt.due_at + timedelta(minutes=5))
    first, second = (m for m in processes.sink.to(address) if "Weekstart" in m["Subject"])
    again = Notification.objects.get(message_id=second["Message-ID"])
    assert again.sent_at
    assert timedelta() <= again.sent_at - prompt.due_at <= timedelta(minutes=5)
    assert first["Message-ID"] != second["Message-ID"]


def skip_with_words(page: "Page", processes: Processes) -> None:
    """Somebody types, and then leaves this week out: the words stay theirs too."""
    page.goto(answer_link(processes.sink.to(file.address(file.SKIPPER))[0]))
    page.get_by_role("textbox").fill(MARKERS.skipped)
    page.get_by_role("button", name="Volgende vraag").click()
    page.get_by_text("vraag 2 van").first.wait_for()
    page.locator("summary", has_text="Later vandaag").click()
    page.get_by_role("button", name="Sla deze week over").click()
    page.get_by_role("heading", name="Overgeslagen. Niemand hoort dit.").wait_for()
    assert Prompt.objects.get(person__email=file.address(file.SKIPPER), reason="own_choice")


def read_back_on_my_week(page: "Page", processes: Processes) -> None:
    """The owner signs in by code on the same phone and finds everything back."""
    page.get_by_role("link", name="Naar Mijn week").click()
    sign_in_by_code(page, processes, file.address(file.OWNER), path="")
    page.get_by_role("heading", name="Je week", exact=True).wait_for()
    done = page.locator("ol.week-days p.moment.done")
    assert "gedaan" in done.first.inner_text()
    done.first.get_by_role("link", name="Weekstart", exact=True).click()
    assert MARKERS.answer in page.get_by_role("textbox").input_value()
    page.goto("/")
    page.get_by_label("Wat viel je net op in je werk?").fill(MARKERS.log)
    page.get_by_role("button", name="Bewaar").click()
    page.get_by_text("Je leermoment is bewaard").wait_for()
    page.get_by_role("link", name="Lees je leermomenten terug").click()
    page.get_by_text(MARKERS.log).wait_for()


def type_what_is_refused(page: "Page", complaints: Complaints) -> None:
    """What is not taken leaves no trace either: too long, without the form's token, to a page that is not there."""
    prompt = Prompt.objects.get(person__email=file.address(file.OWNER), state="answered")
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "csrftoken")
    for path, text, head, status in (
        (f"/vraag/{prompt.pk}/1/", MARKERS.refused * 3000, {"X-CSRFToken": token}, 422),
        (f"/vraag/{prompt.pk}/1/", MARKERS.refused, {}, 403),
        (f"/vraag/{prompt.pk}/99/", MARKERS.refused, {"X-CSRFToken": token}, 404),
        ("/leermoment/", MARKERS.refused * 3000, {"X-CSRFToken": token}, 422),
    ):
        answer = page.context.request.post(path, form={"text": text, "revision": "0"}, headers=head)
        assert answer.status == status, path
