"""Every page there is, and how to get there in the example organisation.

A new address gets a line in PAGES (it answers a GET with a page), ACTIONS (POST only) or NO_PAGES (and why).
A new way to go wrong that has a page of its own gets a line in STATES. `test_every_page.py` does the rest.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cycles.prompts import editing
from cycles.prompts.message import link
from cycles.questions.models import LogEntry
from cycles.weekly.models import Kind
from lerendwerken.lib import tokens
from teams.agenda import busy, choosing
from teams.agenda.models import AgendaChoice
from teams.agenda.reading import read
from teams.intake.models import Intake
from teams.intake.tasks import work
from teams.notifications.messages import MESSAGES
from teams.structure.models import Invitation, Membership, Role
from tests.browser import (
    addresses,
    asking,
    council,
    evidence,
    frames,
    innovation,
    norms,
    outcomes,
    own_data,
    questions,
    sparring,
    weeks,
)
from tests.browser.cases import FEMKE, NOBODY, RUTH, SAMIRA, WIM, Before, Case, at
from tests.browser.conftest import House
from tests.teams.agenda import calendars
from tests.teams.intake import files


def prompt(name: str, kind: str = "learning_hour", *more: int) -> Callable[[House], str]:
    return lambda house: reverse(name, args=[house.prompt(kind).pk, *more])


def mailed(name: str, *more: int) -> Callable[[House], str]:
    """The link in Samira's mail."""
    return lambda house: reverse(name, args=[_token(house), *more])


def asked(name: str, *more: int) -> Callable[[House], str]:
    """The questions of the Weekstart, as they are asked."""
    return lambda house: reverse(name, args=["planning", *more])


def drafted(name: str) -> Callable[[House], str]:
    """The draft of Wim; begun at the first look, and found there at the next."""

    def path(house: House) -> str:
        editing.begin(Kind.PLANNING, by=house.person("wim"))
        return reverse(name, args=["planning"])

    return path


def _question(house: House) -> int:
    return editing.begin(Kind.PLANNING, by=house.person("wim")).questions.all()[0].pk


def team(name: str, ahead: int = 0) -> Callable[[House], str]:
    return lambda house: reverse(name, args=[house.team.pk, str(house.week + ahead)])


def _token(house: House) -> str:
    return link(house.prompt("learning_hour")).rstrip("/").rsplit("/", 1)[1]


def _stop(house: House) -> str:
    kind = next(kind for kind, message in MESSAGES.items() if message.optional)
    return reverse("teams:unsubscribe", args=[tokens.sign("stop", f"{house.person('samira').pk}-{kind}")])


def _invitation(house: House) -> str:
    return reverse("teams:invitation", args=[Invitation.issue(house.person("samira"))[1]])


def intake(state: str) -> Callable[[House], str]:
    """A file of Wim that stands at this step."""

    def path(house: House) -> str:
        rows = [files.row({}), files.row({"E-MAIL": "j.meer@lindewaard.example", "IN DIENST": "31-2-2026"})]
        rows.append([*files.FATIMA[:5], "Toezigt", *files.FATIMA[6:]])
        data = b"\x00\x01" if state == "refused" else files.text(rows)
        found = Intake.start(data, "personeel-april.csv", by=house.person("wim"))
        work(found.pk)
        found.refresh_from_db()
        if state in ("review", "progress", "done"):
            assert found.choose(found.columns, files.TODAY)
            if state == "progress":
                assert found.claim()
                found.advance(3, 12)
            else:
                work(found.pk)
        return reverse("teams:intake", args=[found.pk])

    return path


def own_calendar(house: House) -> str:
    """A calendar of Samira that was read and waits: times without a zone, whole days, and a broken line."""
    monday = busy.first_monday(house.person("samira"))
    data = calendars.nextcloud(
        *(
            calendars.timed(
                f"{monday:%Y%m%d}T{hour}", f"{monday:%Y%m%d}T1100", "RRULE:FREQ=WEEKLY", zone=zone
            )
            for hour, zone in (("0900", "Europe/Amsterdam"), ("1000", ""))
        ),
        calendars.event(f"DTSTART;VALUE=DATE:{monday:%Y%m%d}", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"),
        calendars.event(f"DTSTART;VALUE=DATE:{monday:%Y%m%d}"),
        calendars.event("DTSTART:ooit"),
    )
    busy.keep(read(data, monday, "Europe/Amsterdam"), by=house.person("samira"))
    return reverse("teams:busy-preview")


def _first_day_of(name: str) -> Before:
    return lambda house: house.borrowed(house.person(name), welcomed=False, hours_confirmed=False)


_first_day = _first_day_of("femke")


@contextmanager
def _unsubscribed(house: House) -> Iterator[None]:
    """Nobody chose yet; and afterwards nobody did."""
    AgendaChoice.objects.all().delete()
    yield
    AgendaChoice.objects.all().delete()


@contextmanager
def _subscribed(house: House) -> Iterator[None]:
    with _unsubscribed(house):
        choosing.choose(AgendaChoice.Way.SUBSCRIPTION, by=house.person("samira"))
        yield


PAGES: dict[str, Case] = (
    addresses.PAGES
    | council.PAGES
    | evidence.PAGES
    | innovation.PAGES
    | norms.PAGES
    | outcomes.PAGES
    | own_data.PAGES
    | questions.PAGES
    | sparring.PAGES
    | {
        "cycles:my-week": Case(SAMIRA, at("cycles:my-week")),
        "cycles:my-week-of": Case(
            SAMIRA, lambda house: reverse("cycles:my-week-of", args=[str(house.week - 1)])
        ),
        "cycles:answer": Case(SAMIRA, prompt("cycles:answer")),
        "cycles:welcome": Case(SAMIRA, at("cycles:welcome")),
        "cycles:answer-later": Case(SAMIRA, prompt("cycles:answer-later")),
        "cycles:answer-question": Case(SAMIRA, prompt("cycles:answer-question", "planning", 1)),
        "cycles:shared": Case(SAMIRA, at("cycles:shared")),
        "cycles:answer-link": Case(NOBODY, mailed("cycles:answer-link"), by_door=True),
        "cycles:answer-link-question": Case(NOBODY, mailed("cycles:answer-link-question", 2), by_door=True),
        "cycles:later-link": Case(NOBODY, mailed("cycles:later-link"), by_door=True),
        "cycles:skip-link": Case(NOBODY, mailed("cycles:skip-link"), by_door=True),
        "cycles:question-sets": Case(WIM, at("cycles:question-sets")),
        "cycles:question-set": Case(WIM, asked("cycles:question-set")),
        "cycles:question-version": Case(WIM, asked("cycles:question-version", 1)),
        "cycles:question-preview": Case(WIM, asked("cycles:question-preview", 1)),
        "cycles:question-draft": Case(WIM, drafted("cycles:question-draft")),
        "cycles:question-draft-add": Case(WIM, drafted("cycles:question-draft-add")),
        "cycles:question-draft-edit": Case(
            WIM, lambda house: reverse("cycles:question-draft-edit", args=["planning", _question(house)])
        ),
        "cycles:question-draft-discard": Case(WIM, drafted("cycles:question-draft-discard")),
        "cycles:log": Case(SAMIRA, at("cycles:log")),
        "cycles:team-week": Case(FEMKE, team("cycles:team-week")),
        "cycles:team-rhythm": Case(FEMKE, weeks.rhythm_page),
        "cycles:team-duos": Case(FEMKE, team("cycles:team-duos", 1)),
        "cycles:team-season": Case(FEMKE, team("cycles:team-season")),
        "cycles:duo": Case(SAMIRA, weeks.duo()),
        "cycles:asked": Case(SAMIRA, at("cycles:asked")),
        "cycles:moment-ask": Case(FEMKE, asking.ask_page),
        "cycles:frame": Case(SAMIRA, at("cycles:frame")),
        "cycles:frame-of": Case(RUTH, lambda house: frames.of_unit("cycles:frame-of")),
        "cycles:frame-make": Case(RUTH, lambda house: frames.of_unit("cycles:frame-make", 1)),
        "cycles:frame-throw-away": Case(RUTH, frames.throw_away),
        "cycles:goal-add": Case(RUTH, lambda house: frames.goal_add()),
        "cycles:goal": Case(RUTH, lambda house: frames.goal("cycles:goal")),
        "cycles:question-add": Case(RUTH, lambda house: frames.goal("cycles:question-add")),
        "cycles:development-question": Case(
            RUTH, lambda house: frames.question("cycles:development-question")
        ),
        "cycles:season": Case(WIM, lambda house: frames.season("cycles:season")),
        "teams:intake-start": Case(WIM, at("teams:intake-start")),
        "teams:intake": Case(WIM, intake("review")),
        "teams:unsubscribe": Case(NOBODY, _stop, by_door=True),
        "teams:busy-preview": Case(SAMIRA, own_calendar),
        "teams:invitation": Case(NOBODY, _invitation),
        "teams:who-sees-what": Case(NOBODY, at("teams:who-sees-what")),
        "teams:help": Case(NOBODY, at("teams:help")),
        "teams:accessibility": Case(NOBODY, at("teams:accessibility")),
        "teams:teams-and-roles": Case(WIM, at("teams:teams-and-roles")),
        "teams:administration-team": Case(
            WIM, lambda house: reverse("teams:administration-team", args=[house.team.pk])
        ),
        "account_login": Case(NOBODY, at("account_login")),
        "account_request_login_code": Case(NOBODY, at("account_request_login_code")),
        "account_logout": Case(SAMIRA, at("account_logout")),
        "building-blocks": Case(NOBODY, at("building-blocks")),
    }
)
"""Name of an address -> its page as it is when all goes well."""

ACTIONS = (
    addresses.ACTIONS
    | evidence.ACTIONS
    | innovation.ACTIONS
    | outcomes.ACTIONS
    | own_data.ACTIONS
    | questions.ACTIONS
    | sparring.ACTIONS
    | {
        "cycles:answer-skip",
        "cycles:share",
        "cycles:share-take-back",
        "cycles:log-write",
        "cycles:log-remove",
        "cycles:norms-read",
        "cycles:literacy-add",
        "cycles:literacy-remove",
        "cycles:team-week-make",
        "cycles:team-week-publish",
        "cycles:pause-add",
        "cycles:pause-remove",
        "cycles:season-withdraw",
        "cycles:goal-end",
        "cycles:goal-reopen",
        "cycles:question-end",
        "cycles:question-reopen",
        "cycles:frame-undo",
        "cycles:moment-move",
        "cycles:moment-cancel",
        "cycles:moment-restore",
        "cycles:moment-undo",
        "cycles:team-week-carry",
        "cycles:team-week-carry-undo",
        "cycles:team-duos-undo",
        "cycles:team-second-place",
        "cycles:team-rhythm-undo",
        "cycles:exception-ask",
        "cycles:exception-unask",
        "cycles:exception-answer",
        "cycles:exception-give",
        "cycles:exception-withdraw",
        "cycles:guest-invite",
        "cycles:guest-uninvite",
        "cycles:guest-answer",
        "cycles:place-choose",
        "cycles:place-undo",
        "cycles:week-leave",
        "cycles:week-come-back",
        "cycles:duo-move",
        "cycles:duo-cancel",
        "cycles:duo-restore",
        "cycles:question-restore",
        "cycles:question-draft-begin",
        "cycles:question-draft-publish",
        "cycles:question-put-back",
        "cycles:question-move",
        "cycles:question-remove",
        "teams:intake-consent",
        "teams:intake-columns",
        "teams:intake-repair",
        "teams:intake-take",
        "teams:intake-drop",
        "teams:hours",
        "teams:hours-from-file",
        "teams:hours-confirm",
        "teams:absence-add",
        "teams:absence-remove",
        "teams:busy-upload",
        "teams:busy-save",
        "teams:busy-throw-away",
        "teams:busy-remove",
        "teams:busy-undo",
        "teams:preferences",
        "teams:pause",
        "teams:resume",
        "teams:hours-undo",
        "teams:membership-reopen",
        "teams:role-reopen",
        "teams:settings-undo",
        "teams:deputy",
        "teams:agenda-choose",
        "teams:agenda-renew",
        "teams:agenda-undo",
        "teams:message-retry",
        "teams:message-put-away",
        "teams:channel-release",
        "teams:closed-day-add",
        "teams:closed-day-remove",
        "teams:membership-end",
        "teams:role-end",
    }
)
"""Addresses that answer a GET with 405."""

NO_PAGES = (
    evidence.NO_PAGES
    | innovation.NO_PAGES
    | outcomes.NO_PAGES
    | sparring.NO_PAGES
    | {
        "cycles:team": "goes on to the week of the first team",
        "cycles:literacy-file": "a file to take along",
        "cycles:moment-would-do": "answers the script of the planner",
        "account_confirm_login_code": "goes to sign-in without a pending code; with one it is a state below",
        "teams:agenda-feed": "for calendars",
        "health-live": "for machines",
        "health-ready": "for machines",
    }
)
"""Addresses without a page of their own, and why."""

STATES: dict[str, Case] = (
    addresses.STATES
    | council.STATES
    | evidence.STATES
    | innovation.STATES
    | norms.STATES
    | outcomes.STATES
    | own_data.STATES
    | questions.STATES
    | sparring.STATES
    | {
        "a week without moments": Case(SAMIRA, lambda house: reverse("cycles:my-week-of", args=["2025-W10"])),
        "the next week, not published": Case(FEMKE, team("cycles:team-week", 1)),
        "a week that is not made": Case(FEMKE, team("cycles:team-week", 3)),
        "the week of the team, for a member": Case(SAMIRA, team("cycles:team-week")),
        "the next week, for a member": Case(SAMIRA, team("cycles:team-week", 1)),
        "a place that cannot be": Case(
            FEMKE,
            team("cycles:team-week", 1),
            {"day": "2026-04-07", "time": "3.00"},
            to=weeks.move,
            status=422,
        ),
        "a week that another lead changed": Case(
            FEMKE,
            team("cycles:team-week", 1),
            {"revision": "99"},
            to=team("cycles:team-week-publish", 1),
            status=409,
        ),
        "two colleagues who cannot change places": Case(FEMKE, team("cycles:team-duos", 1), {}, status=422),
        "a rhythm that cannot be": Case(
            FEMKE, weeks.rhythm_page, lambda house: weeks.typed(house, planning_minutes="7"), status=422
        ),
        "a rhythm that another lead changed": Case(
            FEMKE, weeks.rhythm_page, lambda house: weeks.typed(house, revision="99"), status=409
        ),
        "a time for a duo that cannot be": Case(
            SAMIRA,
            weeks.duo(),
            {"day": "ooit", "time": "straks"},
            to=weeks.duo("cycles:duo-move"),
            status=422,
        ),
        "a duo that cancelled": Case(SAMIRA, weeks.duo(), before=weeks.cancelled),
        "my week with questions": Case(SAMIRA, at("cycles:my-week"), before=asking.questions),
        "an exception asked, where the hours are": Case(SAMIRA, at("teams:my-data"), before=asking.questions),
        "all that is asked": Case(SAMIRA, at("cycles:asked"), before=asking.questions),
        "what was said yes to": Case(SAMIRA, at("cycles:asked"), before=asking.answers),
        "a question nobody can be asked": Case(
            FEMKE, asking.ask_page, {"person": "0"}, to=asking.to_ask, status=422
        ),
        "a place that is not there any more": Case(
            SAMIRA,
            at("cycles:asked"),
            {"place": "1767225600"},  # the first minute of 2026
            to=asking.to_choose,
            status=409,
            before=asking.questions,
        ),
        "a week left out": Case(SAMIRA, at("cycles:my-week"), before=asking.left_out),
        "the first day": Case(FEMKE, at("cycles:my-week"), before=_first_day),
        "the first day of a manager": Case(RUTH, at("cycles:my-week"), before=_first_day_of("ruth")),
        "a choice that is not there": Case(
            SAMIRA, at("cycles:welcome"), {"what": "choices", "work": "koning"}, status=422
        ),
        "my week of a lead": Case(FEMKE, at("cycles:my-week")),
        "my week of a manager": Case(RUTH, at("cycles:my-week")),
        "my week of an administrator": Case(WIM, at("cycles:my-week")),
        "a week that is over, read back": Case(SAMIRA, lambda h: reverse("cycles:answer", args=[_old(h)])),
        "an answer that is too long": Case(
            SAMIRA, prompt("cycles:answer"), {"text": "woord " * 4000, "revision": "0"}, status=422
        ),
        "a time that is no longer offered": Case(
            SAMIRA, prompt("cycles:answer"), {"at": "1"}, to=prompt("cycles:answer-later"), status=422
        ),
        "the same, from the mail": Case(
            NOBODY, mailed("cycles:later-link"), {"at": "1"}, status=422, by_door=True
        ),
        "a leermoment without words": Case(
            SAMIRA, at("cycles:log"), {"text": ""}, to=at("cycles:log-write"), status=422
        ),
        "is it sure to go": Case(
            SAMIRA,
            at("cycles:log"),
            {},
            to=lambda h: reverse("cycles:log-remove", args=[_entry(h)]),
        ),
        "no frame yet": Case(RUTH, PAGES["cycles:frame-of"].path, before=frames.elsewhere),
        "no frame yet, for who does not make it": Case(SAMIRA, at("cycles:frame"), before=frames.elsewhere),
        "a frame that is still to come": Case(SAMIRA, at("cycles:frame"), before=frames.ahead),
        "a frame that goes on after its season": Case(
            RUTH, PAGES["cycles:frame-of"].path, before=frames.over
        ),
        "the frame of everybody": Case(WIM, at("cycles:frame")),
        **{
            f"screen {number} of a new frame": Case(RUTH, lambda house, n=number: frames.screen(n, house))
            for number in (2, 3, 4)
        },
        "a frame without a goal": Case(
            RUTH, PAGES["cycles:frame-make"].path, {"rows": "2", "title_0": "", "why_0": "Omdat."}, status=422
        ),
        "a goal that somebody else changed": Case(
            RUTH, PAGES["cycles:goal"].path, {"title": "Anders", "seen": "eerder"}, status=422
        ),
        "a pause week without a name": Case(
            WIM, at("cycles:frame"), {"week": ""}, to=at("cycles:pause-add"), status=422
        ),
        "a pause week that a team published": Case(
            WIM,
            at("cycles:frame"),
            {"week": "2026-W15", "name": "Pasen"},
            to=at("cycles:pause-add"),
            before=frames.published,
        ),
        "hours that overlap": Case(
            SAMIRA, at("teams:my-data"), {"rhythm": ""}, to=at("teams:hours"), status=422
        ),
        "a calendar that was not chosen": Case(
            SAMIRA, at("teams:my-data"), {"busy": ""}, to=at("teams:busy-upload"), status=422
        ),
        "a zone that does not exist": Case(
            SAMIRA, own_calendar, {"zone": "x"}, to=at("teams:busy-save"), status=422
        ),
        "another calendar in another window": Case(
            SAMIRA,
            own_calendar,
            {"seen": "x", "away": "away", "other": "nothing", "zone": "Europe/Amsterdam"},
            to=at("teams:busy-save"),
            status=409,
        ),
        "an absence that ends before it begins": Case(
            SAMIRA,
            at("teams:my-data"),
            {"first_day": "2026-04-09", "last_day": "2026-04-02"},
            to=at("teams:absence-add"),
            status=422,
        ),
        "a wish that is not there": Case(
            SAMIRA, at("teams:my-data"), {"theme": "roze"}, to=at("teams:preferences"), status=422
        ),
        "a way into the calendar that is not there": Case(
            SAMIRA, at("teams:my-data"), {"agenda-way": "koffie"}, to=at("teams:agenda-choose"), status=422
        ),
        "a secret address, shown once": Case(
            SAMIRA,
            at("teams:my-data"),
            {"agenda-way": "subscription"},
            to=at("teams:agenda-choose"),
            before=_unsubscribed,
        ),
        "subscribed, and the address no longer shown": Case(SAMIRA, at("teams:my-data"), before=_subscribed),
        "a pause in the past": Case(
            SAMIRA, at("teams:my-data"), {"until": "2020-01-01"}, to=at("teams:pause"), status=422
        ),
        "a question without words": Case(
            WIM, drafted("cycles:question-draft-add"), {"text_nl": "", "minutes": "90"}, status=422
        ),
        "a question that somebody else changed": Case(
            WIM,
            PAGES["cycles:question-draft-edit"].path,
            {"text_nl": "Wat leerde je?", "minutes": "5", "revision": "99"},
            status=409,
        ),
        "a question whose draft is gone": Case(
            WIM,
            asked("cycles:question-set"),
            {"text_nl": "Wat leerde je?", "minutes": "5", "revision": "1"},
            to=lambda house: reverse("cycles:question-draft-edit", args=["planning", 0]),
            status=409,
        ),
        "a draft before it is published": Case(
            WIM,
            lambda house: reverse(
                "cycles:question-preview",
                args=["planning", editing.begin(Kind.PLANNING, by=house.person("wim")).version],
            ),
        ),
        "settings that cannot be": Case(WIM, at("teams:settings"), {"budget_minutes": "-1"}, status=422),
        "a closed day without a day": Case(
            WIM, at("teams:settings"), {"day": ""}, to=at("teams:closed-day-add"), status=422
        ),
        **{
            f"a {what} without its fields": Case(WIM, at("teams:teams-and-roles"), {"what": what}, status=422)
            for what in ("unit", "team", "person", "membership", "role")
        },
        "a last day before the first": Case(
            WIM,
            PAGES["teams:administration-team"].path,
            {"until": "1990-01-01"},
            to=lambda h: reverse("teams:membership-end", args=[_membership(h)]),
            status=422,
        ),
        "the last administrator": Case(
            WIM,
            at("teams:teams-and-roles"),
            {"until": "2026-04-01"},
            to=lambda h: reverse("teams:role-end", args=[Role.objects.get(kind=Role.Kind.ADMINISTRATOR).pk]),
            status=422,
        ),
        "no file chosen": Case(WIM, at("teams:intake-start"), {}, status=422),
        "columns to choose": Case(WIM, intake("mapping")),
        "columns that cannot be": Case(
            WIM,
            intake("mapping"),
            {"effective": "morgen"},
            to=lambda h: _last("teams:intake-columns"),
            status=422,
        ),
        "a file at work": Case(WIM, intake("progress")),
        "a file that nobody can read": Case(WIM, intake("refused")),
        "an address that is none": Case(NOBODY, at("account_login"), {"email": "geen adres"}),
        "a code to fill in": Case(NOBODY, at("account_login"), {"email": "s.haddou@lindewaard.example"}),
        "a stop link that is not ours": Case(
            NOBODY, lambda h: reverse("teams:unsubscribe", args=["niet-van-ons"]), status=404
        ),
        "stopped": Case(NOBODY, _stop, {}, by_door=True),
        "an invitation that is spent": Case(
            NOBODY, lambda h: reverse("teams:invitation", args=["niet-van-ons"]), status=404
        ),
        "not found": Case(SAMIRA, lambda h: "/bestaat-niet/", status=404),
        "not found, signed out": Case(NOBODY, lambda h: "/bestaat-niet/", status=404),
        "not for this viewer": Case(SAMIRA, at("teams:administration"), status=404),
        "a form that stood open too long": Case(
            SAMIRA,
            at("cycles:log"),
            {"csrfmiddlewaretoken": "oud", "text": "x"},
            to=at("cycles:log-write"),
            status=403,
        ),
    }
)
"""What can be the matter -> the page that says so."""


def _old(house: House) -> int:
    return house.prompt("planning", week=11).pk


def _entry(house: House) -> int:
    made, _ = LogEntry.objects.get_or_create(person=house.person("samira"), text="Dit mag weg.")
    return made.pk


def _membership(house: House) -> int:
    return Membership.objects.filter(team=house.team).order_by("pk")[0].pk


def _last(name: str) -> str:
    return reverse(name, args=[Intake.objects.latest("pk").pk])


def named(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every named address, with its namespace: "cycles:my-week"."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif pattern.name:
            yield space + pattern.name, pattern
