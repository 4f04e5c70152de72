"""What the scripted partner of the demo says. It reads which rung it is asked for and takes its next line of it;
it understands nothing of what somebody wrote, and nobody's words are kept."""

from cycles.sparring.rules.instructions import parts
from lerendwerken.demo.partner import Asked

LANGUAGES = ("nl", "en")

QUESTIONS = {
    "nl": [
        "Voordat we verder kijken: wat wil degene die dit leest of hoort als eerste weten?",
        "Waar in je poging twijfel je zelf het meest, en waar zit dat in?",
        "Wat zou een collega die het hier niet mee eens is, als eerste tegen je zeggen?",
        "Hoe merk je over een week dat je aanpak heeft gewerkt?",
        "Welk deel van je poging kun je weglaten zonder dat iemand het mist?",
    ],
    "en": [
        "Before we go on: what does the person who reads or hears this want to know first?",
        "Which part of your attempt are you least sure of, and what makes it so?",
        "What would a colleague who disagrees say to you first?",
        "How will you notice a week from now that your approach worked?",
        "Which part of your attempt could you leave out without anybody missing it?",
    ],
}

HINTS = {
    "nl": [
        "<question>Welke van deze twee kanten past bij jouw situatie, en waarom?</question>\n"
        "<option>Begin met wat er besloten is, en leg daarna uit hoe je daar kwam.</option>\n"
        "<option>Begin met de reden, zodat iemand het besluit ziet aankomen.</option>\n"
        "<counter>Een slecht bericht vooraan kan hard aankomen. "
        "Dan leest iemand de rest misschien niet meer.</counter>\n"
        "<claim>Mensen onthouden de eerste zin van een brief het best.</claim>",
        "<question>Wat verandert er voor de ander als je dit hardop uitlegt in plaats van opschrijft?</question>\n"
        "<option>Leg het eerst mondeling uit en schrijf daarna op wat je zei.</option>\n"
        "<option>Schrijf het eerst op en lees het voor aan een collega.</option>\n"
        "<counter>Allebei kost tijd van iemand anders. Alleen nog eens lezen na een pauze helpt soms al.</counter>",
    ],
    "en": [
        "<question>Which of these two sides fits your situation, and why?</question>\n"
        "<option>Begin with what was decided, and explain after it how you came there.</option>\n"
        "<option>Begin with the reason, so that somebody sees the decision coming.</option>\n"
        "<counter>Bad news at the front can hit hard. Then somebody may not read the rest.</counter>\n"
        "<claim>People remember the first sentence of a letter best.</claim>",
        "<question>What changes for the other person when you explain this aloud instead of writing it?</question>\n"
        "<option>Explain it in person first and write down what you said.</option>\n"
        "<option>Write it first and read it to a colleague.</option>\n"
        "<counter>Both take somebody else's time. Reading it again after a break may be enough.</counter>",
    ],
}

PARTS = {
    "nl": "<example>Uw aanvraag voor de dakkapel keuren we af. Dat komt doordat uw huis in een beschermde straat "
    "staat. U kunt wel …</example>\n"
    "<question>Hoe zou jij de volgende zin schrijven, zodat de lezer weet wat wel kan?</question>",
    "en": "<example>We do not grant your request for the dormer. That is because your house stands in a protected "
    "street. What you can do …</example>\n"
    "<question>How would you write the next sentence, so that the reader knows what is possible?</question>",
}

EXAMPLES = {
    "nl": "<example>Uw aanvraag voor een terras keuren we af. Dat komt doordat het trottoir daar te smal is: er moet "
    "ruimte blijven voor een rolstoel. Een kleiner terras kan wel. Bel ons, dan meten we het samen op. Bent u het "
    "niet eens met dit besluit? Onderaan staat hoe u dat kunt laten weten.</example>\n"
    "<question>Wat hiervan past bij jouw situatie, en wat juist niet?</question>",
    "en": "<example>We do not grant your request for a terrace. That is because the pavement is too narrow there: a "
    "wheelchair must be able to pass. A smaller terrace is possible. Call us and we measure it together. Do you "
    "disagree? Below you read how to let us know.</example>\n"
    "<question>What of this fits your situation, and what does not?</question>",
}


def line(asked: Asked) -> str:
    """The next line for the rung that the last message asks for."""
    last = asked.messages[-1]["content"] if asked.messages else ""
    turn = sum(message["role"] == "assistant" for message in asked.messages)
    for language in LANGUAGES:
        for rung in (4, 3, 2, 1):
            if parts(language)[f"rung {rung}"] in last:
                return _of(language, rung, turn)
    return f"<question>{QUESTIONS['nl'][0]}</question>"


def _of(language: str, rung: int, turn: int) -> str:
    if rung == 1:
        known = QUESTIONS[language]
        return f"<question>{known[turn % len(known)]}</question>"
    if rung == 2:
        return HINTS[language][turn % len(HINTS[language])]
    return (PARTS if rung == 3 else EXAMPLES)[language]
