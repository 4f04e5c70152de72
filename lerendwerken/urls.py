"""Every address. Whoever may use it is declared on its view, see teams/structure/access.py."""

from allauth.account.views import confirm_login_code, logout
from django.conf import settings
from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

from lerendwerken import bouwstenen, health
from teams.accounts.views import ask_for_code, confirm_again
from teams.structure.access import signed_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("cycles.urls")),
    path("", include("teams.urls")),
    path("aanmelden/", ask_for_code, name="account_login"),
    path("aanmelden/opnieuw/", ask_for_code, name="account_request_login_code"),
    path("aanmelden/code/", confirm_login_code, name="account_confirm_login_code"),
    path("aanmelden/bevestig/", signed_in(confirm_again), name="account_confirm_again"),
    path("afmelden/", logout, name="account_logout"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
]
if not settings.PRODUCTION:
    urlpatterns.append(path("bouwstenen/", bouwstenen.page, name="building-blocks"))
if settings.DEMO:
    urlpatterns.append(path("voorbeeld/", include("lerendwerken.demo.urls")))

handler400 = "lerendwerken.errors.bad_request"
handler403 = "lerendwerken.errors.forbidden"
handler404 = "lerendwerken.errors.not_found"
handler500 = "lerendwerken.errors.server_error"
