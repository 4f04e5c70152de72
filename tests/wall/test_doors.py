"""What stands beside the walk: the door itself, what the database refuses, and who is sent away while they are in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cycles.prompts.models import Reflection, ReflectionShare
from cycles.proposals.models import ProposalShare
from cycles.questions.models import LearningQuestion, QuestionShare
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.notifications.models import Heartbeat
from teams.structure import access
from teams.structure.access import Viewer, visible
from teams.structure.models import Membership, Organisation, Role
from tests.conftest import Cast
from tests.cycles.questions import building as questions
from tests.journeys.planting import ANSWERED
from tests.wall.planting import KEPT, OPEN

Clients = Callable[[User | None], Client]


@pytest.mark.shows("TA4")
def test_the_door_shows_nothing_to_nobody_and_has_no_model_without_a_rule(planted: dict[str, Any]) -> None:
    filled = [model for model in access._visible if model._default_manager.exists()]
    assert len(filled) > 40
    assert not [model for model in filled if visible(model, Viewer(None)).exists()]
    with pytest.raises(LookupError, match="no rule"):
        visible(Heartbeat, Viewer(None))


@pytest.mark.shows("TA4", "S1")
def test_the_database_refuses_what_the_app_would_never_write(planted: dict[str, Any], cast: Cast) -> None:
    words = Reflection.objects.all()[0]
    both = {"colleague": cast.colleague, "team": cast.team}
    for write in (
        lambda: Organisation.objects.create(pk=2, name="Een andere organisatie"),
        lambda: QuestionShare.objects.create(question_id=ANSWERED, **both),
        lambda: QuestionShare.objects.create(question_id=ANSWERED),
        lambda: ProposalShare.objects.create(proposal_id=KEPT, **both),
        lambda: ReflectionShare.objects.create(prompt=words.prompt, question=words.question, **both),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


@pytest.mark.shows("TA6")
def test_who_is_taken_off_a_team_or_out_of_a_role_meets_404_at_the_next_request(
    planted: dict[str, Any], cast: Cast, client_for: Clients
) -> None:
    """In the session they are in: no page asks again who they were."""
    share = questions.shared(LearningQuestion.objects.get(pk=ANSWERED), with_=cast.team)
    week = reverse("cycles:team-week", args=[cast.team.pk, "2026-W14"])
    proposal = reverse("cycles:proposal", args=[OPEN])
    for person, model, paths in (
        (cast.colleague, Membership, [reverse("cycles:question-shared", args=[share.pk]), week, proposal]),
        (cast.manager, Role, [reverse("cycles:report", args=[OPEN]), reverse("cycles:outcomes"), proposal]),
        (cast.administrator, Role, [reverse("teams:audit-log"), reverse("teams:teams-and-roles")]),
    ):
        client = client_for(person)
        assert [client.get(path).status_code for path in paths] == [200] * len(paths), person
        yesterday = clock.today("Europe/Amsterdam") - timedelta(days=1)
        model.objects.filter(person=person).update(until=yesterday)
        assert [client.get(path).status_code for path in paths] == [404] * len(paths), person
    client = client_for(cast.lead)
    assert client.get(week).status_code == 200
    User.objects.filter(pk=cast.lead.pk).update(is_active=False)
    answer = client.get(week)
    assert (answer.status_code, answer["Location"].startswith(reverse("account_login"))) == (302, True)
