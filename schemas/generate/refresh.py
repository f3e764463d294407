#!/usr/bin/env python3
"""Make the generated files again from the AWS CLI that is installed.

In:  the installed AWS CLI of version 1; install the newest first (`pip install --upgrade awscli`).
Out: requirements.txt and sources.toml, with its version and today's date; then what task_definition.py and aws_cli.py make.

Where one of these says that texts or an overlay have to be changed first, it is repeated here and nothing else is done.

Usage: refresh.py
"""

from __future__ import annotations

import datetime
import importlib
import re
import subprocess
import sys
from pathlib import Path

GENERATE = Path(__file__).resolve().parent
REQUIREMENTS = GENERATE / "requirements.txt"
SOURCES = GENERATE.parent / "sources.toml"
SCRIPTS = ("task_definition.py", "aws_cli.py")


def versions() -> tuple[str, str]:
    """The installed AWS CLI and its botocore, which newer versions carry inside."""
    awscli = importlib.import_module("awscli").__version__
    try:
        botocore = importlib.import_module("awscli.botocore")
    except ImportError:
        botocore = importlib.import_module("botocore")
    return awscli, botocore.__version__


def dated(sources: str, awscli: str, botocore: str, today: datetime.date) -> str:
    """The list of sources, in which what comes from the AWS CLI has its version and date."""
    said = f"awscli {awscli} (botocore {botocore})"
    entry = re.compile(r'(version = ")awscli [^"]*("(?:(?!\[\[file\]\]).)*?retrieved = )[\d-]+', re.DOTALL)
    return entry.sub(lambda found: f"{found[1]}{said}{found[2]}{today}", sources)


def main() -> int:
    awscli, botocore = versions()
    old = REQUIREMENTS.read_text()
    new = re.sub("^awscli==.*$", f"awscli=={awscli}", old, flags=re.MULTILINE)
    if new == old:
        print(f"awscli {awscli} is what there is")
        return 0
    REQUIREMENTS.write_text(new)
    for script in SCRIPTS:
        done = subprocess.run([sys.executable, GENERATE / script], check=False)
        if done.returncode != 0:
            return done.returncode
    SOURCES.write_text(dated(SOURCES.read_text(), awscli, botocore, datetime.date.today()))
    print(f"now from awscli {awscli}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
