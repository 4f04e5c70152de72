"""Every text of the app is in locale/, in English, and compiled: python -m tests.support.translations.

The texts are collected anew in a folder of their own; the working tree stays as it is.
"""

import ast
import gettext
import os
import shutil
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
CODE = ("lerendwerken", "teams", "cycles", "templates", "static")
TOOLS = ("xgettext", "msguniq", "msgfmt")
HINT = "gettext is missing. Debian or Ubuntu: sudo apt-get install gettext. macOS: brew install gettext."
DUTCH, ENGLISH = (ROOT / "locale" / code / "LC_MESSAGES" / "django.po" for code in ("nl", "en"))
SHOWN = 5  # texts in one line of the report


@dataclass(frozen=True, slots=True)
class Text:
    """One entry of a .po file; Dutch is the source, so `id` is what a Dutch reader sees."""

    id: str
    plural: str
    context: str
    said: tuple[str, ...]  # one text, or one for each number
    is_sure: bool  # not marked fuzzy

    @property
    def key(self) -> tuple[str, str, str]:
        return self.context, self.id, self.plural

    @property
    def is_there(self) -> bool:
        return self.is_sure and bool(self.said) and all(self.said)


def read(source: Path) -> list[Text]:
    """Every text of a .po file. The header is none, and what the code no longer has stands behind a #."""
    found = []
    for block in source.read_text().split("\n\n"):
        parts: dict[str, str] = {}
        name, marks = "", ""
        for line in block.splitlines():
            if line.startswith("#") or not line:
                marks += line if line.startswith("#,") else ""
                continue
            if not line.startswith('"'):
                name, _, line = line.partition(" ")
            parts[name] = parts.get(name, "") + ast.literal_eval(line)
        if parts.get("msgid"):
            said = tuple(text for name, text in parts.items() if name.startswith("msgstr"))
            context, plural = parts.get("msgctxt", ""), parts.get("msgid_plural", "")
            found.append(Text(parts["msgid"], plural, context, said, "fuzzy" not in marks))
    return found


def collected() -> list[Text]:
    """What the code has now. The tools of gettext read it in a copy."""
    with TemporaryDirectory() as folder:
        here = Path(folder)
        for name in CODE:
            shutil.copytree(ROOT / name, here / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "manage.py", here)
        (here / "locale").mkdir()
        subprocess.run(
            [sys.executable, "manage.py", "makemessages", "-l", "en", "--no-location", "--no-wrap"],
            cwd=here,
            check=True,
            capture_output=True,
            env=dict(os.environ, LERENDWERKEN_MODE="test"),
        )
        return read(here / ENGLISH.relative_to(ROOT))


def difference(code: list[Text], known: list[Text]) -> list[str]:
    there, listed = {text.key for text in code}, {text.key for text in known}
    return [
        *_told("of the code not collected yet (make messages)", [t for t in code if t.key not in listed]),
        *_told("that the code no longer has (make messages)", [t for t in known if t.key not in there]),
    ]


def untranslated(texts: list[Text]) -> list[str]:
    return _told("without English", [text for text in texts if not text.is_there])


def misshapen(source: Path) -> list[str]:
    """What gettext itself has against it, such as a %(name)s that one side does not have."""
    said = subprocess.run(
        ["msgfmt", "--check-format", "-o", os.devnull, source], capture_output=True, text=True
    )
    return said.stderr.strip().splitlines() if said.returncode else []


def stale(source: Path) -> list[str]:
    """Whether the .mo beside it says the same. Without gettext's tools, whose versions write other bytes."""
    compiled = source.with_suffix(".mo")
    if not compiled.exists():
        return [f"{compiled.name} is missing (make messages)"]
    data = compiled.read_bytes()
    (count,) = struct.unpack_from("<I", data, 8)
    with compiled.open("rb") as file:
        catalog = gettext.GNUTranslations(file)
    texts = [text for text in read(source) if text.is_there]
    other = [text for text in texts if _compiled(catalog, text) != text.said]
    if not other and count != len(texts) + 1:  # and its header
        return [f"the compiled file holds {count - 1} texts in place of {len(texts)} (make messages)"]
    return _told("compiled before they changed (make messages)", other)


def _compiled(catalog: gettext.GNUTranslations, text: Text) -> tuple[str, ...]:
    if not text.plural:
        return (catalog.pgettext(text.context, text.id) if text.context else catalog.gettext(text.id),)
    if text.context:
        return tuple(catalog.npgettext(text.context, text.id, text.plural, n) for n in (1, 2))
    return tuple(catalog.ngettext(text.id, text.plural, n) for n in (1, 2))


def missing_tools() -> list[str]:
    return [] if all(map(shutil.which, TOOLS)) else [HINT]


def wrong() -> list[str]:
    """What `make check` says about it; nothing when all is well."""
    if absent := missing_tools():
        return absent
    code, english, dutch = collected(), read(ENGLISH), read(DUTCH)
    found = {
        ENGLISH: [*difference(code, english), *untranslated(english), *misshapen(ENGLISH), *stale(ENGLISH)],
        DUTCH: [*difference(code, dutch), *misshapen(DUTCH), *stale(DUTCH)],
    }
    return [f"{source.relative_to(ROOT)}: {said}" for source, lines in found.items() for said in lines]


def _told(what: str, texts: list[Text]) -> list[str]:
    if not texts:
        return []
    some = ", ".join(f"‘{text.id}’" for text in texts[:SHOWN])
    return [f"{len(texts)} {what}: {some}{' …' if len(texts) > SHOWN else ''}"]


if __name__ == "__main__":
    found = wrong()
    print("\n".join(found))
    sys.exit(bool(found))
