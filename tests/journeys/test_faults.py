"""What breaks on the way of a mail: nothing is lost, doubles are counted, and the administrator sees it."""

import signal
from collections.abc import Generator
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from lerendwerken.lib import clock
from teams.notifications import outbox
from teams.notifications.models import DeliveryAttempt, Heartbeat, Notification
from tests.journeys.walking import answer_link, jump, local, sign_in_by_code
from tests.journeys.week import monday, publish
from tests.support.browser import OpenPage
from tests.support.own_servers import OwnRedis, free_port
from tests.support.processes import Processes
from tests.support.smtp_sink import Fault, Received, SmtpSink, refuse, reset, slow

pytestmark = [
    pytest.mark.journey,
    pytest.mark.slow,
    pytest.mark.xdist_group("processes"),
]
NEVER = 1e6
LEASE_OVER = outbox.LEASE + timedelta(seconds=5)


def kill_the_sender(house: Processes) -> None:
    """No goodbye: the process is gone with a mail on its way and a batch in its hands."""
    name = "serve" if house.is_embedded else "worker"
    house.end(name, signal.SIGKILL)
    if house.is_embedded:
        house.launch_serve()
    else:
        house.launch_worker()


def is_going_round() -> bool:
    return Heartbeat.objects.filter(at__gte=clock.now() - timedelta(minutes=1)).exists()


# A sender that is killed ---------------------------------------------------------------------------


@pytest.mark.embedded
@pytest.mark.shows("house-2", "TD2", "TD3", "TD14")
def test_a_sender_that_is_killed_in_mid_send_loses_nothing(processes: Processes, sink: SmtpSink) -> None:
    week = publish(processes, 15)
    sink.always(lambda mail: slow(0.3))
    monday(processes)
    sink.wait_for(3, 60)
    kill_the_sender(processes)
    assert week.left() > 5
    assert Notification.objects.exclude(lease_token=None).exists(), "it was killed with a batch in its hands"
    sink.always(None)
    processes.forward(LEASE_OVER)
    processes.until(lambda: not week.left(), seconds=60)
    week.assert_everybody_has_it_once(sink, doubles=1)


@pytest.mark.full
@pytest.mark.shows("TD2", "TD3")
def test_five_kills_in_a_row_lose_nothing(processes: Processes, sink: SmtpSink) -> None:
    week = publish(processes, 60)
    sink.always(lambda mail: slow(0.1))
    monday(processes)
    for _ in range(5):
        there = len(sink.messages())
        sink.wait_for(there + 5, 60)
        kill_the_sender(processes)
        processes.forward(LEASE_OVER)
    processes.until(lambda: not week.left(), seconds=90)
    week.assert_everybody_has_it_once(sink, doubles=5)


# A mail server that refuses, breaks off, or is away ------------------------------------------------


@pytest.mark.full
@pytest.mark.shows("house-2", "TD9")
def test_a_mail_server_that_refuses_and_cuts_delays_mails_and_loses_none(
    processes: Processes, sink: SmtpSink, open_page: OpenPage
) -> None:
    week = publish(processes, 10)
    later, cut, lost, never, busy = (p.email for p in week.members[:5])
    faults = {later: refuse(450), cut: reset(), lost: reset(kept=True), never: refuse(550), busy: refuse(421)}
    met: set[str] = set()

    def once(mail: Received) -> Fault | None:
        address = mail.recipients[0]
        first = address not in met
        met.add(address)
        return faults.get(address) if first else None

    sink.always(once)
    monday(processes)
    processes.until(lambda: len(met) == 10 and week.left() == 4 and is_going_round(), seconds=60)
    rows = {row.person.email: row for row in week.rows()}
    assert {rows[who].state for who in (later, cut, lost, busy)} == {"pending"}
    assert rows[never].state == "dead"
    assert sum(row.state == "sent" for row in rows.values()) == 5

    # The person sees nothing of it: the question waits in the app.
    person = open_page(as_=week.members[3])
    person.goto("/")
    expect(person.get_by_role("link", name="Weekstart").first).to_be_visible()
    administrator = open_page(as_=week.administrator)
    administrator.goto("/beheer/")
    expect(administrator.get_by_role("heading", name="Eén bericht kwam niet aan")).to_be_visible()
    expect(administrator.get_by_text("Dit adres bestaat niet, of neemt niets aan")).to_be_visible()
    expect(administrator.get_by_text(never)).to_be_visible()

    processes.forward(timedelta(minutes=2))  # the first wait is a minute, more or less
    processes.until(lambda: not week.left(), seconds=60)
    administrator.reload()
    administrator.get_by_role("button", name="Probeer opnieuw").click()
    processes.until(lambda: {row.state for row in week.rows()} == {"sent"} and is_going_round(), seconds=60)
    administrator.goto("/beheer/")
    expect(administrator.get_by_role("heading", name="Alles gaat op tijd weg")).to_be_visible()

    week.assert_everybody_has_it_once(sink, doubles=1)
    twice = [m for m in sink.messages() if m.recipients == (lost,)]
    assert len(twice) == 2, "the mail whose answer was lost came twice, with one Message-ID"
    doubtful = Notification.objects.filter(uncertain_count__gt=0).values_list("person__email", flat=True)
    assert set(doubtful) == {lost, cut}
    outcomes = DeliveryAttempt.objects.filter(notification__person__email__in=(later, busy, never))
    assert set(outcomes.values_list("outcome", "code")) >= {
        ("temporary", 450),
        ("temporary", 421),
        ("refused", 550),
        ("sent", None),
    }


@pytest.mark.full
@pytest.mark.shows("house-2", "TD9", "TD13", "TO4")
def test_a_mail_server_that_is_away_holds_up_nothing_but_mail(
    resting: Processes, open_page: OpenPage
) -> None:
    port = free_port()
    resting.environ["LERENDWERKEN_SMTP_URL"] = f"smtp://127.0.0.1:{port}"
    resting.start()
    week = publish(resting, 4)
    monday(resting)
    resting.until(lambda: DeliveryAttempt.objects.exists(), seconds=60)
    assert week.left() == 4
    person = open_page(as_=week.members[0])
    person.goto("/")
    expect(person.get_by_role("link", name="Weekstart").first).to_be_visible()
    stranger = open_page()
    stranger.goto("/aanmelden/")
    stranger.get_by_label("E-mailadres van je werk").fill(week.members[0].email)
    stranger.get_by_role("button", name="Stuur mij een code").click()
    stranger.get_by_text("De mailserver antwoordt niet.").first.wait_for()
    expect(stranger.get_by_label("E-mailadres van je werk")).to_have_value(week.members[0].email)
    resting.forward(timedelta(minutes=7))
    resting.until(lambda: DeliveryAttempt.objects.count() >= 2 and is_going_round(), seconds=60)
    administrator = open_page(as_=week.administrator)
    administrator.goto("/beheer/")
    expect(administrator.get_by_role("heading", name="te laat")).to_be_visible()
    with SmtpSink(port) as back:
        resting.forward(timedelta(minutes=10))
        resting.until(lambda: not week.left(), seconds=60)
        week.assert_everybody_has_it_once(back)


# Without Redis -------------------------------------------------------------------------------------


@pytest.fixture
def own_redis() -> Generator[OwnRedis]:
    server = OwnRedis()
    yield server
    server.stop()


@pytest.mark.redis
@pytest.mark.shows("house-2", "TD4", "TO4")
def test_without_redis_the_web_and_the_mails_go_on_by_the_tick(
    resting: Processes, own_redis: OwnRedis, sink: SmtpSink, open_page: OpenPage
) -> None:
    resting.environ["REDIS_URL"] = own_redis.url
    resting.start()
    week = publish(resting, 5)
    jump(resting, local("2026-03-30 08:00"))
    # Kombu itself ends a worker whose line is cut in the middle of taking a ring; a supervisor starts it again.
    resting.until(lambda: is_at_rest(resting), seconds=30, ring_every=NEVER)
    kill(own_redis)
    resting.launch("loop", ["manage.py", "tick", "--loop", "--every", "1"])
    monday(resting)
    resting.until(lambda: not week.left(), seconds=60, ring_every=NEVER)
    week.assert_everybody_has_it_once(sink)

    page = open_page()
    page.goto(answer_link(sink.to(week.members[0].email)[0]))
    page.get_by_role("textbox").fill("zonder Redis")
    page.get_by_role("button", name="Volgende vraag").click()
    page.get_by_text("vraag 2 van").first.wait_for()
    sign_in_by_code(page, resting, week.members[0].email)
    page.goto("/")
    expect(page.get_by_role("link", name="Weekstart").first).to_be_visible()

    # It comes back empty: the worker listens again without a restart.
    resting.end("loop")
    own_redis.launch()
    jump(resting, local("2026-03-31 09:40"))  # the Leerwerkuur
    resting.until(lambda: len(sink.messages()) > 6, seconds=60)


def is_at_rest(processes: Processes) -> bool:
    """Every ring that the worker took has been answered."""
    told = processes.children["worker"].output()
    return told.count("] received") == told.count("] succeeded")


def kill(server: OwnRedis) -> None:
    assert server.process
    server.process.kill()
    server.process.wait(10)
