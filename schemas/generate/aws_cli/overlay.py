"""Make the grammar of version 2 out of that of version 1, by what `aws-cli-v2.toml` says.

Whatever is no longer a change is refused, so that the file says no more than it has to.
"""

from __future__ import annotations

from typing import Any

from aws_cli.model import V1_ONLY, V2_ONLY, Arg, Command, Member, Paging, Refused, Service, Structure, derived
from aws_cli.text import read_argument
from aws_cli.walk import Installed, walk


def apply(installed: Installed, overlay: dict[str, Any]) -> None:
    """Changes what was installed in place."""
    services = installed.services
    for service in services.values():
        for _, command in walk(service.root):
            add_yaml(command)
    change(installed.globals.root, overlay["globals"], installed.globals)
    for path in overlay["removed"]["commands"]:
        find(services, path).origin = V1_ONLY
    for path, changes in overlay["changed"].items():
        command = find(services, path)
        if "kind" in changes:
            command.kind, command.operation = changes["kind"], None
            command.input = command.output = None
            command.args = {name: arg for name, arg in command.args.items() if arg.origin != V2_ONLY}
        change(command, changes, services[path.split()[0]])
    for path, facts in overlay["added"].items():
        add(services, overlay["structures"], path, facts)
    for path, facts in overlay["values"].items():
        allow(services, path, facts["also"])


def allow(services: dict[str, Service], path: str, values: list[str]) -> None:
    """Adds values that a service takes and its model does not list."""
    service, enum = path.split()
    known = services[service].enums.get(enum)
    if known is None or set(values) & set(known):
        raise Refused(f"`{path}` is not there, or has such a value by now: take it out of the overlay")
    services[service].enums[enum] = (*known, *values)


def add_yaml(command: Command) -> None:
    """Beside every --cli-input-json stands --cli-input-yaml."""
    args = {}
    for name, arg in command.args.items():
        args[name] = arg
        if arg.special == "cli-input":
            args["cli-input-yaml"] = Arg("cli-input-yaml", "cli-input-yaml", special="cli-input", origin=V2_ONLY)
    command.args = args


def find(services: dict[str, Service], path: str) -> Command:
    """The command that is there."""
    top, *words = path.split()
    try:
        command = services[top].root
        for word in words:
            command = command.commands[word]
    except KeyError as error:
        raise Refused(f"the overlay changes `{path}`, which is not there: take it out of the overlay") from error
    return command


def change(command: Command, changes: dict[str, Any], service: Service) -> None:
    """Adds arguments to a command, or changes those that it has."""
    for line in changes["args"]:
        arg = read_argument(line, command.args)
        if command.args.get(arg.name) == arg:
            raise Refused(f"`{line}` changes nothing in `{command.name}`: take it out of the overlay")
        command.args[arg.name] = arg


def add(services: dict[str, Service], structures: dict[str, Any], path: str, facts: dict[str, Any]) -> None:
    """Adds a command that version 2 alone has."""
    *above, name = path.split()
    command = Command(name, facts.get("kind", "operation" if "operation" in facts else "command"), origin=V2_ONLY)
    command.subcommand_required = facts.get("subcommand-required", False)
    command.operation, command.input = facts.get("operation"), facts.get("input")
    if "page" in facts:
        pages = facts["page"]
        command.paging = Paging(tuple(pages["in"]), tuple(pages["out"]), pages["limit"])
    if above:
        table, service = find(services, " ".join(above)).commands, services[above[0]]
        if name in table:
            raise Refused(f"`{path}` is there by now: take it out of the overlay")
        table[name] = command
    else:
        service = services[name] = Service(command)
    for key, lines in structures.get((above or [name])[0], {}).items():
        service.structures[key] = Structure("structure", dict(member(line) for line in lines))
    usual = derived(command, service) if command.operation else {}
    for line in facts.get("args", ()):
        arg = read_argument(line, usual)
        usual[arg.name] = arg
    command.args = {name: arg for name, arg in usual.items() if name not in facts.get("without", ())}


def member(line: str) -> tuple[str, Member]:
    """A member as the text writes it."""
    name, _, kind = line.partition(" ")
    return name.rstrip("!"), Member(kind or "string", name.endswith("!"))
