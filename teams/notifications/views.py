"""Stopping one kind of mail from the mail itself (RFC 8058)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from lerendwerken.lib import tokens
from teams.accounts.models import User
from teams.notifications.messages import MESSAGES
from teams.notifications.models import Preference
from teams.structure.access import anyone


@csrf_exempt  # a mail program posts without cookies; the signed token is the permission
@anyone
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST stops this one kind; nothing else changes it."""
    try:
        person_id, kind = tokens.unsign("stop", token).split("-", 1)
    except (tokens.BadLink, ValueError) as error:
        raise Http404 from error
    message, person = MESSAGES.get(kind), User.objects.filter(pk=person_id, is_active=True).first()
    if message is None or person is None:
        raise Http404
    done = request.method == "POST"
    if done:
        wishes = Preference.of(person)
        wishes.switch(kind, "email", on=False)
        wishes.save()
    with translation.override(person.language):
        return render(request, "teams/notifications/unsubscribe.html", {"message": message, "done": done})
