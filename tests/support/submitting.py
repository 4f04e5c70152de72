"""What the forms of a page send, as the browser itself writes it, and what the app says to that."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request, Route

BUTTONS = "form button:not([type=button]), form input[type=submit], button[form]:not([type=button])"


def sends(page: "Page") -> None:
    """Every button of every form sends what our views understand, as the browser itself writes it.

    Chromium's request is caught on its way and handed to the app in a transaction that is taken back, so nothing
    that a button does is really done.
    """
    caught: list[Request] = []

    def catch(route: "Route", request: "Request") -> None:
        if request.is_navigation_request():
            caught.append(request)
            route.fulfill(status=204)  # the browser stays where it is
        else:
            route.fallback()

    page.evaluate(
        "() => { for (const folded of document.querySelectorAll('main details')) folded.open = true; }"
    )
    page.evaluate("() => { for (const form of document.forms) form.noValidate = true; }")
    page.route("**/*", catch)
    try:
        for button in page.locator(BUTTONS).all():
            if not button.is_visible() or button.is_disabled():
                continue
            what = button.evaluate("e => e.form.outerHTML.slice(0, 140)")
            before = len(caught)
            button.click()
            assert len(caught) == before + 1, f"{page.url} sends nothing from {what}"
            status = _answer(page, caught[-1])
            assert status in (200, 302, 303, 422), f"{caught[-1].url} says {status} to {what}"
    finally:
        page.unroute("**/*")


def _answer(page: "Page", request: "Request") -> int:
    parts = urlsplit(request.url)
    try:
        resolve(parts.path)
    except Resolver404:
        return 404
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    for cookie in page.context.cookies():
        client.cookies[cookie["name"]] = cookie["value"]
    headers = {"Host": parts.netloc, "Origin": f"{parts.scheme}://{parts.netloc}", "Referer": page.url}
    with transaction.atomic():
        answer = client.generic(
            request.method,
            f"{parts.path}?{parts.query}",
            request.post_data_buffer or b"",
            request.headers.get("content-type", ""),
            headers=headers,
        )
        transaction.set_rollback(True)
    return answer.status_code
