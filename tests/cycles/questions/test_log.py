"""Leermoment: the address that it is written to says to a script whether its writer is still signed in."""

import pytest
from django.test import Client
from django.urls import reverse

from cycles.questions.models import LogEntry

pytestmark = pytest.mark.django_db


def test_a_refused_page_can_ask_whether_its_writer_is_still_there(fatima: Client) -> None:
    url = reverse("cycles:log-write")
    assert fatima.post(url, {"text": ""}).status_code == 422
    asked = fatima.head(url)
    assert (asked.status_code, asked.content) == (200, b"")
    assert Client().head(url).status_code == 302, "who is signed out keeps the text on the page"
    assert fatima.get(url).status_code == 405
    assert not LogEntry.objects.exists()


def test_looking_for_it_writes_nothing_even_with_words(fatima: Client) -> None:
    fatima.head(reverse("cycles:log-write") + "?text=woorden")
    assert not LogEntry.objects.exists()
