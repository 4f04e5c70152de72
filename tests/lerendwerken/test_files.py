"""Styles and scripts come whole from the async server, and without a warning in its log."""

import warnings
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncClient

CSS = Path("static/css/base.css")


def ask(method: str = "get", **more: Any) -> Any:
    return async_to_sync(getattr(AsyncClient(), method))("/static/css/base.css", **more)


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_file_is_served_whole_and_without_a_warning(method: str) -> None:
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="StreamingHttpResponse")
        answer = ask(method)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/css")
    assert int(answer.headers["Content-Length"]) == CSS.stat().st_size
    assert answer.content == (CSS.read_bytes() if method == "get" else b"")


def test_what_the_browser_has_already_is_not_sent_again() -> None:
    again = ask(headers={"if-modified-since": ask().headers["Last-Modified"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_part_of_a_file_is_served_as_that_part() -> None:
    answer = ask(headers={"range": "bytes=2-5"})
    assert (answer.status_code, answer.content) == (206, CSS.read_bytes()[2:6])
    assert answer.headers["Content-Range"] == f"bytes 2-5/{CSS.stat().st_size}"
