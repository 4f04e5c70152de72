"""The one-time sign-in link, and the public pages."""

import logging

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from teams.audit.log import labels, record
from teams.structure.access import anyone
from teams.structure.matrix import COLUMNS, ROWS
from teams.structure.models import Invitation, Organisation

logger = logging.getLogger("lerendwerken.security")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

labels(
    invitation_made=_("maakte een link waarmee iemand één keer aanmeldt"),
    invitation_used=_("meldde zich aan met een link"),
)


@anyone
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Looking spends nothing: scanners and previews open links too. Pressing signs in, once."""
    found = Invitation.find(token)
    if found is not None and not found.person.is_active:
        found = None
    if found is not None and request.method == "POST":
        with transaction.atomic():
            spent = found.spend()
            if spent:
                record("invitation_used", by=found.person, obj=found)
        if spent:
            login(request, found.person, backend=BACKEND)
            return redirect("cycles:my-week")
        found = None  # another press was first
    if found is None:
        logger.warning("a one-time link that is used, expired or not ours")
    context = {"person": found.person if found else None, "token": token, "organisation": Organisation.get()}
    response = render(request, "teams/public/invitation.html", context, status=200 if found else 404)
    response.headers["Cache-Control"] = "no-store"
    # No stricter Referrer-Policy than same-origin: with no-referrer a browser sends "Origin: null" with the
    # form, and the check of its origin refuses that. To other sites no address goes either way.
    return response


@anyone
@require_safe
def who_sees_what(request: HttpRequest) -> HttpResponse:
    context = {"columns": COLUMNS, "rows": ROWS.values(), "organisation": Organisation.objects.first()}
    return render(request, "teams/public/who_sees_what.html", context)


@anyone
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "teams/public/help.html", {"organisation": Organisation.objects.first()})


@anyone
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "teams/public/accessibility.html", {"organisation": Organisation.objects.first()})
