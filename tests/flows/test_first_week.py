"""The first week that runs: made, published, asked in working time, mailed, answered, found back, and private."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cycles.models import Prompt, PromptSet, Question, Reflection, Seat
from cycles.weekly import planning
from lerendwerken import schedule
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.hours.models import calendar_of
from teams.models import Notification
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
SUNDAY = datetime(2026, 3, 29, 18, 0, tzinfo=UTC)  # the day on which the clocks go forward
WEEK = IsoWeek(2026, 14)
MARKER = "zeehond-in-de-mist"


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch):
    """A clock that a test sets: `moved(datetime)`."""
    now = [SUNDAY]
    monkeypatch.setattr(clock, "now", lambda: now[0])

    def to(instant: datetime) -> None:
        now[0] = instant

    return to


@pytest.fixture
def questions(db: None) -> None:
    if PromptSet.objects.exists():
        return
    for kind in ("planning", "learning_hour", "check_in", "retrospective", "monthly_review"):
        made = PromptSet.objects.create(kind=kind, version=1, published_at=SUNDAY)
        for n in range(3):
            Question.objects.create(
                prompt_set=made,
                position=n,
                code=f"{kind}{n}",
                minutes=4,
                pinned=n == 0,
                text_nl=f"Vraag {n} van {kind}?",
                text_en=f"Question {n}?",
            )


@pytest.fixture
def published(cast, questions, moved):
    builders.frame(starts_on=WEEK.monday)
    builders.template(cast.team)
    cycle = planning.draft(cast.team, WEEK)
    planning.publish(cycle, by=cast.lead)
    return cycle


def run_until(end: datetime, moved) -> None:
    """Rings whenever something is due, a minute before it, and every four hours, the nights too.

    In between a ring finds nothing to do: a day of quarters would be 96 times the same queries.
    """
    schedule.tick()
    while clock.now() < end:
        now = clock.now()
        coming = Notification.objects.pending().filter(next_attempt_at__gt=now).order_by("next_attempt_at")
        due = next(iter(coming.values_list("next_attempt_at", flat=True)[:1]), end)
        early = due - timedelta(minutes=1)
        moved(min(now + timedelta(hours=4), early if early > now else due, end))
        schedule.tick()


def links(body: str) -> list[str]:
    return re.findall(r"https?://[^/]+(/v/[^\s/]+/)", body)


@pytest.mark.shows("house-2", "W1", "TI6")
def test_a_prompt_is_mailed_in_working_time_and_answered_without_signing_in(
    cast, published, moved, client_for
):
    run_until(datetime(2026, 3, 30, 8, 0, tzinfo=UTC), moved)
    mails = [m for m in mail.outbox if cast.professional.email in m.to]
    assert len(mails) == 1
    sent = Notification.objects.get(person=cast.professional, state="sent")
    seat = Seat.objects.get(person=cast.professional, moment__kind="planning")
    assert timedelta() <= seat.starts_at - sent.sent_at <= timedelta(minutes=30)
    link = links(mails[0].body)[0]

    browser = Client()
    before = list(Prompt.objects.order_by("pk").values())
    for _ in range(3):
        assert browser.get(link).status_code == 200
        assert browser.head(link).status_code == 200
        assert browser.get(link + "later/").status_code == 200
        assert browser.get(link + "over/").status_code == 200
    assert list(Prompt.objects.order_by("pk").values()) == before
    assert not Reflection.objects.exists()

    page = browser.get(link)
    count = page.context["count"]
    assert count >= 2
    answer = browser.post(page.context["here"], {"text": MARKER, "revision": "0"})
    assert answer.status_code == 302
    assert MARKER in browser.get(link).content.decode()
    assert MARKER not in Client().get(link).content.decode(), "another browser sees no older words (S15)"

    owner = client_for(cast.professional)
    prompt = Prompt.objects.get(person=cast.professional, moment__kind="planning")
    assert MARKER in owner.get(reverse("cycles:answer", args=[prompt.pk])).content.decode()
    assert "Weekstart" in owner.get(reverse("cycles:my-week")).content.decode()
    for other in ("colleague", "lead", "manager", "administrator", "outsider", "lead_and_manager"):
        seen = client_for(cast.people[other])
        assert seen.get(reverse("cycles:answer", args=[prompt.pk])).status_code == 404
        assert MARKER not in seen.get(reverse("cycles:my-week")).content.decode()


@pytest.mark.slow
@pytest.mark.shows("house-3", "TD5", "W1", "W6")
def test_a_whole_week_asks_everybody_once_per_moment_and_only_in_working_time(cast, published, moved):
    run_until(datetime(2026, 4, 3, 16, 0, tzinfo=UTC), moved)
    schedule.tick()
    sent = list(Notification.objects.filter(state="sent", kind="prompt").select_related("person"))
    seats = Seat.objects.filter(moment__cycle=published, reason="")
    assert (
        len(sent)
        == seats.count()
        == Prompt.objects.filter(moment__cycle=published).exclude(state="skipped").count()
    )
    assert len({n.source_id for n in sent}) == len(sent)
    for row in sent:
        calendar = calendar_of(row.person, WEEK.monday, WEEK.sunday)
        assert calendar.is_working(row.sent_at), (row.person, row.sent_at)
    assert (
        Prompt.objects.filter(state="skipped").exclude(reason="").count()
        == Prompt.objects.filter(state="skipped").count()
    )


@pytest.mark.shows("TD8")
def test_after_two_days_of_silence_what_is_still_valid_follows_once(cast, published, moved):
    moved(datetime(2026, 4, 1, 9, 0, tzinfo=UTC))
    schedule.tick()
    schedule.tick()
    late = Notification.objects.filter(state="sent", person=cast.professional)
    assert late.filter(source_id__in=Prompt.objects.filter(moment__kind="planning").values("pk")).count() == 1


@pytest.mark.shows("TD11")
def test_who_falls_ill_after_planning_gets_nothing(cast, published, moved):
    schedule.tick()
    builders.absence(cast.professional, WEEK.monday, WEEK.sunday)
    run_until(datetime(2026, 3, 31, 16, 0, tzinfo=UTC), moved)
    assert not [m for m in mail.outbox if cast.professional.email in m.to]
    assert set(Prompt.objects.filter(person=cast.professional).values_list("reason", flat=True)) == {
        "absent_week"
    }


def test_later_asks_again_once_at_the_chosen_time(cast, published, moved, client_for):
    run_until(datetime(2026, 3, 30, 7, 30, tzinfo=UTC), moved)
    owner = client_for(cast.professional)
    prompt = Prompt.objects.get(person=cast.professional, moment__kind="planning")
    page = owner.get(reverse("cycles:answer", args=[prompt.pk]))
    chosen = page.context["offer"].choices[0][0]
    assert owner.post(reverse("cycles:answer-later", args=[prompt.pk]), {"at": chosen}).status_code == 302
    refused = owner.post(
        reverse("cycles:answer-later", args=[prompt.pk]),
        {"at": int(datetime(2026, 3, 30, 21, tzinfo=UTC).timestamp())},
    )
    assert refused.status_code == 422
    run_until(datetime.fromtimestamp(chosen, UTC) + timedelta(minutes=11), moved)
    mails = [m for m in mail.outbox if cast.professional.email in m.to and "Weekstart" in m.subject]
    assert len(mails) == 2


@pytest.mark.shows("W8")
def test_an_answer_is_shared_with_one_colleague_and_taken_back(cast, published, moved, client_for):
    run_until(datetime(2026, 3, 30, 7, 30, tzinfo=UTC), moved)
    owner, colleague, lead = (client_for(p) for p in (cast.professional, cast.colleague, cast.lead))
    prompt = Prompt.objects.get(person=cast.professional, moment__kind="planning")
    owner.post(reverse("cycles:answer-question", args=[prompt.pk, 1]), {"text": MARKER})
    owner.post(reverse("cycles:share", args=[prompt.pk, 1]), {"who": f"t{cast.team.pk}"})
    shared = reverse("cycles:shared")
    assert MARKER in colleague.get(shared).content.decode()
    assert MARKER not in lead.get(shared).content.decode(), "a lead reads only what is shared by name"
    row = prompt.shares.get()
    assert colleague.post(reverse("cycles:share-take-back", args=[row.pk])).status_code == 404
    owner.post(reverse("cycles:share-take-back", args=[row.pk]))
    assert MARKER not in colleague.get(shared).content.decode()


def test_two_windows_lose_nothing(cast, published, moved, client_for):
    run_until(datetime(2026, 3, 30, 7, 30, tzinfo=UTC), moved)
    owner = client_for(cast.professional)
    prompt = Prompt.objects.get(person=cast.professional, moment__kind="planning")
    url = reverse("cycles:answer-question", args=[prompt.pk, 1])
    owner.post(url, {"text": "eerste venster", "revision": "0", "autosave": "1"})
    owner.post(url, {"text": "tweede venster", "revision": "0", "autosave": "1"})
    text = owner.get(url).content.decode()
    assert "eerste venster" in text
    assert "tweede venster" in text


def test_a_text_that_is_too_long_is_refused_beside_the_field_and_kept(cast, published, moved, client_for):
    run_until(datetime(2026, 3, 30, 7, 30, tzinfo=UTC), moved)
    owner = client_for(cast.professional)
    prompt = Prompt.objects.get(person=cast.professional, moment__kind="planning")
    long = "woord " * 5000
    refused = owner.post(reverse("cycles:answer-question", args=[prompt.pk, 1]), {"text": long})
    assert refused.status_code == 422
    assert long.strip() in refused.content.decode()
    assert "tekens" in refused.content.decode()


def test_after_sunday_the_link_leads_to_signing_in_and_the_words_can_only_be_read(
    cast, published, moved, client_for
):
    run_until(datetime(2026, 3, 30, 7, 30, tzinfo=UTC), moved)
    link = links(next(m for m in mail.outbox if cast.professional.email in m.to).body)[0]
    prompt = Prompt.objects.get(person=cast.professional, moment__kind="planning")
    moved(datetime(2026, 4, 5, 22, 1, tzinfo=UTC))
    assert Client().get(link).headers["Location"].startswith(reverse("account_login"))
    assert Client().get("/v/vals~teken/").status_code == 404
    owner = client_for(cast.professional)
    late = owner.post(reverse("cycles:answer-question", args=[prompt.pk, 1]), {"text": "te laat"})
    assert late.status_code == 409
    assert not Reflection.objects.exists()
