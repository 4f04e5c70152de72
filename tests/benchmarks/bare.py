"""The yardstick for pages: a view that does the least that a page with thirty rows can do."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.utils import timezone

from cycles.weekly.models import Moment, Seat
from teams.structure.models import Team

PAGE = engines["django"].from_string(
    """<!doctype html><html lang="nl"><head><title>{{ team.name }}</title></head><body><h1>{{ team.name }}</h1>
<p>{{ moments }} {{ now|date:"H:i" }}</p><table>{% for row in rows %}
<tr><td><a href="{% url "cycles:my-week" %}">{{ row.person.full_name|truncatewords:3 }}</a></td>
<td>{{ row.starts_at|date:"l j F H:i" }}</td><td>{{ row.minutes }}</td></tr>{% endfor %}</table></body></html>"""
)


@login_required
def thirty_rows(request: HttpRequest) -> HttpResponse:
    """Session and user, and three queries more."""
    rows = list(Seat.objects.select_related("person").order_by("pk")[:30])
    team, moments = Team.objects.order_by("pk").first(), Moment.objects.count()
    return HttpResponse(
        PAGE.render({"rows": rows, "team": team, "moments": moments, "now": timezone.now()}, request)
    )


urlpatterns = [path("bare/", thirty_rows), path("", include("lerendwerken.urls"))]
