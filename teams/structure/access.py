"""The one door: who may see or do what.

`Viewer` is who looks. `visible(Model, viewer)` is the queryset of what they may see, `can(viewer, action, obj)`
whether they may do something. Packages above register their own rules here; a model without a rule cannot be
fetched through the door. Every view carries one of the rule decorators below; what a viewer may not see is
answered with the same 404 as what does not exist.
"""

from collections.abc import Awaitable, Callable
from datetime import date
from functools import cached_property, wraps
from inspect import iscoroutinefunction
from typing import Any, TypeVar, cast

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.structure.models import Membership, Organisation, Role, Team, Unit

M = TypeVar("M", bound=Model)
View = TypeVar("View", bound=Callable[..., HttpResponseBase | Awaitable[HttpResponseBase]])


class Viewer:
    """Somebody who looks, with today's roles and teams. Two queries, and only when asked for."""

    def __init__(self, person: User | AnonymousUser | None, day: date | None = None) -> None:
        self._person = person if isinstance(person, User) and person.is_active else None
        self.day = day or clock.today(self._person.time_zone if self._person else settings.TIME_ZONE)

    @property
    def person(self) -> User:
        if self._person is None:
            raise PermissionError("nobody is signed in")
        return self._person

    @property
    def is_signed_in(self) -> bool:
        return self._person is not None

    @cached_property
    def roles(self) -> list[Role]:
        """Own roles and those this person is deputy for."""
        if self._person is None:
            return []
        held = Role.objects.on(self.day).filter(Q(person=self._person) | Q(deputy=self._person))
        return list(held.select_related("team__unit", "unit"))

    @cached_property
    def memberships(self) -> list[Membership]:
        if self._person is None:
            return []
        return list(Membership.objects.on(self.day).filter(person=self._person).select_related("team__unit"))

    @cached_property
    def team_ids(self) -> set[int]:
        return {m.team_id for m in self.memberships}

    @cached_property
    def led_team_ids(self) -> set[int]:
        return {r.team_id for r in self.roles if r.kind == Role.Kind.TEAM_LEAD and r.team_id}

    @cached_property
    def managed_unit_ids(self) -> set[int]:
        return {r.unit_id for r in self.roles if r.kind == Role.Kind.MANAGER and r.unit_id}

    @cached_property
    def units(self) -> dict[int, Unit]:
        """By id: the units in which this person works, leads or manages."""
        teams = [m.team for m in self.memberships] + [r.team for r in self.roles if r.team]
        near = {team.unit_id: team.unit for team in teams if team.pk in self.team_ids | self.led_team_ids}
        managed = {r.unit_id: r.unit for r in self.roles if r.unit and r.unit_id in self.managed_unit_ids}
        return near | managed

    @cached_property
    def unit_ids(self) -> set[int]:
        return set(self.units)

    @cached_property
    def organisation(self) -> Organisation:
        """Its row, read once: every page names it, and many go by its days."""
        return Organisation.get()

    @property
    def is_team_lead(self) -> bool:
        return bool(self.led_team_ids)

    @property
    def is_manager(self) -> bool:
        return bool(self.managed_unit_ids)

    @cached_property
    def is_administrator(self) -> bool:
        return any(r.kind == Role.Kind.ADMINISTRATOR for r in self.roles)

    @property
    def home_team(self) -> Team | None:
        return next((m.team for m in self.memberships if m.kind == Membership.Kind.HOME), None)


# The door -----------------------------------------------------------------------------------------

_visible: dict[type[Model], Callable[[Viewer], QuerySet[Any]]] = {}
_can: dict[str, Callable[[Viewer, Any], bool]] = {}


def sees(model: type[M]) -> Callable[[Callable[[Viewer], QuerySet[M]]], Callable[[Viewer], QuerySet[M]]]:
    """Registers what a viewer may see of a model."""

    def register(rule: Callable[[Viewer], QuerySet[M]]) -> Callable[[Viewer], QuerySet[M]]:
        _visible[model] = rule
        return rule

    return register


def may(action: str) -> Callable[[Callable[[Viewer, Any], bool]], Callable[[Viewer, Any], bool]]:
    """Registers who may do something: `@may("week.publish")`."""

    def register(rule: Callable[[Viewer, Any], bool]) -> Callable[[Viewer, Any], bool]:
        _can[action] = rule
        return rule

    return register


def visible(model: type[M], viewer: Viewer) -> QuerySet[M]:
    """All of a model that this viewer may see. LookupError for a model without a rule."""
    if model not in _visible:
        raise LookupError(f"{model.__name__} has no rule in access.py; register one with @sees")
    if not viewer.is_signed_in:
        return model._default_manager.none()
    return _visible[model](viewer)


def can(viewer: Viewer, action: str, obj: Model | None = None) -> bool:
    """Whether a viewer may do something to an object. LookupError for an unknown action."""
    if action not in _can:
        raise LookupError(f"nobody said who may do {action!r}; register it with @may")
    return viewer.is_signed_in and _can[action](viewer, obj)


def get_or_404(model: type[M], viewer: Viewer, **lookup: Any) -> M:
    """One visible object; foreign and absent give the same 404."""
    found = visible(model, viewer).filter(**lookup).first()
    if found is None:
        raise Http404
    return found


def shared_with(viewer: Viewer, owner: str) -> Q:
    """Rows of a share, with fields `colleague` and `team`, that reach a viewer; `owner` is the path to whose it is.

    By name: whoever was named. With the team: its members, except who leads or manages the owner, or the team that
    the owner was in: what was not for a lead to read is not so once its writer has left (S18).
    """
    above = Role.objects.on(viewer.day).filter(Q(person=viewer.person) | Q(deputy=viewer.person))
    led = Membership.objects.filter(team__roles__in=above.filter(kind=Role.Kind.TEAM_LEAD))
    managed = Membership.objects.filter(team__unit__roles__in=above.filter(kind=Role.Kind.MANAGER))
    with_team = (
        Q(team__in=viewer.team_ids)
        & ~Q(**{f"{owner}__in": led.values("person")})
        & ~Q(**{f"{owner}__in": managed.values("person")})
    )
    return Q(colleague=viewer.person) | with_team


def require(viewer: Viewer, action: str, obj: Model | None = None) -> None:
    if not can(viewer, action, obj):
        raise Http404


def viewer_of(request: HttpRequest) -> Viewer:
    return cast(Viewer, request.viewer)  # type: ignore[attr-defined]


# Rules for addresses ------------------------------------------------------------------------------

DECLARED = {
    # Addresses whose views are not ours: name of the URL -> rule.
    "account_login": "anyone",
    "account_request_login_code": "anyone",
    "account_confirm_login_code": "anyone",
    "account_logout": "anyone",
}


def _rule(name: str, allows: Callable[[Viewer], bool], *, sign_in: bool = True) -> Callable[[View], View]:
    """A decorator for views, async ones too: those are checked in a thread, since a role is asked of the database."""

    def refusal(request: HttpRequest) -> HttpResponseBase | None:
        viewer = viewer_of(request)
        if sign_in and not viewer.is_signed_in:
            return _to_sign_in(request)
        if not allows(viewer):
            raise Http404
        return None

    def finished(response: HttpResponseBase) -> HttpResponseBase:
        if sign_in:
            # Pages of a person are not kept by the browser or by anything in between (TW3).
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            refused = refusal(request)
            return (
                refused
                if refused is not None
                else finished(cast(HttpResponseBase, view(request, *args, **kwargs)))
            )

        @wraps(view)
        async def guarded_async(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            refused = await sync_to_async(refusal)(request)
            if refused is not None:
                return refused
            return finished(await cast(Awaitable[HttpResponseBase], view(request, *args, **kwargs)))

        chosen: Any = guarded_async if iscoroutinefunction(view) else guarded
        chosen.access_rule = name
        return cast(View, chosen)

    return decorate


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """A page goes to sign-in; a fragment tells htmx to go there, and returns to the page it was on."""
    htmx = getattr(request, "htmx", None)
    if htmx:
        response = redirect_to_login(htmx.current_url_abs_path or "/")
        return HttpResponse(status=401, headers={"HX-Redirect": response["Location"]})
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


anyone = _rule("anyone", lambda viewer: True, sign_in=False)
"""No sign-in: the page itself decides by a signed link, or is public."""
signed_in = _rule("signed_in", lambda viewer: viewer.is_signed_in)
team_lead = _rule("team_lead", lambda viewer: viewer.is_team_lead)
manager = _rule("manager", lambda viewer: viewer.is_manager)
administrator = _rule("administrator", lambda viewer: viewer.is_administrator)
frame_maker = _rule("frame_maker", lambda viewer: viewer.is_manager or viewer.is_administrator)


# What this package shows --------------------------------------------------------------------------


@sees(User)
def _people(viewer: Viewer) -> QuerySet[User]:
    """Colleagues of my teams; the people of teams I lead; everybody for an administrator."""
    if viewer.is_administrator:
        return User.objects.all()
    near = Membership.objects.on(viewer.day).filter(team__in=viewer.team_ids | viewer.led_team_ids)
    return User.objects.filter(is_active=True).filter(
        Q(pk=viewer.person.pk) | Q(pk__in=near.values("person"))
    )


@sees(Team)
def _teams(viewer: Viewer) -> QuerySet[Team]:
    if viewer.is_administrator:
        return Team.objects.all()
    return Team.objects.filter(
        Q(pk__in=viewer.team_ids | viewer.led_team_ids) | Q(unit__in=viewer.managed_unit_ids)
    )


@sees(Unit)
def _units(viewer: Viewer) -> QuerySet[Unit]:
    if viewer.is_administrator:
        return Unit.objects.all()
    return Unit.objects.filter(
        Q(pk__in=viewer.managed_unit_ids) | Q(teams__in=viewer.team_ids | viewer.led_team_ids)
    ).distinct()


@sees(Membership)
def _memberships(viewer: Viewer) -> QuerySet[Membership]:
    if viewer.is_administrator:
        return Membership.objects.all()
    return Membership.objects.filter(Q(person=viewer.person) | Q(team__in=viewer.led_team_ids))


@sees(Role)
def _roles(viewer: Viewer) -> QuerySet[Role]:
    return Role.objects.all() if viewer.is_administrator else Role.objects.filter(person=viewer.person)


@may("team.lead")
def _leads(viewer: Viewer, team: Team) -> bool:
    return team.pk in viewer.led_team_ids
