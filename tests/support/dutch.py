"""Finds Dutch of the app on an English page. What stands in the database is somebody's own words, and stays out."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from cycles.insights.models import InsightImport
from cycles.insights.reading_in import unpack
from cycles.questions.models import LearningQuestion
from cycles.questions.planning import bare
from cycles.yields import showing as yields
from cycles.yields.models import YieldOutcome
from teams.accounts.models import User
from teams.intake.models import Intake

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Words of Dutch that are no words of English, nor parts of the names in the example.
WORDS = """
aan afmelden alle alleen als antwoord beheer bewaar bij binnen buiten daarna dan dat de deze dit dus een eerst elke
er gaat geen gesprek graag hebt heeft het hier hoe hun iedereen iemand jaar je jij jouw jullie kan kies kun kunt leer
leermoment leerwerkuur maandag maar maart mag meer met mijn moet naar niemand niet niets nodig nog nu ook om onder ons
onze op opnieuw pagina samen sinds staat te terug toegankelijkheid tot tussen tussenstand uit uur van vandaag vanaf
verder voor vóór vraag vragen vul waar waarom wanneer weekoogst weekstart weer wel welke werk werktijd wie wij wil
worden wordt ze zelf zet zich zijn zo zodra zonder
"""
DUTCH = re.compile(rf"\b(?:{'|'.join(WORDS.split())})\b", re.IGNORECASE)
CUT_OFF = 20  # letters by which a text that was cut off is known
ENOUGH = 5  # letters: a shorter value of the database may be an ordinary word, unless it is the whole text

# Everything that a reader or a screen reader meets, save what says of itself that it is in another language.
SAID = """() => {
  const said = [];
  const look = node => {
    for (const child of node.childNodes) {
      if (child.nodeType === 3) { const text = child.data.trim(); if (text) said.push(text.replace(/\\s+/g, ' ')); }
      if (child.nodeType !== 1 || ['SCRIPT', 'STYLE', 'TEXTAREA'].includes(child.tagName)) continue;
      if (child.lang && !child.lang.startsWith('en')) continue;
      for (const name of ['aria-label', 'title', 'alt', 'placeholder']) {
        if (child.hasAttribute(name)) said.push(child.getAttribute(name));
      }
      look(child.tagName === 'TEMPLATE' ? child.content : child);
    }
  };
  said.push(document.title);
  look(document.body);
  return said;
}"""


def dutch(page: "Page", data: Iterable[str]) -> list[str]:
    """The texts on this page with a Dutch word in them, after taking out what is data."""
    return dutch_of(page.evaluate(SAID), data)


def dutch_of(said: Iterable[str], data: Iterable[str]) -> list[str]:
    known = sorted(data, key=len, reverse=True)
    whole = {text for text in known if len(text) < ENOUGH}
    parts = [re.escape(text) for text in known if len(text) >= ENOUGH]
    pattern = re.compile("|".join(parts)) if parts else None
    whole_texts = [text for text in known if len(text) >= CUT_OFF]
    found = []
    for text in said:
        whole_text = _without_cut_off(text, whole_texts) if text.endswith("…") else text
        left = pattern.sub(" ", whole_text) if pattern else whole_text
        if DUTCH.search(left) and text not in found and text not in whole:
            found.append(text)
    return found


def _without_cut_off(text: str, known: list[str]) -> str:
    """Without the beginning of a longer text that was cut off at the end of this one."""
    for one in known:
        at = text.find(one[:CUT_OFF])
        if at >= 0 and one.startswith(text[at:-1].rstrip()):
            return text[:at]
    return text


class Said(HTMLParser):
    """The same as SAID, of the HTML that the server made: `Said(html).texts`."""

    SILENT = frozenset({"script", "style", "textarea"})
    VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
    SPOKEN = frozenset({"aria-label", "title", "alt", "placeholder"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside: list[
            tuple[str, bool]
        ] = []  # the open elements, and whether they say something in English
        self.feed(html)
        self.close()

    @property
    def _heard(self) -> bool:
        return all(heard for _, heard in self._inside)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        heard = self._look(tag, dict(attrs))
        if tag not in self.VOID:
            self._inside.append((tag, heard))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, dict(attrs))

    def _look(self, tag: str, fields: dict[str, str | None]) -> bool:
        heard = tag not in self.SILENT and (fields.get("lang") or "en").startswith("en")
        if heard and self._heard:
            self.texts += [value for name in self.SPOKEN if (value := fields.get(name))]
        return heard

    def handle_endtag(self, tag: str) -> None:
        opened = [name for name, _ in self._inside]
        if tag in opened:  # what stands open inside, such as a <p> or <li>, ends with it
            del self._inside[len(opened) - 1 - opened[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if (text := " ".join(data.split())) and self._heard:
            self.texts.append(text)


def words_of_people() -> set[str]:
    """Every text in the database that is no choice of ours, everybody's name, and the cells of people files."""
    found = {person.full_name for person in User.objects.all()}
    for model in apps.get_models():
        for name, read in _free_texts(model).items():
            for value in model._default_manager.exclude(**{f"{name}__isnull": True}).values_list(
                name, flat=True
            ):
                found.update(read(value))
    for question in LearningQuestion.objects.all():  # an if-then plan is read without its "als" and "dan"
        found.update((bare(question.if_part, "als"), bare(question.then_part, "dan")))
    for row in map(yields.Row, YieldOutcome.objects.all()):
        found.update((row.name, row.label))
    for read_in in InsightImport.objects.all():
        found.update(cell for row in unpack(bytes(read_in.packed)) for cell in row.typed.values())
    for intake in Intake.objects.exclude(content=None):
        found.update(str(cell or "") for line in intake.table.rows for cell in line.cells)
    return {" ".join(text.split()) for text in found if text.strip()}


@cache
def _free_texts(model: type[models.Model]) -> dict[str, Callable[[Any], list[str]]]:
    read: dict[str, Callable[[Any], list[str]]] = {}
    for field in model._meta.concrete_fields:
        # What intake keeps as JSON are sentences of ours, to be translated when they are read.
        if isinstance(field, models.JSONField) and model._meta.app_label == "cycles":
            read[field.name] = _leaves
        elif isinstance(field, models.CharField | models.TextField) and not field.choices:
            read[field.name] = lambda text: [text]
    return read


def _leaves(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [leaf for one in value for leaf in _leaves(one)] if isinstance(value, list) else []
