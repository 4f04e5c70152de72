"""Search by words in a column that holds folded text: the same answer on every database, quicker on PostgreSQL.

A word is found as the beginning of a word ("reflectie" finds "reflecties"), without case and accents, and with one
slip of the pen: a letter too many, too few, another one, or two that changed places. PostgreSQL finds the rows by
their trigrams; SQLite looks at each. Dutch stemming is not used: it gives "reflectie" and "reflecties" different
stems, on PostgreSQL 15 and 18 alike.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, TypeVar, cast

from django.db.models import Case, IntegerField, Model, Q, QuerySet, Value, When

M = TypeVar("M", bound=Model)

COLUMN = "search_text"
MOST_WORDS = 8  # of what somebody looks for; more says nothing more
LONGEST_WORD = 40
SHORT = 4  # letters; a shorter word has to begin just so
TELLING = 5  # letters; shorter words are in every text
MOST_TELLING = 16  # words of a text that are compared with others
ENDING = 3  # letters in which forms of one word differ: schrijven, schrijft


def folded(*texts: str) -> str:
    """The words of these texts in order: small letters without accents, with one space before and after each."""
    plain = unicodedata.normalize("NFKD", " ".join(texts)).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return f" {' '.join(re.findall(r'[^\W_]+', plain))} "


def words_of(question: str) -> list[str]:
    """What somebody looks for, as it is compared; no word twice."""
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in folded(question).split()))[:MOST_WORDS]


def search(rows: QuerySet[M], question: str) -> QuerySet[M]:
    """The rows in which every word is, those without a slip first. Nothing to look for: all of them as they were."""
    words = words_of(question)
    if not words:
        return rows
    for word in words:
        rows = rows.filter(
            _begins(word) | Q(**{f"{COLUMN}__regex": slips(word)}) if len(word) >= SHORT else _begins(word)
        )
    exact = sum((_counts(_begins(word)) for word in words), Value(0))
    usual: Sequence[Any] = rows.query.order_by or rows.model._meta.ordering or ()
    found: Any = rows.alias(words_found=exact).order_by("-words_found", *usual)
    return cast("QuerySet[M]", found)


def similar(rows: QuerySet[M], text: str, *, at_least: int = 2, most: int = 3) -> list[M]:
    """The rows that share most of the telling words of a text, the nearest first.

    at_least: so many words have to be there. Words are taken without their ending, so that other forms count too.
    """
    words = telling(text)
    if len(words) < at_least:
        return []
    begins = [_begins(word) for word in words]
    anywhere = begins[0]
    for one in begins[1:]:
        anywhere |= one
    shared = sum((_counts(one) for one in begins), Value(0))
    found = rows.filter(anywhere).annotate(words_shared=shared).filter(words_shared__gte=at_least)
    return list(found.order_by("-words_shared", "-pk")[:most])


def telling(text: str) -> list[str]:
    """The longest words of a text without their endings: what it is about, without a list of words that say little."""
    stems = dict.fromkeys(
        word[: max(TELLING, len(word) - ENDING)] for word in folded(text).split() if len(word) >= TELLING
    )
    return sorted(stems, key=len, reverse=True)[:MOST_TELLING]


def slips(word: str) -> str:
    """A pattern for words that begin like this one with one slip. The first letter is taken as right."""
    ways = set()
    for at in range(1, len(word)):
        ways.add(f"{word[:at]}[^ ]?{word[at + 1 :]}")  # another letter, or one too many here
        ways.add(f"{word[:at]}[^ ]{word[at:]}")  # one too few
        ways.add(f"{word[: at - 1]}{word[at]}{word[at - 1]}{word[at + 1 :]}")
    return f" ({'|'.join(sorted(ways))})"


def _begins(word: str) -> Q:
    return Q(**{f"{COLUMN}__contains": f" {word}"})


def _counts(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
