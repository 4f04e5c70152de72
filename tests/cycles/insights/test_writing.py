"""An insight is written down, changed and thrown away."""

from typing import Any

import pytest
from django.urls import reverse

from cycles.insights import judging, writing
from cycles.insights.models import Insight
from cycles.sparring.models import Turn
from lerendwerken.lib.refusal import Refused
from teams.audit.models import AuditEntry
from tests import builders
from tests.conftest import Cast
from tests.cycles.insights import building
from tests.cycles.insights.conftest import Clients
from tests.cycles.insights.marked import WORDS, ai_wrote

pytestmark = pytest.mark.django_db
NEW = "/inzichten/nieuw/"
TYPED = {
    "statement": building.STATEMENT,
    "meaning": building.MEANING,
    "kind": "external",
    "source": building.SOURCE,
    "source_kind": "review",
    "source_url": "https://pubmed.ncbi.nlm.nih.gov/32852990/",
    "source_date": "2021",
    "method": building.METHOD,
    "horizon": "de komende jaren",
    "is_figure": "on",
}


def test_it_is_kept_as_a_draft_unchecked_and_without_an_estimate(cast: Cast, client_for: Clients) -> None:
    client = client_for(cast.professional)
    response = client.post(NEW, TYPED, follow=True)
    made = Insight.objects.get()
    assert (made.author, made.team, made.published_at) == (cast.professional, cast.team, None)
    assert (made.check_state, made.validity, made.rated_on) == (Insight.Check.UNCHECKED, None, None)
    page = response.content.decode()
    assert "Niemand heeft dit nog nagekeken" in page
    assert "Nog niet geschat hoe sterk dit is" in page
    assert "<dd>2021</dd>" in page
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/32852990/"' in page


@pytest.mark.shows("A41", "A65")
def test_a_figure_is_never_shown_as_a_target(cast: Cast, client_for: Clients) -> None:
    made = building.insight(cast.professional, cast.team, is_figure=True, is_job_shift=True)
    for path in (
        reverse("cycles:insights"),
        reverse("cycles:insights-print"),
        reverse("cycles:insight", args=[made.pk]),
    ):
        page = client_for(cast.professional).get(path).content.decode()
        assert "Een cijfer om mee te vergelijken, geen doel." in page
        assert "Gaat over banen die veranderen." in page


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>1</script>",
        "vbscript:x",
        "//elders.example",
        "ftp://elders.example/x",
        "elders.example/x",
        "https://",
        "https://[kapot",
    ],
)
def test_a_link_that_is_no_page_gets_a_sentence_and_keeps_the_words(
    cast: Cast, client_for: Clients, link: str
) -> None:
    response = client_for(cast.professional).post(NEW, TYPED | {"source_url": link})
    assert response.status_code == 422
    assert "Een link begint met https:// of http://" in response.content.decode()
    assert building.STATEMENT in response.content.decode()
    assert not Insight.objects.exists()
    with pytest.raises(Refused):
        building.draft(cast.professional, cast.team, source_url=link)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"statement": ""}, "Schrijf het inzicht op in één zin."),
        ({"statement": "x" * 301}, "Dit is te lang: er passen 300 tekens in."),
        ({"meaning": "y" * 1_000_000}, "Dit is te lang: er passen 1500 tekens in."),
        ({"kind": ""}, "Kies of het uit eigen werk komt of van buiten."),
        ({"kind": "ai"}, "Kies of het uit eigen werk komt of van buiten."),
        ({"source_kind": "droom"}, "Kies een van deze soorten."),
        ({"source_date": "31-2-2026"}, "Dit is geen datum."),
    ],
)
def test_what_cannot_be_says_why(cast: Cast, client_for: Clients, sent: dict[str, str], said: str) -> None:
    response = client_for(cast.professional).post(NEW, TYPED | sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert all(text in page for name, text in sent.items() if name in ("statement", "meaning"))
    assert not Insight.objects.exists()


def test_the_same_button_twice_is_one_draft(cast: Cast, client_for: Clients) -> None:
    client = client_for(cast.professional)
    for _ in range(2):
        client.post(NEW, TYPED)
    assert Insight.objects.count() == 1


@pytest.mark.parametrize("changed", ["statement", "source", "method"])
def test_other_words_or_another_source_undo_a_check_and_an_estimate(cast: Cast, changed: str) -> None:
    made = building.insight(cast.professional, cast.team)
    judging.rate(made, building.POINTS, by=cast.colleague)
    judging.check(made, "confirmed", note="Klopt", source="Het artikel zelf", by=cast.colleague)
    assert writing.write(made, {changed: "Iets anders"}, by=cast.professional)
    assert (made.validity, made.rated_by, made.rated_on) == (None, None, None)
    assert (made.check_state, made.check_source, made.checked_on) == ("unchecked", "", None)


def test_another_meaning_leaves_them(cast: Cast) -> None:
    made = building.insight(cast.professional, cast.team)
    judging.rate(made, building.POINTS, by=cast.colleague)
    assert not writing.write(made, {"meaning": "Nog iets"}, by=cast.professional)
    assert made.validity == 82


@pytest.mark.shows("A67")
def test_what_others_read_keeps_a_source(cast: Cast, client_for: Clients) -> None:
    made = building.insight(cast.professional, cast.team)
    path = reverse("cycles:insight-edit", args=[made.pk])
    response = client_for(cast.professional).post(path, TYPED | {"source": "", "revision": made.revision})
    assert response.status_code == 422
    assert "Het kan niet zonder bron" in response.content.decode()
    made.refresh_from_db()
    assert made.source == building.SOURCE


def test_two_windows_do_not_overwrite_each_other(cast: Cast, client_for: Clients) -> None:
    made = building.draft(cast.professional, cast.team)
    client, path = client_for(cast.professional), reverse("cycles:insight-edit", args=[made.pk])
    seen = made.revision
    assert client.post(path, TYPED | {"statement": "Eerst dit", "revision": seen}).status_code == 302
    response = client.post(path, TYPED | {"statement": "En dit", "revision": seen})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Eerst dit" in page
    assert "En dit" in page
    assert Insight.objects.get().statement == "Eerst dit"
    assert client.post(path, TYPED | {"statement": "En dit", "revision": seen + 1}).status_code == 302
    assert Insight.objects.get().statement == "En dit"


def test_a_draft_is_thrown_away_after_asking(cast: Cast, client_for: Clients) -> None:
    made = building.draft(cast.professional, cast.team)
    client, path = client_for(cast.professional), reverse("cycles:insight-remove", args=[made.pk])
    assert "weggooien?" in client.post(path).content.decode()
    assert Insight.objects.exists()
    client.post(path, {"sure": "1"})
    assert not Insight.objects.exists()


def test_what_others_read_is_not_thrown_away(cast: Cast, client_for: Clients) -> None:
    made = building.insight(cast.professional, cast.team)
    path = reverse("cycles:insight-remove", args=[made.pk])
    assert client_for(cast.professional).post(path, {"sure": "1"}).status_code == 404
    assert Insight.objects.exists()


def test_after_an_author_left_the_team_may_write(cast: Cast) -> None:
    made = building.insight(cast.colleague, cast.team)
    with pytest.raises(PermissionError):
        writing.write(made, {"meaning": "Ander"}, by=cast.professional)
    cast.colleague.is_active = False
    cast.colleague.save()
    writing.write(made, {"meaning": "Ander"}, by=cast.professional)
    assert made.meaning == "Ander"


def test_without_a_team_it_is_for_nobody_but_all(cast: Cast, client_for: Clients) -> None:
    client_for(cast.administrator).post(NEW, TYPED)
    made = Insight.objects.get()
    assert (made.team, made.reach, made.published_at) == (None, "organisation", None)


@pytest.mark.shows("S21", "AI5")
def test_what_ai_wrote_is_marked_and_stays_marked(cast: Cast, client_for: Clients) -> None:
    ai_wrote(cast.professional, WORDS)
    made = building.draft(cast.professional, cast.team, meaning=f"Dus {WORDS}")
    assert made.label == "taken_over"
    spread = WORDS.replace(" ", "\u200b ").replace("a", "а")
    writing.write(made, {"meaning": spread}, by=cast.professional)
    assert made.label == "taken_over"
    page = client_for(cast.professional).get(reverse("cycles:insight", args=[made.pk])).content.decode()
    assert "Van AI overgenomen." in page
    Turn.objects.all().delete()  # the talk is gone; what was kept of it is not
    again = building.draft(cast.professional, cast.team, meaning=spread)
    assert again.label == "taken_over"
    writing.write(made, {"meaning": "In mijn eigen woorden."}, by=cast.professional)
    assert made.label == "own"


def test_the_log_holds_no_words(cast: Cast) -> None:
    made = building.insight(cast.professional, cast.team)
    judging.doubt(made, "Twijfel", by=cast.colleague)
    judging.check(made, "refuted", note="Geteld", source="De balie", by=cast.colleague)
    entries = AuditEntry.objects.filter(object_kind="cycles.Insight")
    assert {entry.action for entry in entries} == {
        "insight_written", "insight_published", "insight_doubted", "insight_checked",
    }  # fmt: skip
    said: list[Any] = [str(entry.detail) for entry in entries]
    assert not any(word in text for text in said for word in ("Samen", "Twijfel", "Geteld", "balie"))


def test_a_guest_writes_for_the_own_teams(cast: Cast, client_for: Clients) -> None:
    builders.member(cast.other_team, who=cast.professional, kind="guest")
    client_for(cast.professional).post(NEW, TYPED)
    assert Insight.objects.get().team == cast.team


@pytest.mark.shows("proposals-2", "S21", "AI5")
def test_an_erased_author_takes_no_mark_along(cast: Cast) -> None:
    """Nothing of the talk or of the writer is left; the row knows."""
    turn = ai_wrote(cast.colleague, WORDS)
    made = building.insight(cast.colleague, cast.team, meaning=WORDS)
    turn.delete()
    Insight.objects.filter(pk=made.pk).update(author=None)
    writing.write(made, {"meaning": f"{WORDS}.\n\nEn meer."}, by=cast.professional)
    assert made.label == "taken_over"
    assert [mark["degree"] for mark in made.marks["meaning"]] == ["taken_over", "own"]
    writing.write(made, {"meaning": "In eigen woorden."}, by=cast.professional)
    assert made.label == "own"


@pytest.mark.shows("proposals-2", "S21", "AI5")
def test_how_it_was_found_out_is_marked_too(cast: Cast, client_for: Clients) -> None:
    ai_wrote(cast.professional, WORDS)
    made = building.insight(cast.professional, cast.team, method=WORDS)
    assert made.label == "taken_over"
    client = client_for(cast.professional)
    for path in (
        reverse("cycles:insight", args=[made.pk]),
        reverse("cycles:insights"),
        reverse("cycles:insights-print"),
    ):
        assert client.get(path).content.decode().count("Van AI overgenomen.") == 1


@pytest.mark.shows("proposals-2")
@pytest.mark.parametrize("nothing", ["-", "\u200b\u2060", "…"])
def test_signs_that_say_nothing_are_no_insight_and_no_source(
    cast: Cast, client_for: Clients, nothing: str
) -> None:
    client = client_for(cast.professional)
    assert client.post(NEW, TYPED | {"statement": nothing}).status_code == 422
    assert not Insight.objects.exists()
    made = building.draft(cast.professional, cast.team, source=nothing)
    publish = reverse("cycles:insight-publish", args=[made.pk])
    assert client.post(publish, {"audience": str(cast.team.pk)}).status_code == 422
    shown = building.insight(cast.professional, cast.team, statement="Een ander inzicht")
    with pytest.raises(Refused):
        writing.write(shown, {"source": nothing}, by=cast.professional)
    for given in ({"note": nothing, "source": "Geteld"}, {"note": "Geteld", "source": nothing}):
        with pytest.raises(Refused):
            judging.check(shown, Insight.Check.CONFIRMED, **given, by=cast.colleague)
    path = reverse("cycles:insight-object", args=[shown.pk])
    assert client_for(cast.colleague).post(path, {"text": nothing}).status_code == 422
