"""A live Weekoogst with four browsers at once, one of them without JavaScript; whoever leads drops out half-way."""

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cycles.harvest import month as months
from cycles.harvest.models import HarvestLine, HarvestSession, HarvestSummary, OwnNote, TrialChoice
from cycles.insights.models import MonthlyDigest
from cycles.proposals.models import InnovationProposal, ProposalAuthor
from cycles.weekly.models import Moment
from tests import builders
from tests.conftest import Cast
from tests.cycles.harvest import building
from tests.cycles.harvest.building import begun, item, url
from tests.cycles.sparring.pages.building import allow
from tests.support.accessibility import axe, reflows
from tests.support.browser import PHONE, Complaints, OpenPage
from tests.support.hands import Hands
from tests.support.partner import Partner

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

# What a screen reader is told of by itself.
HEAR = """() => {
  window.heard = 0;
  const told = new MutationObserver((all) => { window.heard += all.length; });
  told.observe(document.getElementById('nieuws'), {subtree: true, childList: true, characterData: true});
}"""
SOON = 12_000  # milliseconds; a page asks every two seconds


def sees(page: "Page", words: str) -> None:
    page.get_by_text(words).first.wait_for(timeout=SOON)


def press(page: "Page", name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def share(page: "Page", words: str) -> None:
    page.get_by_label(re.compile("delen\\?$")).fill(words)
    press(page, "Deel dit")


def of(page: "Page", words: str) -> "Locator":
    """The item with these words."""
    return page.locator("ol.shared > li").filter(has_text=words).first


@pytest.mark.shows("proposals-1")
def test_a_weekoogst_of_four_goes_on_when_who_leads_drops_out(
    cast: Cast, at: Hands, open_page: OpenPage
) -> None:
    at("2026-04-02 14:58")
    aisha = builders.member(cast.team, "Aisha")
    moment = building.talk(cast, who=[cast.professional, cast.colleague, cast.lead, aisha])
    fatima, marieke = open_page(as_=cast.professional), open_page(as_=cast.lead)
    joost = open_page(as_=cast.colleague, viewport=PHONE, has_touch=True, is_mobile=True)
    plain = open_page(as_=aisha, viewport=PHONE, has_touch=True, is_mobile=True, js=False)
    everybody = (fatima, marieke, joost)
    for page in (*everybody, plain):
        page.goto(reverse("cycles:my-week"))
        page.get_by_role("link", name="Naar het gesprek").first.click()
        page.wait_for_url(f"**{url(moment)}")

    # From memory: nobody sees what anybody else writes, or puts ready.
    at(building.THURSDAY)
    press(fatima, "Begin het gesprek")
    for page in everybody:
        sees(page, "Wat van vorige week kun je nu nog uit je hoofd uitleggen?")
    plain.reload()
    joost.get_by_label("Jouw notitie").fill("Iets over vaktaal.")
    sees(joost, "Bewaard om 15.00 uur")
    share(joost, "Mijn brief begon met een artikelnummer.")
    of(joost, "artikelnummer").wait_for()
    plain.get_by_label("Wil je zo iets delen?").fill("AI liet de datum weg in een samenvatting.")
    press(plain, "Deel dit")
    expect(of(plain, "AI liet de datum weg")).to_be_visible()
    marieke.wait_for_timeout(2500)
    expect(marieke.get_by_text("artikelnummer")).to_have_count(0)
    for page in everybody:
        axe(page)

    # The round: it comes to a page on which somebody is typing, and touches nothing there.
    field = marieke.get_by_label("Wil je zo iets delen?")
    field.press_sequentially("Ik dacht dat iedereen")
    marieke.evaluate("window.same = document.activeElement")
    top = field.bounding_box()
    press(fatima, "Volgende stap")
    sees(fatima, "Wat wilden we, wat gebeurde er")
    press(fatima, "Volgende stap")
    for page in everybody:
        sees(page, "Welke fout of twijfel van deze week bespaart een ander team tijd?")
    of(marieke, "artikelnummer").wait_for(timeout=SOON)
    assert marieke.evaluate("document.activeElement === window.same")
    marieke.keyboard.type(" het woord welstand kent.")
    typed = marieke.get_by_label("Wat wil jij delen?")
    expect(typed).to_have_value("Ik dacht dat iedereen het woord welstand kent.")
    after = typed.bounding_box()
    assert top
    assert after
    assert abs(after["y"] - top["y"]) < 3
    press(marieke, "Deel dit")
    of(marieke, "welstand").wait_for()
    expect(typed).to_have_value("")

    # Turns, a reaction, and the first proposal in two clicks.
    of(fatima, "welstand").get_by_role("button", name="Geef het woord").click()
    sees(joost, "Marieke, aan het woord")
    of(joost, "welstand").get_by_role("button", name="Herken ik").click()
    of(joost, "welstand").get_by_text("Herken ik (1)").wait_for()
    of(fatima, "welstand").locator("summary").filter(has_text="Maak er een voorstel van").click()
    press(fatima, "Maak het concept")
    for page in everybody:
        sees(page, "Voorstel in concept, van Fatima")
        axe(page)

    # Whoever leads is gone. One press, and somebody else does.
    fatima.context.close()
    press(joost, "Neem het gesprek over")
    sees(joost, "Jij leidt het gesprek.")
    sees(marieke, "Joost leidt het gesprek.")
    press(joost, "Volgende stap")
    sees(marieke, "Welke verandering stel jij voor?")

    # Two change one line at once: both texts stand there.
    marieke.locator("#regel-keep").fill("Eerst bellen")
    marieke.locator("#regels-keep").get_by_role("button", name="Zet erbij").click()
    sees(joost, "Eerst bellen")
    line = HarvestLine.objects.get()
    for page, words in ((marieke, "Eerst bellen, dan schrijven"), (joost, "Eerst bellen, altijd")):
        page.locator(f"#regel-{line.pk}-pas summary").click()
        page.locator(f"#regel-{line.pk}-tekst").fill(words)
    marieke.locator(f"#regel-{line.pk}-vorm").get_by_role("button", name="Bewaar").click()
    sees(marieke, "Eerst bellen, dan schrijven")
    joost.wait_for_timeout(2500)
    expect(joost.locator(f"#regel-{line.pk}-tekst")).to_have_value("Eerst bellen, altijd")
    joost.locator(f"#regel-{line.pk}-vorm").get_by_role("button", name="Bewaar").click()
    sees(joost, "Beide teksten staan er nu")
    sees(marieke, "Eerst bellen, altijd")

    # The second proposal, on a phone without a script, from what a colleague said.
    plain.reload()
    row = of(plain, "artikelnummer")
    row.locator("summary").filter(has_text="Maak er een voorstel van").click()
    row.get_by_label("Vanaf maandag kunnen wij").fill("Elke brief begint met het besluit.")
    row.get_by_role("button", name="Maak het concept").click()
    sees(plain, "Voorstel in concept, van Aisha")
    sees(joost, "Voorstel in concept, van Aisha")

    press(joost, "Volgende stap")
    sees(joost, "Wat houden we vast, en wat doen we volgende week anders?")
    for page in (marieke, joost):
        axe(page)
    press(joost, "Ja, we zijn klaar")
    for page in (marieke, joost):
        sees(page, "Jullie Weekoogst is afgerond")
        axe(page)
        reflows(page)
    sees(joost, "Maak ongedaan")
    plain.reload()
    sees(plain, "Jullie Weekoogst is afgerond")

    drafts = {made.owner: made for made in InnovationProposal.objects.filter(state="draft")}
    assert drafts.keys() == {cast.professional, aisha}
    assert drafts[aisha].idea == "Elke brief begint met het besluit."
    invited = ProposalAuthor.objects.values_list("proposal__owner", "person")
    assert set(invited) == {(cast.professional.pk, cast.lead.pk), (aisha.pk, cast.colleague.pk)}
    assert OwnNote.objects.get().text == "Iets over vaktaal."


def test_a_clock_counts_in_the_browser_and_says_when_its_time_is_over(
    cast: Cast, moment: Moment, at: Hands, open_page: OpenPage
) -> None:
    begun(moment)
    at.forward(minutes=4, seconds=57)
    page = open_page(as_=cast.colleague)
    page.goto(url(moment))
    sees(page, "de tijd voor deze stap is om")
    expect(page.get_by_role("timer")).to_have_attribute("aria-label", "De tijd voor deze stap is om")
    assert HarvestSession.objects.get().step == 0


def test_focus_and_place_stay_where_they_are_when_others_share(
    cast: Cast, moment: Moment, open_page: OpenPage
) -> None:
    """On a button far down, with news above it; a screen reader hears of the next step only."""
    session = begun(moment, step=3)
    for number in range(8):
        item(moment, cast.colleague, f"Eerder gezegd {number}. " * 6)
    page = open_page(as_=cast.lead)
    page.goto(url(moment))
    button = of(page, "Eerder gezegd 7").get_by_role("button", name="Herken ik")
    page.evaluate(HEAR)
    button.scroll_into_view_if_needed()
    button.focus()
    before = button.bounding_box()
    for number in range(3):
        first = item(moment, cast.professional, f"Nieuw bovenaan {number}")
        HarvestSession.objects.filter(pk=session.pk).update(revision=session.revision + 1 + number)
        type(first).objects.filter(pk=first.pk).update(has_floor=number == 0, put_at=moment.cycle.span[0])
        sees(page, f"Nieuw bovenaan {number}")
    after = button.bounding_box()
    assert before
    assert after
    assert abs(after["y"] - before["y"]) < 3
    assert page.evaluate("document.activeElement.name") == "kind"
    assert page.evaluate("window.heard") == 0
    HarvestSession.objects.filter(pk=session.pk).update(step=4, revision=99)
    sees(page, "Wat houden we vast, en wat doen we volgende week anders?")
    assert page.evaluate("window.heard") > 0


def test_a_lost_line_says_so_and_keeps_what_was_typed(
    cast: Cast, moment: Moment, open_page: OpenPage, complaints: Complaints
) -> None:
    complaints.allow("ERR_INTERNET_DISCONNECTED")
    begun(moment, step=2)
    page = open_page(as_=cast.colleague)
    page.goto(url(moment))
    page.get_by_label("Wat wil jij delen?").fill("Dit mag niet weg.")
    page.context.set_offline(True)
    press(page, "Deel dit")
    sees(page, "Geen verbinding")
    expect(page.get_by_label("Wat wil jij delen?")).to_have_value("Dit mag niet weg.")
    page.context.set_offline(False)
    press(page, "Deel dit")
    of(page, "Dit mag niet weg.").wait_for()


@pytest.mark.full
@pytest.mark.shows("AI5", "AI6", "TL9")
def test_a_draft_of_ai_comes_by_itself_and_waits_for_a_person(
    cast: Cast, moment: Moment, open_page: OpenPage, partner: Partner
) -> None:
    """The page goes on while the model is asked; the draft says whose it is, and so does what is taken over."""
    allow(cast.professional, cast.colleague)
    begun(moment, step=4)
    item(moment, cast.colleague)
    said = "Drie aanvragers vroegen deze week wat het woord welstand in hun brief eigenlijk betekent."
    partner.next(partner.held(said[:40], said[40:]))
    fatima, joost = open_page(as_=cast.professional), open_page(as_=cast.colleague)
    for page in (fatima, joost):
        page.goto(url(moment))
    press(fatima, "Laat AI een voorstel schrijven")
    for page in (fatima, joost):
        sees(page, "AI schrijft een voorstel.")
    axe(joost)
    share(joost, "Intussen gaat het gesprek door.")
    of(fatima, "Intussen").wait_for(timeout=SOON)
    partner.gate.set()
    sees(joost, "Voorstel van AI (")
    axe(joost)
    press(joost, "Zo klopt het, neem over")
    sees(fatima, "Van AI overgenomen.")
    axe(fatima)
    row = HarvestSummary.objects.get()
    assert (row.accepted_by, row.text) == (cast.colleague, said)


@pytest.mark.full
def test_another_device_of_the_same_person_goes_on_where_the_first_was(
    cast: Cast, moment: Moment, open_page: OpenPage
) -> None:
    begun(moment)
    desk = open_page(as_=cast.professional)
    desk.goto(url(moment))
    desk.get_by_label("Jouw notitie").fill("Van mijn bureau.")
    sees(desk, "Bewaard om")
    desk.context.close()
    phone = open_page(as_=cast.professional, viewport=PHONE, has_touch=True, is_mobile=True)
    phone.goto(url(moment))
    expect(phone.get_by_label("Jouw notitie")).to_have_value("Van mijn bureau.")
    press(phone, "Volgende stap")
    sees(phone, "Wat wilden we, wat gebeurde er")


@pytest.mark.full
@pytest.mark.shows("proposals-2")
def test_two_who_write_the_digest_see_each_other_without_losing_what_they_type(
    cast: Cast, month: Moment, open_page: OpenPage, complaints: Complaints
) -> None:
    complaints.allow("422")
    begun(month, step=6)
    months.write(month, "April", "Eerst.", None, by=cast.lead)
    page = open_page(as_=cast.professional)
    page.goto(url(month))
    field = page.get_by_label("Samenvatting").last
    field.fill("Wat ik schreef.")
    months.write(
        month, "April", "Wat Joost schreef.", MonthlyDigest.objects.get().revision, by=cast.colleague
    )
    page.wait_for_timeout(3000)  # the news came by; this text still belongs to what its writer saw
    press(page, "Zet in het maandbericht")
    sees(page, "Iemand anders schreef hier intussen ook.")
    page.locator("#bericht-nu").get_by_text("Wat Joost schreef.").wait_for()
    expect(field).to_have_value("Wat ik schreef.")
    axe(page)
    press(page, "Zet in het maandbericht")
    sees(page, "Het staat in het maandbericht.")
    assert MonthlyDigest.objects.get().summary == "Wat ik schreef."


@pytest.mark.shows("proposals-2")
def test_a_choice_is_made_and_undone_by_keyboard(cast: Cast, month: Moment, open_page: OpenPage) -> None:
    begun(month, step=4)
    row = InnovationProposal.objects.create(
        owner=cast.colleague, team=cast.team, title="Eerst bellen", state="submitted",
        submitted_at=month.starts_at, answer_due=month.starts_at.date(),
    )  # fmt: skip
    page = open_page(as_=cast.professional, viewport=PHONE)
    page.goto(url(month))
    reflows(page)
    page.locator(f"#proef-{row.pk}-kies button").focus()
    page.keyboard.press("Enter")
    page.locator(f"#gekozen-proef-{row.pk}").wait_for(timeout=SOON)
    axe(page)
    press(page, "Maak ongedaan")
    page.locator(f"#proef-{row.pk}-kies").wait_for(timeout=SOON)
    assert not TrialChoice.objects.exists()
