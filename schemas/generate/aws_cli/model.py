"""What is known of a command line: commands, their arguments, and what follows from an operation of the API by itself.

Types are written as in the text: `string 1..255`, `[Tag] 0..50`, `{string: int}`, or the name of a structure or an enum.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

BOTH, V1_ONLY, V2_ONLY = "both", "v1-only", "v2-only"
ORIGINS = (BOTH, V1_ONLY, V2_ONLY)
ACTIONS = ("store", "true", "false", "append", "const", "version", "other")
VALUE_TYPES = ("str", "int", "float", "bool")
SKELETONS = ("input", "output", "yaml-input")


class Refused(Exception):
    """The inputs do not fit together; the message says what to do."""


@dataclass(frozen=True)
class Arg:
    """One argument. `dest`, `member`, `shape` and `special` are None where there is none, or where it is the usual one."""

    name: str
    dest: str
    shape: str | None = "string"
    member: str | None = None
    nargs: str = "1"
    action: str = "store"
    value_type: str = "str"
    choices: tuple[str, ...] = ()
    special: str | None = None
    origin: str = BOTH
    positional: bool = False
    required: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Paging:
    """How an operation hands out its results in pages."""

    input_tokens: tuple[str, ...]
    output_tokens: tuple[str, ...]
    limit_key: str | None = None
    result_keys: tuple[str, ...] = ()
    more_results: str | None = None


@dataclass
class Command:
    """A command. `kind` is service, operation, waiter or command; those below it are in `commands`."""

    name: str
    kind: str
    operation: str | None = None
    input: str | None = None
    output: str | None = None
    paging: Paging | None = None
    args: dict[str, Arg] = field(default_factory=dict)
    commands: dict[str, Command] = field(default_factory=dict)
    origin: str = BOTH
    hidden: bool = False
    subcommand_required: bool = False


@dataclass(frozen=True)
class Member:
    """A member of a structure."""

    type: str
    required: bool = False
    token: bool = False


@dataclass(frozen=True)
class Structure:
    """A structure; `kind` is structure, union or events."""

    kind: str
    members: dict[str, Member]


@dataclass
class Service:
    """A top-level command, and the structures and enums that it uses, by name."""

    root: Command
    structures: dict[str, Structure] = field(default_factory=dict)
    enums: dict[str, tuple[str, ...]] = field(default_factory=dict)


def dashed(name: str) -> str:
    """The words of an API's name in lower case, with dashes between them.

    A word begins where a capital follows a small letter or a digit, and at a capital before a small letter. A plural of capitals
    at the end (`ARNs`) is one word. This is the rule that the build script and the checker go by; where the CLI does otherwise,
    the text says so.
    """
    plural = re.search("[A-Z]{2,}s$", name)
    head, tail = (name[: plural.start()], plural.group()) if plural else (name, "")
    words = re.sub("(?<=[a-z0-9])(?=[A-Z])|(?<=.)(?=[A-Z][a-z])", "-", head)
    return (words + ("-" + tail if tail else "")).lower()


def derived(command: Command, service: Service) -> dict[str, Arg]:
    """The arguments that an operation or waiter has unless something changes them, in the CLI's order."""
    args: dict[str, Arg] = {}
    structure = service.structures.get(command.input or "")
    pages = command.paging
    paging = set(pages.input_tokens) | {pages.limit_key} if pages else set()
    for name, member in structure.members.items() if structure else ():
        for arg in of_member(name, member, name in paging):
            args[arg.name] = arg
    return args | {arg.name: arg for arg in of_every_operation(pages, structure)}


def of_member(name: str, member: Member, hidden: bool) -> list[Arg]:
    """The option of a member, or the two of a boolean."""
    option = dashed(name)
    arg = Arg(option, option, member.type, name, hidden=hidden)
    if member.type == "bool":
        no = replace(arg, name=f"no-{option}", nargs="0", action="false", hidden=False)
        return [replace(arg, nargs="0", action="true"), no]
    value_type = {"long": "int", "float": "float", "double": "float"}.get(member.type.split(" ")[0], "str")
    nargs = "*" if member.type.startswith("[") else "1"
    return [replace(arg, nargs=nargs, value_type=value_type, required=member.required and not member.token)]


def of_every_operation(pages: Paging | None, structure: Structure | None) -> list[Arg]:
    """What every operation has besides its members."""
    args = [
        Arg("cli-input-json", "cli-input-json", special="cli-input"),
        Arg("cli-input-yaml", "cli-input-yaml", special="cli-input", origin=V2_ONLY),
    ]
    if pages and structure:
        limit = structure.members[pages.limit_key].type if pages.limit_key else "int"
        value_type = "str" if limit.split(" ")[0] == "string" else "int"
        args.append(Arg("starting-token", "starting-token", special="paging"))
        if pages.limit_key:
            args.append(Arg("page-size", "page-size", value_type=value_type, special="paging"))
        args.append(Arg("max-items", "max-items", value_type=value_type, special="paging"))
    skeleton = Arg("generate-cli-skeleton", "generate-cli-skeleton", None, nargs="?", choices=SKELETONS, special="skeleton")
    return [*args, skeleton]
