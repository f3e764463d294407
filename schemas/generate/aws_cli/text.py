"""Write a service as text: one line for each command, argument, structure, member and value. schemas/README.md describes it.

What follows from an operation of the API by itself is not written: its options, and the arguments that every operation has.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote, unquote

from aws_cli.model import BOTH, ORIGINS, Arg, Command, Paging, Refused, Service, dashed, derived

HEADER = """\
# {name}: the grammar of one top-level command of the AWS CLI. Facts only; schemas/README.md says how to read it.
# Made by schemas/generate/aws_cli.py; do not edit by hand.
"""
# Actions that take no value, which are written as a word of their own.
FLAGS = ("true", "false")
# What else may differ, as `key=value`, and the field that it is.
FIELDS = {
    "nargs": "nargs",
    "action": "action",
    "type": "value_type",
    "dest": "dest",
    "member": "member",
    "shape": "shape",
    "special": "special",
    "choices": "choices",
}
# What stands in a value as it is; anything else is percent-encoded.
SAFE = "/:;@&=+$!~*'()[]{}|<>?#^`.\\\""
# The usual names of what goes into an operation and comes out of it.
SUFFIXES = ("Request", "Response", "Input", "Output", "Result", "Message")
NOTHING = "-"


def write(service: Service) -> str:
    """The text of a service."""
    lines = [HEADER.format(name=service.root.name).rstrip("\n"), ""]
    lines += command(service.root, service, "")
    if service.structures or service.enums:
        lines.append("")
    for name, structure in sorted(service.structures.items()):
        lines.append(f"{structure.kind} {name}")
        for key, member in structure.members.items():
            mark = "!" if member.required else ""
            mark += "~" if member.token else ""
            lines.append(f"  {key}{mark}{type_of(member.type, key)}")
    for name, values in sorted(service.enums.items()):
        lines.append(f"enum {name}")
        for value in values:
            if value != value.strip() or not value or "\n" in value:
                raise Refused(f"the enum {name} has a value that the text cannot hold: {value!r}")
            lines.append(f"  {value}")
    return "\n".join(lines) + "\n"


def type_of(text: str, name: str) -> str:
    """The type of a member: plain text is not written, and what is named after the member is a point."""
    if text == "string":
        return ""
    return " ." if text == name[:1].upper() + name[1:] else f" {text}"


def command(it: Command, service: Service, indent: str) -> list[str]:
    """The lines of a command and those below it."""
    words = [indent + it.kind]
    if it.kind != "operation":
        words.append(it.name)
    if it.operation:
        words += [it.operation, structure(it.input, it.operation)]
        words += [structure(it.output, it.operation)] if it.output else []
    if it.kind == "operation" and it.name != dashed(it.operation or ""):
        words.append(f"as={it.name}")
    words += [it.origin] * (it.origin != BOTH) + ["hidden"] * it.hidden
    words += ["subcommand-required"] * it.subcommand_required
    lines = [" ".join(words)]
    indent += "  "
    if it.paging:
        lines.append(f"{indent}page {paging(it.paging)}")
    usual = derived(it, service) if it.operation else {}
    lines += [f"{indent}without {name}" for name in usual if name not in it.args]
    for arg in it.args.values():
        if arg != usual.get(arg.name):
            lines.append(f"{indent}arg {argument(arg, usual)}")
    for below in sorted(it.commands.values(), key=lambda below: below.name):
        lines += command(below, service, indent)
    return lines


def structure(name: str | None, operation: str) -> str:
    """The name of a structure; a usual one is written as what comes after the operation's own name."""
    if name is None:
        return NOTHING
    return next((f"~{suffix}" for suffix in SUFFIXES if name == operation + suffix), name)


def paging(pages: Paging) -> str:
    words = [("in", pages.input_tokens), ("out", pages.output_tokens), ("results", pages.result_keys)]
    words += [(key, (value,)) for key, value in (("limit", pages.limit_key), ("more", pages.more_results)) if value]
    return " ".join(f"{key}={joined(values)}" for key, values in words if values)


def argument(arg: Arg, usual: dict[str, Arg]) -> str:
    """An argument as the difference from another: the derived one of its name, or of its member, or a plain option."""
    words, base = [arg.name], usual.get(arg.name)
    if base is None:
        alike = [other for other in usual.values() if other.member == arg.member and other.action == arg.action]
        if arg.member and alike:
            base = replace(alike[0], name=arg.name)
            words.append(f"of={alike[0].name}")
        else:
            base = Arg(arg.name, arg.name)
    if arg.action != base.action and arg.action in FLAGS:
        words.append(arg.action)
        base = flag(base, arg.action)
    words += [flag for flag in ("positional", "required", "hidden") if getattr(arg, flag) and not getattr(base, flag)]
    words += [off for flag, off in (("required", "optional"), ("hidden", "shown")) if getattr(base, flag) > getattr(arg, flag)]
    words += [arg.origin] * (arg.origin != base.origin)
    for key, field in FIELDS.items():
        if getattr(arg, field) != getattr(base, field):
            value = getattr(arg, field)
            words.append(f"{key}={NOTHING if value is None else joined(value if key == 'choices' else (value,))}")
    return " ".join(words)


def read_argument(line: str, usual: dict[str, Arg]) -> Arg:
    """The argument that `argument` wrote so."""
    name, *words = line.split()
    arg = usual.get(name, Arg(name, name))
    for word in words:
        key, equals, value = word.partition("=")
        if key == "of" and value in usual:
            arg = replace(usual[value], name=name)
        elif equals and key in FIELDS:
            values = tuple(unquote(part) for part in value.split(","))
            arg = replace(arg, **{FIELDS[key]: values if key == "choices" else None if value == NOTHING else values[0]})
        elif word in FLAGS:
            arg = flag(arg, word)
        elif word in ("positional", "required", "hidden"):
            arg = replace(arg, **{word: True})
        elif word in ("optional", "shown"):
            arg = replace(arg, **{"required" if word == "optional" else "hidden": False})
        elif word in ORIGINS:
            arg = replace(arg, origin=word)
        else:
            raise Refused(f"`{word}` in `arg {line}` says nothing that is known")
    return arg


def flag(arg: Arg, action: str) -> Arg:
    """The argument as one that takes no value."""
    return replace(arg, action=action, nargs="0", shape="bool")


def joined(values: tuple[str, ...]) -> str:
    return ",".join(quote(value, safe=SAFE) for value in values)
