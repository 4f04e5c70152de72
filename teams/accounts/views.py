"""Signing in by code, where allauth's page would hold somebody who mistyped the address; and saying again who one is."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm
from allauth.account.views import RequestLoginCodeView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teams.accounts import mail_server, recently


class AskForCode(RequestLoginCodeView):  # type: ignore[misc]
    """Asks for a code, also while one is waiting: for another address, or because no mail came.

    allauth leads back to the code page as long as a code waits, for ten minutes. A newer code replaces the older.
    """

    def form_valid(self, form: Any) -> HttpResponse:
        # Asked for every address alike, known or not (TI1).
        if not mail_server.answers():
            form.add_error(
                "email",
                _(
                    "De mailserver antwoordt niet. Probeer het over vijf minuten opnieuw, of vraag je beheerder."
                ),
            )
            refused: HttpResponse = self.form_invalid(form)
            return refused
        sent: HttpResponse = super().form_valid(form)
        return sent

    def _redirect_to_pending_stage(self, *args: Any, **kwargs: Any) -> None:
        return None


ask_for_code = AskForCode.as_view()


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_again(request: HttpRequest) -> HttpResponse:
    """The code once more, for who wants to change something long after signing in (TI4).

    Where to go afterwards stands in the session, and never in the address.
    """
    waiting = recently.Waiting.of(request)
    if waiting is None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    if request.method != "POST":
        return _code_page(request, waiting, ConfirmLoginCodeForm())
    if "send" in request.POST:
        if refused := recently.send_code(request):
            messages.error(request, refused)
        return redirect(recently.PAGE)
    return _judge(request, waiting)


def _judge(request: HttpRequest, waiting: recently.Waiting) -> HttpResponse:
    code = recently.code_of(request)
    too_often = get_adapter().error_messages["too_many_login_attempts"]
    if not code:
        messages.error(request, _("Deze code werkt niet meer. Vraag een nieuwe."))
        return redirect(recently.PAGE)
    if not recently.may_try(request):
        messages.error(request, too_often)
        return redirect(recently.PAGE)
    form = ConfirmLoginCodeForm(request.POST, code=code)
    if form.is_valid():
        recently.confirm(request)
        return redirect(waiting.back)
    if recently.was_wrong(request):
        return _code_page(request, waiting, form, status=422)
    messages.error(request, too_often)
    return redirect(recently.PAGE)


def _code_page(
    request: HttpRequest, waiting: recently.Waiting, form: ConfirmLoginCodeForm, status: int = 200
) -> HttpResponse:
    context = {"form": form, "waiting": waiting, "has_code": bool(recently.code_of(request))}
    return render(request, "account/confirm_again.html", context, status=status)
