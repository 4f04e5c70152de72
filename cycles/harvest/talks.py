"""Leads from Mijn week and the team's week to a conversation: from its day on, and later when something stands there."""

from collections.abc import Sequence

from django.urls import reverse

from cycles.harvest import agenda
from cycles.harvest.access import conversations
from cycles.harvest.holding import has_come, is_over
from cycles.weekly.models import Form, Moment
from cycles.weekly.talks import place
from lerendwerken.lib import clock
from teams.structure.access import Viewer


@place
def of_viewer(viewer: Viewer, moments: Sequence[Moment]) -> dict[int, str]:
    now = clock.now()
    near = {
        moment.pk: moment
        for moment in moments
        if moment.kind in agenda.KINDS
        and moment.form == Form.TEAM
        and moment.starts_at
        and has_come(moment, now)
    }
    if not near:
        return {}
    rows = conversations(viewer).filter(pk__in=near).values_list("pk", "harvest__begun_at")
    return {
        pk: reverse("cycles:harvest", args=[pk])
        for pk, begun_at in rows
        if begun_at or not is_over(near[pk], now)
    }
