"""What every journey does: moves the clock of all processes, finds mails, and signs people in as they do."""

import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cycles.prompts.models import Prompt
from lerendwerken.lib import clock
from teams.notifications.models import Notification
from tests.support.processes import Processes

if TYPE_CHECKING:
    from playwright.sync_api import Page

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
STEP = timedelta(minutes=3)


def local(text: str) -> datetime:
    """Amsterdam's time: `local("2026-03-30 09:00")`."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def jump(processes: Processes, to: datetime) -> None:
    """At once, without what would have happened on the way."""
    processes.forward(to - clock.now())


def walk(processes: Processes, to: datetime) -> None:
    """As time itself would: it stops at every time at which something is due, until that was done."""
    while (event := _next_event()) and event < to:
        jump(processes, max(clock.now(), event) + STEP)
        settle(processes)
    if to > clock.now():
        jump(processes, to)
    settle(processes)


def settle(processes: Processes) -> None:
    """Until nothing is due any more."""

    def is_quiet() -> bool:
        now = clock.now()
        mails = Notification.objects.pending().filter(next_attempt_at__lte=now)
        prompts = Prompt.objects.filter(state=Prompt.State.PLANNED, due_at__lte=now)
        return not mails.exists() and not prompts.exists()

    processes.until(is_quiet, seconds=60, ring_every=5)


def _next_event() -> datetime | None:
    mail = (
        Notification.objects.pending().order_by("next_attempt_at").values_list("next_attempt_at", flat=True)
    )
    prompt = (
        Prompt.objects.filter(state=Prompt.State.PLANNED).order_by("due_at").values_list("due_at", flat=True)
    )
    return min((at for at in (mail.first(), prompt.first()) if at), default=None)


# Mails ---------------------------------------------------------------------------------------------


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part
    return str(part.get_content())


def html_of(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    return str(part.get_content()) if part else ""


def links(mail: EmailMessage) -> list[str]:
    """Every address in a mail, in both of its forms and in its headers."""
    found = re.findall(r"https?://[^\s\"'<>]+", text_of(mail) + " " + str(mail["List-Unsubscribe"] or ""))
    found += re.findall(r'href="([^"]+)"', html_of(mail))
    return sorted({link.replace("&amp;", "&") for link in found})


def answer_link(mail: EmailMessage) -> str:
    return next(link for link in links(mail) if re.search(r"/v/[^/]+/$", link))


# Signing in ----------------------------------------------------------------------------------------


def sign_in_by_code(page: "Page", processes: Processes, address: str, *, path: str = "/aanmelden/") -> None:
    """As everybody does: the address, the mail, the code."""
    before = len(processes.sink.to(address))
    if path:
        page.goto(path)
    page.get_by_label("E-mailadres van je werk").fill(address)
    page.get_by_role("button", name="Stuur mij een code").click()
    page.get_by_label("Code uit je mail").wait_for()
    processes.until(lambda: len(processes.sink.to(address)) > before, seconds=15)
    found = re.search(r"Je code is: (\S+)", text_of(processes.sink.to(address)[-1]))
    assert found
    page.get_by_label("Code uit je mail").fill(found[1])
    page.get_by_role("button", name="Meld aan").click()
    page.wait_for_url(lambda url: "/aanmelden/" not in url)
    leave_the_welcome(page)


def leave_the_welcome(page: "Page") -> None:
    """Who comes for the first time meets a page about that first."""
    if "/welkom/" in page.url:
        page.get_by_role("button", name="Sla dit over").click()
        page.wait_for_url(lambda url: "/welkom/" not in url)
