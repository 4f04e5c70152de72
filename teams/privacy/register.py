"""The register of personal data as a table, made from the classifications themselves so that it cannot lag behind."""

from teams.privacy.registry import REGISTRY, Classification, Data, parts

# Who can read each kind, in the words of Wie ziet wat; docs/privacy.md says more.
READERS = {
    Data.STRUCTURE: "whoever works with it",
    Data.ACCOUNT: "the person, administrators; the name also colleagues of the same team",
    Data.HOURS: "the person, administrators; availability only: the team",
    Data.ROLE: "the person, administrators, the team's lead",
    Data.DELIVERY: "the person, administrators (kind and time, never text)",
    Data.PROCESS: "the writer; per item whom the writer shares it with",
    Data.OUTCOME: "the person, and whom the step of its life cycle shows it to",
    Data.LOG: "administrators",
}


def as_markdown() -> str:
    """One line a model and thing under which its rows hang, sorted by kind of data, then by name."""
    lines = ["| data | kind | about | kept | read by |", "|---|---|---|---|---|"]
    kinds = list(Data)
    whole = [known for model in REGISTRY for known in parts(model)]
    for known in sorted(whole, key=lambda c: (kinds.index(c.default), c.model._meta.label)):
        lines.append(f"| {' | '.join(_cells(known))} |")
    return "\n".join(lines) + "\n"


def _cells(known: Classification) -> tuple[str, ...]:
    about = f"`{known.subject}`" if known.subject else "nobody"
    return f"`{known.model._meta.label}`", known.default, about, known.keep or "", READERS[known.default]
