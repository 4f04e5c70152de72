"""The rules for addresses hold for async views as they do for others."""

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from teams.structure.access import Viewer, administrator, anyone, signed_in
from tests.conftest import Cast

pytestmark = pytest.mark.embedded


@signed_in
async def for_who_signed_in(request: HttpRequest) -> HttpResponse:
    return HttpResponse("binnen")


@administrator
async def for_administrators(request: HttpRequest) -> HttpResponse:
    return HttpResponse("binnen")


@anyone
async def for_anyone(request: HttpRequest) -> HttpResponse:
    return HttpResponse("binnen")


def asked(view: object, person: object) -> HttpResponse:
    request = RequestFactory().get("/ergens/")
    request.viewer = Viewer(person)  # type: ignore[attr-defined, arg-type]
    answer: HttpResponse = async_to_sync(view)(request)  # type: ignore[arg-type]
    return answer


def test_a_stranger_goes_to_sign_in(db: None) -> None:
    answer = asked(for_who_signed_in, AnonymousUser())
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=/ergens/")


def test_who_may_comes_in_and_nothing_keeps_the_page(cast: Cast) -> None:
    for view, person in ((for_who_signed_in, cast.professional), (for_administrators, cast.administrator)):
        answer = asked(view, person)
        assert answer.content == b"binnen"
        assert answer["Cache-Control"] == "no-store"
    assert "Cache-Control" not in asked(for_anyone, AnonymousUser())


def test_who_may_not_finds_nothing(cast: Cast) -> None:
    with pytest.raises(Http404):
        asked(for_administrators, cast.professional)


def test_their_rules_are_known() -> None:
    assert for_who_signed_in.access_rule == "signed_in"  # type: ignore[attr-defined]
    assert for_administrators.access_rule == "administrator"  # type: ignore[attr-defined]
