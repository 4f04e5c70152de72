"""An answer of megabytes is refused with a sentence, and nothing typed is lost."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from cycles.prompts.models import Prompt, Reflection

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"  # what a browser sends; a test client's own form is shorter


@pytest.mark.parametrize("line", ["woord voor woord\r\n", "één naïeve zin\r\n", "é"])
def test_three_megabytes_come_back_on_the_page(fatima: Client, prompt: Prompt, line: str) -> None:
    text = line * (3_000_000 // len(line.encode()))
    typed = urlencode({"text": text, "revision": "0"})
    answer = fatima.post(reverse("cycles:answer", args=[prompt.pk]), typed, content_type=FORM)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Fout:" in page
    assert text.strip() in page
    assert not Reflection.objects.exists()


def test_what_is_beyond_every_limit_gets_a_page_that_says_what_now(fatima: Client, prompt: Prompt) -> None:
    typed = urlencode({"text": "é" * 2_000_000, "revision": "0"})
    answer = fatima.post(reverse("cycles:answer", args=[prompt.pk]), typed, content_type=FORM)
    assert answer.status_code == 400
    assert "Ga één pagina terug" in answer.content.decode()
