"""What Samira did with her question, and what Femke is asked to sign. Every address makes anew what it needs."""

from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse

from cycles.claims import checking
from cycles.questions.evidence import attesting, recalling, transferring
from cycles.questions.evidence.models import Recall
from cycles.questions.models import LearningQuestion
from lerendwerken.lib import clock
from tests.browser.cases import FEMKE, SAMIRA, Case
from tests.browser.conftest import House
from tests.browser.questions import fresh
from tests.cycles.questions import building as questions
from tests.cycles.questions.evidence import building

Path = Callable[[House], str]


def tried(house: House) -> LearningQuestion:
    fresh(house)
    made = questions.active_question(house.person("samira"))
    building.attempt(made)
    return made


def claimed(house: House) -> LearningQuestion:
    """One claim in each state, and one of her own that is not checked."""
    made = tried(house)
    for state, text in (
        ("confirmed", "Bezwaar kan."),
        ("refuted", "Acht weken."),
        ("uncheckable", "Zin één."),
    ):
        claim = building.claim(made, text)
        checking.check(claim, state, source="De Awb", correction="Zes weken", by=made.owner)
    building.claim(made, "Mensen onthouden de eerste zin het best.")
    return made


def explained(house: House) -> LearningQuestion:
    made = tried(house)
    building.explanation(made)
    return made


def answered(house: House) -> LearningQuestion:
    """With a second situation, a signature, somebody who said no, and one who was asked."""
    made = building.answered(explained(house))
    transferring.transfer(made, "Een brief over bomenkap.", "Ook daar ging het goed.", by=made.owner)
    colleagues = list(house.team.memberships.exclude(person=made.owner).select_related("person")[:3])
    for membership, decide in zip(colleagues, (attesting.sign, attesting.decline, None), strict=False):
        row = building.attestation(made, membership.person)
        if decide:
            decide(row, by=membership.person)
    return made


def due(house: House) -> Recall:
    """Four weeks ago it was explained."""
    made = answered(house)
    row = made.recalls.get(after_weeks=4)
    now = clock.now()
    Recall.objects.filter(pk=row.pk).update(due_on=now.date(), due_at=now - timedelta(hours=2))
    row.refresh_from_db()
    return row


def recalled(house: House) -> Recall:
    row = due(house)
    recalling.recall(row, "Eerst het besluit, dan de reden.", by=row.question.owner)
    return row


def at_question(make: Callable[[House], LearningQuestion], name: str = "cycles:question") -> Path:
    return lambda house: reverse(name, args=[make(house).pk])


def at_recall(make: Callable[[House], Recall], name: str = "cycles:recall") -> Path:
    return lambda house: reverse(name, args=[make(house).pk])


def latest(name: str) -> Path:
    """Posted to the question that the page before it made."""
    return lambda house: reverse(name, args=[LearningQuestion.objects.latest("pk").pk])


def of_claim(name: str, *, unchecked: bool = True) -> Path:
    def path(house: House) -> str:
        claims = claimed(house).claims
        claim = claims.get(state="unchecked") if unchecked else claims.get(state="refuted")
        return reverse(name, args=[claim.pk])

    return path


def last_claim(name: str) -> Path:
    return lambda house: reverse(
        name, args=[LearningQuestion.objects.latest("pk").claims.get(state="unchecked").pk]
    )


def signed_row(name: str) -> Path:
    return lambda house: reverse(
        name, args=[LearningQuestion.objects.latest("pk").attestations.get(state="signed").pk]
    )


def asked_of_femke(decide: Callable[..., bool] | None = None) -> Path:
    def path(house: House) -> str:
        row = building.attestation(explained(house), house.person("femke"))
        if decide:
            decide(row, by=row.peer)
        return reverse("cycles:attestation", args=[row.pk])

    return path


def last_recall(name: str) -> Path:
    return lambda house: reverse(name, args=[Recall.objects.filter(after_weeks=4).latest("pk").pk])


PAGES = {
    "cycles:claim-check": Case(SAMIRA, of_claim("cycles:claim-check")),
    "cycles:explain": Case(SAMIRA, at_question(tried, "cycles:explain")),
    "cycles:recall": Case(SAMIRA, at_recall(due)),
    "cycles:attestation": Case(FEMKE, asked_of_femke()),
}

ACTIONS = {
    "cycles:attempt",
    "cycles:claim-add",
    "cycles:claim-remove",
    "cycles:explain-begin",
    "cycles:own-answer",
    "cycles:transfer",
    "cycles:consolidate",
    "cycles:recall-judge",
    "cycles:recall-skip",
    "cycles:attestation-ask",
    "cycles:attestation-answer",
    "cycles:attestation-take-back",
}

NO_PAGES = {"cycles:trace-download": "a file to take along"}

STATES = {
    "an attempt of one letter": Case(
        SAMIRA,
        at_question(lambda house: (fresh(house), questions.active_question(house.person("samira")))[1]),
        {"text": "x", "confidence": "60"},
        to=latest("cycles:attempt"),
        status=422,
    ),
    "claims in every state": Case(SAMIRA, at_question(claimed)),
    "a claim without words": Case(
        SAMIRA, at_question(claimed), {"text": ""}, to=latest("cycles:claim-add"), status=422
    ),
    "a claim that was checked": Case(SAMIRA, of_claim("cycles:claim-check", unchecked=False)),
    "a claim without a source": Case(
        SAMIRA, of_claim("cycles:claim-check"), {"state": "confirmed", "source": "ChatGPT"}, status=422
    ),
    "is it sure that a claim goes": Case(
        SAMIRA, at_question(claimed), {}, to=last_claim("cycles:claim-remove")
    ),
    "explaining before the claims are checked": Case(SAMIRA, at_question(claimed, "cycles:explain")),
    "an explanation without words": Case(
        SAMIRA, at_question(tried, "cycles:explain"), {"text": ""}, status=422
    ),
    "a question that was explained": Case(SAMIRA, at_question(explained)),
    "an answer without words": Case(
        SAMIRA, at_question(explained), {"answer": "Zo."}, to=latest("cycles:own-answer"), status=422
    ),
    "a question with all that lasts": Case(SAMIRA, at_question(answered)),
    "a second situation without words": Case(
        SAMIRA, at_question(answered), {"went": "Goed."}, to=latest("cycles:transfer"), status=422
    ),
    "nobody to sign": Case(
        SAMIRA, at_question(answered), {"peer": ""}, to=latest("cycles:attestation-ask"), status=422
    ),
    "is it sure that a signature goes": Case(
        SAMIRA, at_question(answered), {}, to=signed_row("cycles:attestation-take-back")
    ),
    "a recall that waits, at its question": Case(
        SAMIRA, lambda h: reverse("cycles:question", args=[due(h).question_id])
    ),
    "a recall that waits, on my week": Case(SAMIRA, lambda h: (due(h), reverse("cycles:my-week"))[1]),
    "a recall without words": Case(SAMIRA, at_recall(due), {"text": " "}, status=422),
    "a recall that is still to come": Case(
        SAMIRA, lambda h: reverse("cycles:recall", args=[explained(h).recalls.get(after_weeks=12).pk])
    ),
    "a recall beside what was explained": Case(SAMIRA, at_recall(recalled)),
    "a recall without a verdict": Case(
        SAMIRA, at_recall(recalled), {}, to=last_recall("cycles:recall-judge"), status=422
    ),
    "a signature that was given": Case(FEMKE, asked_of_femke(attesting.sign)),
    "a signature that was not given": Case(FEMKE, asked_of_femke(attesting.decline)),
    "a signature asked, on my week": Case(
        FEMKE, lambda h: (asked_of_femke()(h), reverse("cycles:my-week"))[1]
    ),
}
