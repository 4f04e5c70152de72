"""The basic norms that a new installation begins with: own wording, ten norms in plain words (AI14).

A blank line parts two norms; the first line of each is the norm in a few words.
"""

from typing import Any

from cycles.literacy.models import BasicNorms

DUTCH = """\
Denk eerst zelf
Schrijf eerst je eigen poging. Vraag pas daarna iets aan AI. Zo blijf je het zelf kunnen.

Controleer wat je gebruikt
Een antwoord kan goed klinken en toch fout zijn. Zoek het na in een bron die geen AI is.

Jij blijft verantwoordelijk
Wat je verstuurt of besluit, is van jou. ‘Dat zei AI’ is geen reden.

AI besluit niet over mensen
Laat AI niemand beoordelen, kiezen of vergelijken. Een besluit over een mens neemt een mens.

Houd gegevens van mensen erbuiten
Typ geen namen, adressen, nummers of medische gegevens. Ook niet van jezelf of van een collega.

Gebruik alleen wat hier mag
Werk alleen met AI die onze organisatie toestaat. Twijfel je? Vraag het eerst na.

Zeg erbij wat van AI komt
Neem je tekst van AI over? Dan moet een ander dat kunnen zien. Laat het label dus staan.

Let op wie er ontbreekt
AI leerde van teksten die niet over iedereen even goed gaan. Vraag je af voor wie het antwoord niet klopt.

Leg het uit zonder AI
Kun je het in eigen woorden uitleggen? Dan heb je het geleerd. Lukt het nog niet? Oefen dan verder.

Zonder AI mag altijd
Je kunt hier alles doen zonder AI. Niemand vraagt waarom.
"""

ENGLISH = """\
Think for yourself first
Write your own attempt first. Only then ask AI anything. That way you keep the skill.

Check what you use
An answer can sound right and still be wrong. Look it up in a source that is not AI.

You stay responsible
What you send or decide is yours. "AI said so" is not a reason.

AI does not decide about people
Do not let AI judge, choose or compare anyone. A person decides about a person.

Keep people's details out
Do not type names, addresses, numbers or medical details. Not your own or a colleague's either.

Use only what is allowed here
Work only with AI that our organisation allows. Not sure? Ask first.

Say what comes from AI
Do you take over text from AI? Then others must be able to see that. So leave the label in place.

Notice who is missing
AI learnt from texts that do not cover everyone equally well. Ask yourself for whom the answer is wrong.

Explain it without AI
Can you explain it in your own words? Then you have learnt it. Not yet? Then practise some more.

Working without AI is always fine
You can do everything here without AI. Nobody asks why.
"""


def install(norms: Any = BasicNorms) -> None:
    """Writes version 1 where there is none yet. A migration gives its own model."""
    if not norms.objects.exists():
        norms.objects.create(version=1, text_nl=DUTCH.strip(), text_en=ENGLISH.strip())
