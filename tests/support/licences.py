"""Every package that ships with the app has a licence that fits: python -m tests.support.licences."""

import sys
from importlib.metadata import distributions
from pathlib import Path

FITTING = (
    "mit",
    "bsd",
    "apache",
    "isc",
    "psf",
    "python",
    "lgpl",
    "mozilla",
    "mpl",
    "eupl",
    "zpl",
    "0bsd",
    "public domain",
)


def main() -> int:
    needed = {
        line.split("==")[0].lower().replace("_", "-")
        for line in Path("requirements/base.txt").read_text().splitlines()
        if "==" in line and not line.startswith(" ")
    }
    unfit = []
    for package in distributions():
        name = (package.metadata["Name"] or "").lower().replace("_", "-")
        if name not in needed:
            continue
        said = " ".join(
            filter(
                None,
                (
                    package.metadata.get("License-Expression"),
                    (package.metadata.get("License") or "")[:80],
                    *(c for c in package.metadata.get_all("Classifier", []) if c.startswith("License")),
                ),
            )
        ).lower()
        if not any(word in said for word in FITTING):
            unfit.append(f"{name}: {said or 'says nothing'}")
    print("\n".join(unfit))
    return bool(unfit)


if __name__ == "__main__":
    sys.exit(main())
