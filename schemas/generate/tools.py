#!/usr/bin/env python3
"""Write schemas/grammars/{docker,git,curl,jq}.toml.

In:  the help of the real programs: names of commands and options, whether an option takes a value, usage lines. No sentence of
     any help text is taken.
     grammars/NAME.overlay.toml: what help does not tell, with origin and date. Its tables are laid over the generated ones:
     `options` and the lists are added to, tables are merged, anything else is replaced.
Out: one grammar a program, in the format that src/appendix/grammars.md of the guide describes.

A program is run as `--docker`, `--git`, `--curl` or `--jq` say, which may be a command with arguments such as
`chroot DIR /usr/bin/docker`; docker needs its plug-ins buildx and compose, and no daemon. Nothing is fetched.

Usage: tools.py [--check] [--docker CMD] [--git CMD] [--curl CMD] [--jq CMD] [NAME...]

With --check nothing is written: it fails with a diff if a committed grammar is not what would be generated. Programs that are
not there, or of another version than the one a grammar was made from, are named and left out. Python 3.11 or later.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import shlex
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

GRAMMARS = Path(__file__).resolve().parent.parent / "grammars"

# How Go's pflag and Docker call the types of values, where the checker has a kind for them.
KINDS = {
    "int": "integer", "int64": "integer", "uint": "integer", "uint16": "integer", "uint64": "integer",
    "decimal": "number", "float": "number", "duration": "duration", "bytes": "size",
}
Table = dict[str, Any]


class Program:
    """A program that is asked for its help, away from anybody's home and repositories."""

    def __init__(self, command: str) -> None:
        self.command = shlex.split(command)
        self.folder = tempfile.TemporaryDirectory(prefix="grammar-")

    def __call__(self, *args: str) -> str:
        env = {"PATH": os.environ.get("PATH", ""), "HOME": self.folder.name, "COLUMNS": "200", "LC_ALL": "C",
               "DOCKER_HOST": "tcp://127.0.0.1:1", "DOCKER_CLI_HINTS": "false", "GIT_PAGER": "cat"}
        inside = None if "chroot" in self.command[0] else self.folder.name
        run = subprocess.run([*self.command, *args], capture_output=True, text=True, env=env, cwd=inside, timeout=60,
                             stdin=subprocess.DEVNULL, check=False)
        return run.stdout + run.stderr


# --- docker

def docker(run: Program) -> tuple[str, Table]:
    version = [re.search(pattern, run(*args)) for pattern, args in (
        (r"^Docker version ([\d.]+)", ["--version"]), (r"buildx v?([\d.]+)", ["buildx", "version"]),
        (r"Compose version v?([\d.]+)", ["compose", "version"]))]
    if not all(version):
        raise LookupError("docker, or one of its plug-ins buildx and compose, is not there")
    helps: dict[str, str] = {}
    walk_docker(run, [], helps)
    commands: dict[str, Table] = {}
    aliases: dict[str, str] = {}
    for path, text in helps.items():
        names = docker_aliases(text)
        # Help of buildx speaks of buildx, also where `docker build` and `docker builder` are asked.
        usage = re.search(r"^Usage: +docker (buildx(?: [a-z-]+)*)", text, re.M)
        own = [usage[1]] if usage else [name for name in [*names, path] if name in helps]
        first = own[0]
        if path != first:
            aliases[path] = first
        else:
            commands[path] = docker_command(path, text)
        for alias in names:
            if alias.rpartition(" ")[0] in helps and alias not in helps:
                aliases[alias] = first
    root = commands.pop("")
    # A command stands below another only where that one is no alias.
    commands |= {alias: {"same-as": path} for alias, path in aliases.items() if path in commands}
    docker_version, buildx, compose = (found[1] for found in version if found)
    table = {"flag-values": True, "open": True, **root, "commands": commands}
    return f"docker {docker_version}, buildx {buildx}, compose {compose}", table


def walk_docker(run: Program, path: list[str], helps: dict[str, str]) -> None:
    text = run(*path, "--help")
    helps[" ".join(path)] = text
    listed = False
    for line in text.splitlines():
        if re.match(r"[A-Z][\w ]*:$|[A-Z][\w ]* Commands:$|Commands:$", line):
            listed = line.endswith("Commands:")
        entry = re.match(r"  ([a-z][\w-]*)\*? ", line)
        if listed and entry:
            walk_docker(run, [*path, entry[1]], helps)


def docker_aliases(text: str) -> list[str]:
    found = re.search(r"^Aliases:\n  (.+)$", text, re.M)
    names = found[1].split(", ") if found else []
    return [name.removeprefix("docker ").strip() for name in names]


def docker_command(path: str, text: str) -> Table:
    usage = re.search(r"^Usage: +docker (.+)$", text, re.M)
    if not usage:
        raise LookupError(f"docker {path}: no usage line")
    arguments = usage[1].removeprefix(path).strip().removeprefix("[OPTIONS]").strip()
    arguments = re.sub(r" *\| *", "|", arguments)
    table: Table = {}
    options, values = [], {}
    for line in text.splitlines():
        option = re.match(r"\s{2,6}(-.+?)(?:\s{2,}.*)?$", line)
        if not option:
            continue
        names, kind = re.fullmatch(r"((?:-\w, )?--?[\w-]+) ?(.*)", option[1]).groups()
        if names == "--help":
            continue
        options.append(f"{names} {kind.upper() if kind and '[' not in kind else kind}".strip())
        if kind in KINDS:
            values[names.split(", ")[-1]] = KINDS[kind]
    if arguments in ("COMMAND", ""):
        arguments = "" if arguments == "" else None
    if arguments is not None:
        table["arguments"] = arguments
        if re.search(r"COMMAND\b", arguments):
            table["options-first"] = True
    if options:
        table["options"] = options
    if values:
        table["values"] = values
    return table


# --- git

def git(run: Program) -> tuple[str, Table]:
    version = re.search(r"^git version ([\d.]+)", run("--version"))
    if not version:
        raise LookupError("git is not there")
    run("init", "-q", ".")
    # What else is there differs from machine to machine; the overlay names it.
    names = run("--list-cmds=builtins").split()
    readable = set(run("--list-cmds=parseopt").split())
    commands: dict[str, Table] = {}
    others = []
    for name in sorted(name for name in names if "--" not in name):
        if name in readable:
            commands[name] = git_command(run, [name])
            listed = run(*[name], "--git-completion-helper-all").split()
            for child in listed:
                if not child.startswith("-") and child.isascii() and re.fullmatch(r"[a-z][a-z-]*", child):
                    commands[f"{name} {child}"] = git_command(run, [name, child])
        else:
            others.append(name)
    root = {"abbreviations": True, "open": True, "others": others}
    sets = {"diff": git_options(run("diff", "--no-index", "-h")), "revisions": git_revisions(run)}
    return f"git {version[1]}", {**root, "option-sets": sets, "commands": commands}


def git_revisions(run: Program) -> list[str]:
    """Options of `git log` that no help lists: those of the words in the program that it takes when it is asked."""
    program = (Path(run("--exec-path").strip()) / "git").read_bytes()
    words = sorted({word.decode() for word in re.findall(rb"--[a-z][a-z0-9-]+=?(?=\0)", program)})
    run("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "x")
    options = []
    for word in words:
        said = run("log", f"{word}1" if word.endswith("=") else word)
        refused = re.search(r"unrecognized argument: |unknown option|invalid option|^usage: git", said, re.M)
        if not refused and not word.startswith(("--help", "--git-completion")):
            options.append(f"{word}VALUE" if word.endswith("=") else word)
    # `--tags` and `--tags=PATTERN` are one option, whose value may be left out.
    plain = {option for option in options if "=" not in option}
    joined = {option.partition("=")[0] for option in options if "=" in option}
    both = plain & joined
    return [f"{name}[=VALUE]" if name in both else option
            for option in options if (name := option.partition("=")[0]) not in both or "=" not in option]


def git_command(run: Program, path: list[str]) -> Table:
    options = git_options(run(*path, "-h"))
    known = {name for line in options for name in expand(line)}
    # Options that `-h` leaves out stand in the list for completion.
    for word in run(*path, "--git-completion-helper-all").split():
        name = word.rstrip("=")
        if re.fullmatch(r"--[a-z0-9][\w-]*", name) and name not in known and not name.startswith("--no-"):
            options.append(f"{name}=VALUE" if word.endswith("=") else name)
            known.add(name)
    return {"options": options} if options else {}


def expand(line: str) -> list[str]:
    names = []
    for name in re.findall(r"(?:^|, )(--?[\w.#:?\[\]-]+?)(?=$|,| |=|\[=|\[<|<)", line):
        if name.startswith("--[no-]"):
            names += ["--" + name[7:], "--no-" + name[7:]]
        else:
            names.append(name)
    return names


def git_options(text: str) -> list[str]:
    """The options of a help text of Git: four blanks, names and value, one blank or more, a sentence."""
    options = []
    for line in text.splitlines():
        if not re.match(r" {4}-[^ ]", line):
            continue
        line = line.strip()
        names, rest = git_names(line)
        if names == "-NUM":
            options.append(names)
            continue
        value = ""
        joined = re.match(r"\[=?.*?\](?= |$)|\[=?\S+", rest)
        # `<n>`, `(a|b)`, `[(a|b):]commit`, `key=value`: a value; a plain word: the sentence, unless nothing follows it.
        separate = re.match(r"=?\s?(<[^>]+>\S*|\([^)]+\)\S*|\[\([^)]+\):\]\S+|\[\([^)]+\)\.\.\.\S+|[a-z]+=[a-z]+)(?= |$)", rest)
        if joined and not rest.startswith(" "):
            value = "[=VALUE]"
        elif separate:
            value = " VALUE"
        options.append(f"{names}{value}")
    return options


def git_names(line: str) -> tuple[str, str]:
    """The names with which a line begins, and what is left of it."""
    names, rest = [], line
    while name := re.match(r"--\[no-\][^\s,=\[<]+|--?[^\s,=\[<]+", rest):
        names.append(name[0])
        rest = rest[name.end():]
        if not rest.startswith(", -"):
            break
        rest = rest[2:]
    return ", ".join(names), rest


# --- curl and jq

def curl(run: Program) -> tuple[str, Table]:
    version = re.match(r"curl ([\d.]+)", run("--version"))
    if not version:
        raise LookupError("curl is not there")
    options = []
    for line in run("--help", "all").splitlines():
        option = re.match(r"\s*((?:-\S, +)?--[\w.-]+)(?: (<.+?>)(?:\s{2}|$))?", line)
        if option:
            options.append(option[1] + (" VALUE" if option[2] else ""))
    return f"curl {version[1]}", {"options": options, "arguments": "URL..."}


def jq(run: Program) -> tuple[str, Table]:
    version = re.match(r"jq-([\d.]+)", run("--version"))
    if not version:
        raise LookupError("jq is not there")
    options = []
    for line in run("-h").splitlines():
        option = re.match(r"  +((?:-\w, )?(?:--[\w-]+)|--)((?: (?:name|value|file|n|dir))*) ", line)
        if option and option[1] != "--":
            options.append(option[1] + option[2].upper())
    return f"jq {version[1]}", {"options": options, "arguments": "[FILTER] [FILE...]"}


PROGRAMS = {"docker": docker, "git": git, "curl": curl, "jq": jq}


# --- writing

# The keys whose values are options, one a line.
LINES = ("options", "inherited", "help")

def lay_over(table: Table, overlay: Table, options: bool = False) -> Table:
    """The table with the overlay's entries: lists are added to, tables merged, anything else replaced.

    An option of the overlay takes the place of one with the same name. With `options` each entry is a list of those."""
    for key, value in overlay.items():
        if (options or key in LINES) and isinstance(value, str):
            value = [line.strip() for line in value.splitlines() if line.strip()]
        if isinstance(value, dict):
            value = lay_over(table.get(key, {}), value, options=key == "option-sets")
        elif isinstance(value, list) and (options or key in (*LINES, "others", "sets")):
            replaced = {name for line in value for name in expand(line)} if options or key in LINES else set()
            kept = [line for line in table.get(key, []) if not replaced.intersection(expand(line))]
            value = [*kept, *(line for line in value if line not in kept)]
        table[key] = value
    helps = {name for line in overlay.get("help", "").splitlines() for name in expand(line.strip())}
    if helps and "options" in table:
        table["options"] = [line for line in table["options"] if not helps.intersection(expand(line))]
    return table


def toml_string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def toml_value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return toml_string(value)
        case list():
            one_line = "[" + ", ".join(toml_value(item) for item in value) + "]"
            if len(one_line) < 100:
                return one_line
            lines, line = [], "   "
            for item in value:
                if len(line) + len(item) > 120:
                    lines.append(line)
                    line = "   "
                line += f" {toml_value(item)},"
            return "[\n" + "\n".join([*lines, line]) + "\n]"
        case dict():
            items = ", ".join(f"{toml_string(key)} = {toml_value(item)}" for key, item in sorted(value.items()))
            return "{ " + items + " }"
    raise TypeError(value)


def toml_options(lines: list[str]) -> str:
    return "'''\n" + "".join(f"{line}\n" for line in lines) + "'''"


def toml_table(table: Table, lines: list[str]) -> None:
    order = ["same-as", "arguments", "options-first", "needs-command", "open", "complete", "sets", "others", "help", "inherited",
             "instead", "required", "values", "options"]
    for key in [key for key in table if key not in order and not isinstance(table[key], dict)] + order:
        if key in table:
            lines.append(f"{key} = {toml_options(table[key]) if key in LINES else toml_value(table[key])}")


def written(name: str, version: str, table: Table) -> str:
    lines = [f"# Generated by generate/tools.py from the help of {version}, and from {name}.overlay.toml. Do not edit.", ""]
    sets, commands = table.pop("option-sets", {}), table.pop("commands", {})
    toml_table(table, lines)
    if sets:
        lines += ["", "[option-sets]"]
        lines += [f"{key} = {toml_options(value)}" for key, value in sorted(sets.items())]
    for path, command in sorted(commands.items()):
        lines += ["", f"[commands.{toml_string(path)}]"]
        toml_table(command, lines)
    return "\n".join(lines) + "\n"


def made(name: str, command: str) -> tuple[str, str]:
    """The version of a program, and its grammar's text."""
    version, table = PROGRAMS[name](Program(command))
    overlay = tomllib.loads((GRAMMARS / f"{name}.overlay.toml").read_text(encoding="utf-8"))
    return version, written(name, version, lay_over(table, overlay))


def main() -> int:
    parser = argparse.ArgumentParser(description="Write the grammars of docker, git, curl and jq.")
    parser.add_argument("names", nargs="*", choices=[*PROGRAMS, []], help="which; all without")
    parser.add_argument("--check", action="store_true", help="write nothing, fail if something would change")
    for name in PROGRAMS:
        parser.add_argument(f"--{name}", default=name, metavar="CMD", help=f"how to run {name}")
    args = parser.parse_args()
    status = 0
    for name in args.names or PROGRAMS:
        path = GRAMMARS / f"{name}.toml"
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        try:
            version, text = made(name, getattr(args, name))
        except (LookupError, OSError) as why:
            print(f"{name}: left out: {why}", file=sys.stderr)
            status = max(status, 0 if args.check else 1)
            continue
        if args.check and f"help of {version}, and" not in before.partition("\n")[0]:
            print(f"{name}: left out: this is {version}", file=sys.stderr)
        elif args.check and text != before:
            sys.stdout.writelines(difflib.unified_diff(
                before.splitlines(True), text.splitlines(True), f"{path.name} as committed", f"{path.name} as generated"))
            status = 1
        elif not args.check:
            path.write_text(text, encoding="utf-8")
            print(f"{path}: {version}, {len(text)} bytes")
    return status


if __name__ == "__main__":
    sys.exit(main())
