"""The day of sending as a line, as fine as six columns allow, and what the page never tells."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.administration.sending import COLUMNS, Sending
from teams.notifications.messages import MESSAGES, REASONS
from teams.notifications.models import Notification
from teams.structure.access import Viewer
from tests import builders
from tests.conftest import Cast
from tests.support.hands import Hands

pytestmark = pytest.mark.django_db


def mails(cast: Cast, times: list[str]) -> Sending:
    """A mail due at each of these times today, and the page as an administrator gets it."""
    week = IsoWeek.of(clock.today(builders.ZONE))
    rows = [
        Notification.build(
            person=cast.professional,
            kind="prompt",
            source=cast.team,
            dedupe_key=f"post-{number}",
            due_at=builders.local(week, f"wo {at}"),
            expires_at=clock.now() + timedelta(days=4),
        )
        for number, at in enumerate(times)
    ]
    Notification.objects.post(rows)
    return Sending(Viewer(cast.administrator))


def test_each_time_has_its_own_column_with_its_number(cast: Cast, at: Hands) -> None:
    at("2026-04-01 10:00")
    sending = mails(cast, ["08:30", "09:00", "09:00", "12:45"])
    assert sending.times == [(time(8, 30), 1), (time(9), 2), (time(12, 45), 1)]


def test_many_times_are_taken_together_so_that_six_columns_hold_them(cast: Cast, at: Hands) -> None:
    at("2026-04-01 10:00")
    sending = mails(cast, [f"{hour:02}:{minute:02}" for hour in range(7, 20) for minute in (0, 5, 20, 50)])
    assert 1 < len(sending.times) <= COLUMNS
    assert sum(number for _at, number in sending.times) == 13 * 4


def test_the_line_is_pen_behind_now_red_for_what_is_next_and_pencil_after(cast: Cast, at: Hands) -> None:
    at("2026-04-01 10:00")
    drawing = str(mails(cast, ["08:30", "12:45", "16:00"]).drawing)
    assert drawing.count('class="done"') == drawing.count('class="beat"') == 1
    assert 'class="pencil"' in drawing
    at("2026-04-01 18:00")
    drawing = str(Sending(Viewer(cast.administrator)).drawing)
    assert drawing.count('class="done"') == 3
    assert 'class="beat"' not in drawing


def test_a_quiet_day_and_a_day_that_is_all_ahead_are_drawn_too(cast: Cast, at: Hands) -> None:
    at("2026-04-01 06:00")
    assert Sending(Viewer(cast.administrator)).times == []
    assert "<svg" in str(Sending(Viewer(cast.administrator)).drawing)
    drawing = str(mails(cast, ["08:30", "12:45"]).drawing)
    assert drawing.count('class="beat"') == 1
    assert 'class="done"' not in drawing


# What somebody did is nobody's figure ---------------------------------------------------------------


@pytest.mark.shows("TA3", "S18")
def test_nobody_reads_here_that_somebody_answered_put_off_or_left_out(
    cast: Cast, at: Hands, client_for: Callable[[User | None], Client]
) -> None:
    at("2026-04-01 10:00")
    admin, page = client_for(cast.administrator), reverse("teams:administration")
    mails(cast, ["11:00", "12:00", "13:00", "14:00", "15:00", "16:00", "17:00"])
    own = ["answered", "own_choice", "postponed", "changed_again", "nothing_left", "cancelled"]
    for reason, row in zip([*own, "unsubscribed"], Notification.objects.order_by("pk"), strict=True):
        Notification.objects.filter(pk=row.pk).withdraw(reason)
    shown = admin.get(page).context["sending"]
    assert shown.skipped == [(str(REASONS["unsubscribed"]), 1)]
    assert shown.skipped_count == 1


@pytest.mark.shows("TA3", "S11")
def test_a_mail_that_did_not_arrive_does_not_say_that_somebody_wrote_nothing_or_moved_an_hour(
    cast: Cast, at: Hands, client_for: Callable[[User | None], Client]
) -> None:
    at("2026-04-01 10:00")
    mails(cast, ["08:30", "09:00", "09:30"])
    for kind, row in zip(["nudge", "duo", "prompt"], Notification.objects.order_by("pk"), strict=True):
        Notification.objects.filter(pk=row.pk).update(kind=kind, state=Notification.State.DEAD)
    page = client_for(cast.administrator).get(reverse("teams:administration")).content.decode()
    assert str(MESSAGES["nudge"].label) not in page
    assert str(MESSAGES["duo"].label) not in page
    assert page.count("‘De vraag bij elk moment’") == 3
