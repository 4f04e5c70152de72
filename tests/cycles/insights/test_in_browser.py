"""From an insight to paper in a browser: written, rated, in a digest, published, mailed, read and printed."""

from typing import TYPE_CHECKING

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from cycles.insights.models import Insight, MonthlyDigest
from teams.notifications import outbox
from tests.conftest import Cast
from tests.cycles.insights import building
from tests.support.accessibility import axe, hittable, printable, reflows
from tests.support.browser import OpenPage
from tests.support.hands import Hands
from tests.support.turns import SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def press(page: "Page", name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def in_every_way(page: "Page") -> None:
    page.evaluate("document.fonts.ready")
    for width, theme in ((1280, "light"), (320, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        reflows(page)
        hittable(page)
        axe(page)
    page.set_viewport_size({"width": 1280, "height": 800})


@pytest.mark.shows("insights-1", "A66", "A67", "A73")
@pytest.mark.parametrize("js", SCRIPT)
def test_a_month_closes_with_a_digest(cast: Cast, open_page: OpenPage, at: Hands, js: bool) -> None:
    at("2026-03-27 10:00")
    fatima = open_page(as_=cast.professional, js=js)

    # Fatima writes an insight down, and shows it to her team.
    fatima.goto(reverse("cycles:insights"))
    fatima.get_by_role("link", name="Nieuw inzicht").click()
    fatima.get_by_label("Wat is het inzicht").fill(building.STATEMENT)
    fatima.get_by_label("Wat betekent het").fill(building.MEANING)
    fatima.get_by_role("radio", name="Van buiten").check()
    fatima.get_by_label("Wat is de bron?").fill(building.SOURCE)
    press(fatima, "Bewaar")
    expect(fatima.get_by_text("Niemand heeft dit nog nagekeken")).to_be_visible()
    fatima.get_by_role("link", name="Publiceer").click()
    fatima.get_by_role("radio", name="Team Vergunningen").check()
    press(fatima, "Publiceer")
    expect(fatima.get_by_role("button", name="Maak ongedaan")).to_be_visible()

    # Joost estimates how strong it is.
    joost = open_page(as_=cast.colleague, js=js)
    made = Insight.objects.get()
    joost.goto(reverse("cycles:insight", args=[made.pk]))
    joost.get_by_role("link", name="Schat hoe sterk dit is").click()
    for label, points in (
        ("Soort bron", "18"),
        ("Hoe recent", "14"),
        ("Methode te zien", "20"),
        ("Bevestigd door anderen", "16"),
        ("Past bij ons werk", "14"),
    ):
        joost.get_by_label(label).fill(points)
    press(joost, "Bewaar")
    expect(joost.get_by_text("Geschat door Joost op 27 maart 2026.")).to_be_visible()

    # Marieke leads the team and makes the digest.
    marieke = open_page(as_=cast.lead, js=js)
    marieke.goto(reverse("cycles:digests"))
    press(marieke, "Begin")
    marieke.get_by_label("Titel").fill("Een zin vooraf helpt")
    marieke.get_by_label("Samenvatting").fill("Inwoners bellen bijna de helft minder.")
    press(marieke, "Bewaar")
    marieke.get_by_label("Welk inzicht hoort erbij?").select_option(label=building.STATEMENT)
    press(marieke, "Zet dit inzicht erin")
    marieke.get_by_label("Conclusie").fill("Begin met de gevolgen")
    press(marieke, "Zet de conclusie erbij")
    marieke.get_by_label("Wat raden jullie aan?").fill("Lees elke brief eerst hardop")
    marieke.get_by_label("Wie pakt het op?").select_option(label="Joost van der Meer")
    marieke.get_by_label("Vóór welke dag?").fill("1-5-2026")
    press(marieke, "Zet de aanbeveling erbij")
    if js:
        in_every_way(marieke)
    press(marieke, "Publiceer")
    digest = MonthlyDigest.objects.get()
    assert digest.published_by == cast.lead

    # The mail comes in working time, and leads to it.
    at.forward(minutes=3)
    outbox.send_due()
    body = next(message.body for message in mail.outbox if message.to == [cast.professional.email])
    link = next(word for word in body.split() if word.endswith(reverse("cycles:digest", args=[digest.pk])))
    fatima.goto("/" + link.split("/", 3)[3])
    expect(fatima.get_by_role("heading", level=1)).to_have_text("Een zin vooraf helpt")
    expect(fatima.get_by_text("82 van 100")).to_be_visible()
    expect(fatima.get_by_text("Joost, vóór 1 mei")).to_be_visible()
    if js:
        in_every_way(fatima)
        printable(fatima)

    # On paper, with every part of the estimate; and on top of the list.
    fatima.get_by_role("link", name="Afdrukken").click()
    row = fatima.get_by_role("row", name=building.STATEMENT)
    row.wait_for()
    assert row.get_by_role("cell").all_inner_texts()[-5:] == ["18", "14", "20", "16", "14"]
    if js:
        in_every_way(fatima)
        printable(fatima)
    fatima.goto(reverse("cycles:insights"))
    expect(fatima.get_by_role("link", name="Lees het maandbericht")).to_be_visible()


@pytest.mark.parametrize("js", SCRIPT)
def test_a_list_is_read_in_and_undone(cast: Cast, open_page: OpenPage, js: bool) -> None:
    page = open_page(as_=cast.professional, js=js)
    page.goto(reverse("cycles:insights-import"))
    page.get_by_label("Plak je lijst").fill("Inzicht;Bron\nEen;Eigen telling\nTwee;Boek\n;Zonder zin")
    press(page, "Bekijk wat we lezen")
    expect(page.get_by_text("2 inzichten zijn klaar om in te lezen")).to_be_visible()
    expect(page.get_by_text("Het inzicht ontbreekt.")).to_be_visible()
    page.get_by_role("radio", name="Team Vergunningen").check()
    press(page, "Lees ze in")
    assert Insight.objects.filter(published_at__isnull=False).count() == 2
    press(page, "Maak ongedaan")
    assert not Insight.objects.exists()
