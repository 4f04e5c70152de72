"""The demo: looking along as somebody, the mailbox, the clock, and that it refuses what is real."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from datetime import datetime, timedelta
from http.cookiejar import CookieJar
from importlib import reload
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, TestCase, override_settings
from django.urls import clear_url_caches, set_urlconf

from cycles.prompts.models import Prompt
from cycles.weekly.models import Kind, WeekCycle
from lerendwerken import urls
from lerendwerken.demo import environment, mailbox, walking
from lerendwerken.demo.standing import Standing, why_then
from lerendwerken.demo.views import GUISES
from lerendwerken.example import history, load
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.notifications.models import Notification
from tests.support.own_servers import free_port

ROOT = Path(__file__).resolve().parent.parent.parent


def _reread_addresses() -> None:
    reload(urls)
    clear_url_caches()
    set_urlconf(None)


def _tuesday() -> datetime:
    return datetime(2026, 6, 9, 12, 15, tzinfo=history.ZONE)


@pytest.mark.embedded
@pytest.mark.slow
@pytest.mark.xdist_group("demo")  # loaded once, for all of them
class TestTheDemo(TestCase):
    """The demo's addresses, mailbox and clock in this process, on a Tuesday just before one; loaded once."""

    @classmethod
    def setUpTestData(cls) -> None:
        with clock.as_if(_tuesday()):
            load.load()

    def setUp(self) -> None:
        folder = Path(self.enterContext(TemporaryDirectory()))
        environ = {"LERENDWERKEN_CLOCK_FILE": str(folder / "clock")}
        self.enterContext(patch.dict(os.environ, environ))
        clock.move(_tuesday() - clock.now())
        box = {
            "BACKEND": "lerendwerken.demo.mailbox.EmailBackend",
            "OPTIONS": {"folder": str(folder / "mail")},
        }
        self.enterContext(override_settings(DEMO=True, MAILERS={"default": box}))
        _reread_addresses()

    @classmethod
    def tearDownClass(cls) -> None:
        super().tearDownClass()
        _reread_addresses()

    @pytest.mark.shows("house-1")
    def test_one_click_signs_in_as_each_of_four_and_shows_their_week(self) -> None:
        for guise in GUISES:
            answer = self.client.get(f"/voorbeeld/als/{guise.key}/", follow=True)
            assert answer.status_code == 200
            assert answer.context["viewer"].person.full_name == guise.name

    def test_as_nobody_known_is_not_found(self) -> None:
        assert self.client.get("/voorbeeld/als/joost/").status_code == 404

    def test_the_next_event_brings_its_mails_into_the_box(self) -> None:
        event = walking.next_event()
        assert event
        expected = set(
            Notification.objects.pending()
            .filter(next_attempt_at=event)
            .values_list("person__email", flat=True)
        )
        assert mailbox.latest() == []
        assert self.client.post("/voorbeeld/klok/", {"step": "next"}).status_code == 302
        assert {m.to for m in mailbox.latest()} == expected
        assert abs(clock.now() - event) < timedelta(seconds=20)

    def test_a_week_further_every_mail_went_out_at_its_own_time(self) -> None:
        self.client.post("/voorbeeld/klok/", {"step": "week"})
        sent = Notification.objects.filter(state=Notification.State.SENT, kind="prompt")
        assert sent.count() > 50
        for row in sent:
            assert row.sent_at
            assert timedelta() <= row.sent_at - row.due_at < timedelta(minutes=1), row
        assert not Prompt.objects.filter(state=Prompt.State.PLANNED, due_at__lte=clock.now()).exists()

    @pytest.mark.full
    def test_on_the_way_the_next_week_publishes_itself_at_its_hour_and_everybody_is_asked(self) -> None:
        self.client.post("/voorbeeld/klok/", {"step": "week"})
        next_week = IsoWeek.of(_tuesday().date()) + 1
        cycles = WeekCycle.objects.filter(year=next_week.year, week=next_week.week)
        assert cycles.count() == 4
        thursday = datetime(2026, 6, 11, 16, tzinfo=history.ZONE)
        for cycle in cycles:
            assert cycle.published_at
            assert abs(cycle.published_at - thursday) < timedelta(minutes=1)
        weekstart = next(stop for stop in Standing().stops if stop.kind == Kind.PLANNING)
        assert weekstart.sent > 15
        assert weekstart.starts_at.date() == weekstart.day == next_week.monday

    def test_the_clock_goes_back_to_now(self) -> None:
        self.client.post("/voorbeeld/klok/", {"step": "hour"})
        assert clock.offset() != timedelta()
        self.client.post("/voorbeeld/klok/", {"step": "back"})
        assert clock.offset() == timedelta()

    def test_the_clock_moves_by_post_only_and_by_known_steps(self) -> None:
        before = clock.offset()
        assert self.client.get("/voorbeeld/klok/").status_code == 405
        assert self.client.post("/voorbeeld/klok/", {"step": "year"}).status_code == 404
        assert clock.offset() == before

    def test_the_page_shows_the_time_the_people_and_the_newest_mail(self) -> None:
        self.client.post("/voorbeeld/klok/", {"step": "next"})
        page = self.client.get("/voorbeeld/").content.decode()
        newest = mailbox.latest()[0]
        assert "Kijk mee als" in page
        assert newest.to in page
        assert f"/voorbeeld/post/{newest.key}/html/" in page

    def test_the_week_line_counts_the_mails_of_each_moment_and_says_what_is_next(self) -> None:
        self.client.post("/voorbeeld/klok/", {"step": "next"})
        self.client.post("/voorbeeld/klok/", {"step": "hour"})
        standing = Standing()
        sent = Notification.objects.filter(
            state=Notification.State.SENT, due_at__gte=_tuesday(), kind="prompt"
        )
        hour = next(stop for stop in standing.stops if stop.kind == Kind.LEARNING_HOUR)
        assert hour.sent == sent.count() > 5
        assert [stop.state for stop in standing.stops].count("next") == 1
        assert [stop.kind for stop in standing.stops] == list(Kind)[:4]
        assert standing.days[1].is_today
        page = self.client.get("/voorbeeld/").content.decode()
        assert f"{hour.sent} berichten" in page
        assert "M" in str(standing.line)

    def test_who_gets_no_mail_is_there_with_the_reason(self) -> None:
        eva = [row for row in Standing().unsent if row.name == "Eva"]
        assert {row.kind for row in eva} == {"Weekstart", "Leerwerkuur", "Tussenstand", "Weekoogst"}
        assert {str(row.reason) for row in eva} == {"afwezig, deze week telt niet mee"}
        assert "Weekstart aan Eva" in self.client.get("/voorbeeld/").content.decode()

    def test_each_mail_says_why_it_came_then(self) -> None:
        self.client.post("/voorbeeld/klok/", {"step": "next"})
        row = Notification.objects.filter(state=Notification.State.SENT).latest("sent_at")
        starts = Prompt.objects.get(pk=row.source_id).moment.starts_at
        assert starts
        row.due_at = starts - timedelta(minutes=30)
        assert why_then(row) == "half uur vóór het moment, binnen werktijd"
        row.due_at = starts
        assert why_then(row) == "bij het begin, want vlak ervoor was er geen werktijd"
        Prompt.objects.filter(pk=row.source_id).update(postponed=1)
        assert why_then(row) == "binnen de werktijd van de ontvanger"
        assert why_then(None) == "meteen, want iemand meldt zich aan"
        row.due_at += timedelta(days=1)
        Prompt.objects.filter(pk=row.source_id).update(postponed=0)
        assert why_then(row).startswith("na het moment")

    def test_whoever_is_signed_in_sees_the_own_newest_mail_first(self) -> None:
        self.client.post("/voorbeeld/als/samira/")
        while not (mine := [m for m in mailbox.latest() if m.to == GUISES[0].email]):
            self.client.post("/voorbeeld/klok/", {"step": "next"})
        self.client.post("/voorbeeld/klok/", {"step": "hour"})
        assert self.client.get("/voorbeeld/").context["chosen"].key == mine[0].key

    def test_every_page_has_the_bar_that_leads_here_and_this_one_does_not_need_it(self) -> None:
        bar = 'class="demo-bar"'
        self.client.post("/voorbeeld/als/samira/")
        for path in ("/", "/mijn-gegevens/", "/wie-ziet-wat/", "/aanmelden/"):
            page = self.client.get(path, follow=True).content.decode()
            assert bar in page, path
            assert "dinsdag 9 juni, 12.15 uur" in page
        assert bar not in self.client.get("/voorbeeld/").content.decode()

    def test_a_mail_is_shown_shut_in_and_without_scripts(self) -> None:
        self.client.post("/voorbeeld/klok/", {"step": "next"})
        answer = self.client.get(f"/voorbeeld/post/{mailbox.latest()[0].key}/html/")
        policy = answer.headers["Content-Security-Policy"]
        assert "sandbox" in policy
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"

    def test_a_mail_that_is_not_there_is_not_found(self) -> None:
        for key in ("nothing", "20260101T000000000000-0", "__init__"):
            assert self.client.get(f"/voorbeeld/post/{key}/").status_code == 404
            assert self.client.get(f"/voorbeeld/post/{key}/html/").status_code == 404


@pytest.mark.django_db
@pytest.mark.shows("house-1")
def test_outside_the_demo_nobody_signs_in_with_a_link(client: Client) -> None:
    for path in ("/voorbeeld/", "/voorbeeld/als/samira/", "/voorbeeld/klok/", "/voorbeeld/post/x/"):
        assert client.get(path).status_code == 404
    assert "demo-bar" not in client.get("/aanmelden/").content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_the_command_refuses_another_mode() -> None:
    with pytest.raises(CommandError, match="does not start in mode test"):
        call_command("demo")


def test_the_environment_gets_its_own_file_clock_and_port(tmp_path: Path) -> None:
    environ: dict[str, str] = {}
    environment.prepare(["manage.py", "demo", "--port=8123", "--folder", str(tmp_path)], environ)
    assert environ["LERENDWERKEN_MODE"] == "demo"
    assert environ["DATABASE_URL"] == f"sqlite:///{tmp_path}/lerendwerken.sqlite3"
    assert environ["LERENDWERKEN_CLOCK_FILE"] == f"{tmp_path}/clock"
    assert environ["LERENDWERKEN_URL"] == "http://localhost:8123"


def test_in_production_the_environment_stays_as_it_is() -> None:
    environ = {"LERENDWERKEN_MODE": "production"}
    environment.prepare(["manage.py", "demo"], environ)
    assert environ == {"LERENDWERKEN_MODE": "production"}


def _bare() -> dict[str, str]:
    ours = ("LERENDWERKEN_", "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def test_it_refuses_postgresql_with_a_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "demo", "--folder", str(tmp_path)],
        cwd=ROOT,
        env=_bare() | {"DATABASE_URL": "postgres://somebody@127.0.0.1:1/real"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    assert "does not start on PostgreSQL" in done.stderr


@pytest.mark.slow
@pytest.mark.shows("house-1")
def test_one_process_serves_a_signed_in_week_and_stops_on_ctrl_c(tmp_path: Path) -> None:
    port = free_port()
    out = tmp_path / "out"
    with out.open("w") as told:
        demo = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", str(port), "--folder", str(tmp_path)],
            cwd=ROOT,
            env=_bare(),
            stdout=told,
            stderr=subprocess.STDOUT,
        )
    try:
        link = f"http://localhost:{port}/voorbeeld/als/samira/"
        _wait_for(lambda: link in out.read_text() or demo.poll() is not None)
        assert demo.poll() is None, out.read_text()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        page = browser.open(link, timeout=20).read().decode()
        assert "Samira Haddou" in page
        assert "Leerwerkuur" in page
        assert list((tmp_path / "mail").glob("*.eml"))
        # The clock and the worker in the same process go round by themselves.
        health = f"http://localhost:{port}/health/ready"
        assert browser.open(health, timeout=20).status == 200
        before = time.monotonic()
        demo.send_signal(signal.SIGINT)
        assert demo.wait(timeout=10) == 0
        assert time.monotonic() - before < 5
    finally:
        if demo.poll() is None:
            demo.kill()
            demo.wait()


def _wait_for(happened: object, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.mark.django_db
def test_a_stranger_in_the_database_keeps_the_demo_out() -> None:
    User.objects.create_user("nadia@gemeente.test", given_name="Nadia")
    with pytest.raises(load.Refused, match="not of the example"):
        load.refuse_real_data()
