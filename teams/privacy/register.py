"""The register of personal data and the map of every field, made from the classifications so that they cannot lag."""

from teams.privacy.registry import NOT_EXPORTED, REGISTRY, Classification, Data, everything, parts

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
    for known in sorted(everything(), key=lambda c: (kinds.index(c.default), c.model._meta.label)):
        lines.append(f"| {' | '.join(_cells(known))} |")
    return "\n".join(lines) + "\n"


def as_map() -> str:
    """One line a field: what kind of data it is, whether its owner's file holds it, and what becomes of the row."""
    lines = ["| field | kind | in a file of own data | when its person goes |", "|---|---|---|---|"]
    for known in sorted(REGISTRY.values(), key=lambda c: c.model._meta.label):
        end = " or ".join(dict.fromkeys(map(_end, parts(known.model))))
        for one in known.model._meta.concrete_fields:
            kind = known.of(one.name)
            held = "yes" if known.subject and kind not in NOT_EXPORTED else "no"
            cells = f"`{known.model._meta.label}.{one.name}`", kind, held, end
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cells(known: Classification) -> tuple[str, ...]:
    about = f"`{known.subject}`" if known.subject else "nobody"
    keep = known.keep.in_english if known.keep else ""
    return f"`{known.model._meta.label}`", known.default, about, keep, READERS[known.default]


def _end(known: Classification) -> str:
    if not known.subject:
        return "nothing"
    return "it goes" if known.stays is None else "what others work with stays, without the name"
