#!/usr/bin/env python3
"""Write schemas/aws: the grammar of AWS CLI version 2, one file for each top-level command.

In:  the installed AWS CLI, found by import. Version 1 (requirements.txt pins the one that is committed) is made into version 2
     by aws-cli-v2.toml; a source tree of version 2 on PYTHONPATH is taken as it is.
Out: commands, their arguments, and the shapes of what goes in and comes out, as lines of text; schemas/README.md describes them.

Nothing is fetched, and no text of the models is used. The parts are in aws_cli/.

Usage: aws_cli.py [--out FOLDER] [--check]
"""

from __future__ import annotations

import argparse
import difflib
import sys
import tomllib
from pathlib import Path

from aws_cli import overlay, text, walk
from aws_cli.model import Refused

GENERATE = Path(__file__).resolve().parent
SCHEMAS = GENERATE.parent
OUT = SCHEMAS / "aws"
OVERLAY = SCHEMAS / "aws-cli-v2.toml"
REQUIREMENTS = GENERATE / "requirements.txt"
# More than this does not fit into the tree.
LARGEST = 16_000_000
# How many lines of a difference are shown.
SHOWN = 200


def files() -> dict[str, str]:
    """The text of each file, by its name."""
    installed = walk.installed()
    if installed.version.startswith("1."):
        check_version(installed.version)
        overlay.apply(installed, tomllib.loads(OVERLAY.read_text()))
    out = {f"{name}.txt": text.write(service) for name, service in installed.services.items()}
    if "globals.txt" in out:
        raise Refused("there is a command `globals`: the global options need another file")
    return out | {"globals.txt": text.write(installed.globals)}


def check_version(version: str) -> None:
    """The version that is committed is the one that is pinned."""
    if f"awscli=={version}" not in REQUIREMENTS.read_text().split():
        raise Refused(f"awscli {version} is installed, not what {REQUIREMENTS.name} pins")


def difference(made: dict[str, str], out: Path) -> list[str]:
    """What is committed against what was made, as a diff."""
    lines: list[str] = []
    names = {path.name for path in out.glob("*.txt")} | made.keys()
    for name in sorted(names):
        path = out / name
        old = path.read_text() if path.exists() else ""
        new = made.get(name, "")
        if old != new:
            lines += difflib.unified_diff(old.splitlines(), new.splitlines(), f"a/{name}", f"b/{name}", lineterm="", n=1)
    return lines


def write(made: dict[str, str], out: Path) -> None:
    """Writes every file, and takes away those whose command is gone."""
    out.mkdir(exist_ok=True)
    for path in out.glob("*.txt"):
        if path.name not in made:
            path.unlink()
    for name, content in made.items():
        (out / name).write_text(content)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=OUT, help="where the files go (default: schemas/aws)")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the files are not what would be made")
    options = parser.parse_args()
    try:
        made = files()
        size = sum(len(content.encode()) for content in made.values())
        if size > LARGEST:
            raise Refused(f"the text has {size} bytes; at most {LARGEST} are wanted")
    except Refused as refused:
        print(f"aws_cli.py: {refused}", file=sys.stderr)
        return 1
    if not options.check:
        write(made, options.out)
        print(f"{len(made)} files, {size} bytes")
        return 0
    lines = difference(made, options.out)
    print("\n".join(lines[:SHOWN]))
    if lines:
        print(f"aws_cli.py: {options.out} is not what would be made ({len(lines)} lines of difference)", file=sys.stderr)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
