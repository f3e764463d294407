"""Read the command table of an installed AWS CLI, of version 1 (PyPI) or 2 (a source tree on the path).

The CLI is imported and asked: it builds its commands and their arguments as it does before it reads a command line, and each
argument is made to add itself to a parser that only writes down what it is told. Nothing is run and nothing is fetched; the
settings of this machine are kept out.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Iterator

from aws_cli import model
from aws_cli.model import BOTH, V2_ONLY, Arg, Command, Member, Paging, Refused, Service, Structure

# Classes of arguments that read their value as their type says.
ORDINARY = {"CLIArgument", "ListArgument", "BooleanArgument", "CustomArgument", "StatefulArgument"}
# The others, each with the tag that the checker knows it by; schemas/README.md says what each does. A module stands before a
# name that two have.
SPECIAL = {
    "ActiveStateArgument": "emr-states",
    "AddressesArgument": "ses-addresses",
    "AssociatePublicIpAddressArgument": "ec2-public-ip",
    "BodyArgument": "ses-body",
    "BundleArgument": "ec2-bundle",
    "CidrArgument": "ec2-cidr",
    "CliInputJSONArgument": "cli-input",
    "CliInputYAMLArgument": "cli-input",
    "ClusterStatesArgument": "emr-states",
    "ConfigurationRecorderArgument": "config-recorder",
    "CountArgument": "ec2-count",
    "CreateDefaultRootObject": "cloudfront-root-object",
    "CreatedAfter": "emr-created",
    "CreatedBefore": "emr-created",
    "FailedStateArgument": "emr-states",
    "FileArgument": "query-out",
    "FlattenedArgument": "flattened",
    "GenerateCliSkeletonArgument": "skeleton",
    "GitHubLocationArgument": "github-location",
    "GroupOwnerArgument": "ec2-group-owner",
    "ImageArgument": "nested-blob",
    "InjectingArgument": "hoisted-blob",
    "LaunchKeyArgument": "ec2-launch-key",
    "NegativeBooleanParameter": "toplevel-bool",
    "NoAssociatePublicIpAddressArgument": "ec2-public-ip",
    "OriginalArgument": "hoisted-rest",
    "OriginDomainName": "cloudfront-origin",
    "PageArgument": "paging",
    "ParameterObjectsArgument": "datapipeline-parameter-objects",
    "ParameterValuesArgument": "datapipeline-values-uri",
    "ParameterValuesInlineArgument": "datapipeline-values",
    "PathsArgument": "cloudfront-paths",
    "PipelineDefinitionArgument": "datapipeline-definition",
    "PortArgument": "ec2-port",
    "PositiveBooleanArgument": "toplevel-bool",
    "ProtocolArgument": "ec2-protocol",
    "PutMetricArgument": "putmetric",
    "QueryOutFileArgument": "query-out",
    "RecordingGroupArgument": "config-recording-group",
    "ReplacedZipFileArgument": "zip-rest",
    "S3LocationArgument": "s3-location",
    "S3SelectStreamOutputArgument": "streaming-out",
    "SecondaryPrivateIpAddressCountArgument": "ec2-private-ip-count",
    "SecondaryPrivateIpAddressesArgument": "ec2-private-ips",
    "SourceGroupArgument": "ec2-source-group",
    "StreamingOutputArgument": "streaming-out",
    "TagsArgument": "emr-tags",
    "TerminatedStateArgument": "emr-states",
    "TerminologyDataArgument": "hoisted-rest",
    "UpdateDefaultRootObject": "cloudfront-root-object",
    "ZipFileArgument": "zip-file",
    "_NestedBlobArgumentParamOverwrite": "nested-blob",
    "translate.FileArgument": "hoisted-blob",
}
# What the arguments of a class fill where they do not say it: {0} is the argument, {1} its name as one word.
PATHS = {
    "ActiveStateArgument": "ClusterStates",
    "AddressesArgument": "Destination.{0._json_key}",
    "AssociatePublicIpAddressArgument": "NetworkInterfaces[0].AssociatePublicIpAddress",
    "BodyArgument": "Message.{0._json_key}",
    "BundleArgument": "Storage.S3.{0._storage_param}",
    "CidrArgument": "IpPermissions[0].IpRanges",
    "ClusterStatesArgument": "ClusterStates",
    "CreateDefaultRootObject": "DistributionConfig.DefaultRootObject",
    "CreatedAfter": "CreatedAfter",
    "CreatedBefore": "CreatedBefore",
    "FailedStateArgument": "ClusterStates",
    "GitHubLocationArgument": "revision.gitHubLocation",
    "GroupOwnerArgument": "IpPermissions[0].UserIdGroupPairs[0].UserId",
    "InjectingArgument": "{0._serialized_name}.{0._original_member_name}",
    "NoAssociatePublicIpAddressArgument": "NetworkInterfaces[0].AssociatePublicIpAddress",
    "OriginDomainName": "DistributionConfig.Origins",
    "ParameterObjectsArgument": "parameterObjects",
    "ParameterValuesArgument": "parameterValues",
    "ParameterValuesInlineArgument": "parameterValues",
    "PathsArgument": "InvalidationBatch.Paths",
    "PipelineDefinitionArgument": "pipelineObjects",
    "PortArgument": "IpPermissions[0].FromPort",
    "ProtocolArgument": "IpPermissions[0].IpProtocol",
    "PutMetricArgument": "MetricData[0].{1}",
    "RecordingGroupArgument": "ConfigurationRecorder.recordingGroup",
    "S3LocationArgument": "revision.s3Location",
    "SecondaryPrivateIpAddressCountArgument": "NetworkInterfaces[0].SecondaryPrivateIpAddressCount",
    "SecondaryPrivateIpAddressesArgument": "NetworkInterfaces[0].PrivateIpAddresses",
    "SourceGroupArgument": "IpPermissions[0].UserIdGroupPairs",
    "TagsArgument": "Tags",
    "TerminatedStateArgument": "ClusterStates",
    "UpdateDefaultRootObject": "DistributionConfig.DefaultRootObject",
    "ZipFileArgument": "{0._param_to_replace}.ZipFile",
    "_NestedBlobArgumentParamOverwrite": "{0._param_to_overwrite}.{0._source_arg_blob_member}",
}
# Classes of actions that the option parser is given.
ACTIONS = {
    "AppendFilter": ("append", "s3-filter"),
    "MonitorResourcesAction": ("other", "monitor-resources"),
}
NAMED_ACTIONS = {
    None: "store",
    "store": "store",
    "store_true": "true",
    "store_false": "false",
    "append": "append",
    "store_const": "const",
    "version": "version",
}
NUMBERS = {"integer": "int", "int": "int", "long": "long", "float": "float", "double": "double"}
# Commands that do something by themselves although they have others below them and no arguments.
BY_THEMSELVES = {"configure"}


@dataclass
class Installed:
    """The CLI that is installed."""

    version: str
    services: dict[str, Service]
    globals: Service


def installed() -> Installed:
    """Everything that the installed CLI has."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
    try:
        import awscli
        from awscli.clidriver import create_clidriver
    except ImportError as error:
        raise Refused(f"the AWS CLI cannot be imported ({error}); install what requirements.txt names") from error
    driver = create_clidriver()
    table = driver._get_command_table()
    services = {}
    for name, command in table.items():
        if name != "help":
            reader = Reader(driver.session)
            reader.service.root = reader.command(name, command, ())
            services[name] = reader.service
    reader = Reader(driver.session)
    reader.service.root = Command("globals", "command", args=reader.args(driver._get_argument_table(), ()))
    return Installed(awscli.__version__, services, reader.service)


class Parser:
    """Stands where an argument expects a parser of the command line, and keeps what the argument tells it."""

    def __init__(self) -> None:
        self.told: list[tuple[str, dict[str, Any]]] = []

    def add_argument(self, name: str, **keywords: Any) -> None:
        self.told.append((name, keywords))


class Reader:
    """Reads one top-level command."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.service = Service(Command("", "command"))
        # The structures that were read or are being read, by their models' members: the name, and those.
        self.names: dict[int, tuple[str, Any]] = {}
        # The lists that are being read since the last structure.
        self.lists: list[str] = []

    def command(self, name: str, command: Any, path: tuple[str, ...]) -> Command:
        """A command and those below it."""
        path = (*path, name)
        classes = {cls.__name__ for cls in type(command).__mro__}
        out = Command(name, "command", hidden=getattr(command, "_UNDOCUMENTED", False))
        if "ServiceOperation" in classes:
            out.kind = "waiter" if "WaiterStateCommand" in classes else "operation"
            self.operation(out, command._operation_model)
        elif "ServiceCommand" in classes:
            out.kind = "service"
        table = command._get_command_table() if out.kind == "service" else getattr(command, "subcommand_table", {})
        out.args = self.args(getattr(command, "arg_table", None) or {}, path[1:])
        below = {key: value for key, value in table.items() if key != "help"}
        out.commands = {key: self.command(key, value, path) for key, value in below.items()}
        out.subcommand_required = bool(below) and not out.args and name not in BY_THEMSELVES and out.kind == "command"
        return out

    def operation(self, out: Command, operation: Any) -> None:
        """What the API says of an operation."""
        out.operation = operation.name
        if operation.input_shape is not None:
            out.input = self.type(operation.input_shape, ())
        if operation.output_shape is not None:
            out.output = self.type(operation.output_shape, ())
        out.paging = paging(self.session, operation)

    def args(self, table: dict[str, Any], path: tuple[str, ...]) -> dict[str, Arg]:
        """The arguments of a table; what never comes to the parser cannot be written on a command line, and is left out."""
        args = {}
        for key, argument in table.items():
            parser = Parser()
            argument.add_to_parser(parser)
            for name, told in parser.told:
                arg = self.arg(name, told, argument, (*path, key))
                args[arg.name] = arg
        return args

    def arg(self, name: str, told: dict[str, Any], argument: Any, path: tuple[str, ...]) -> Arg:
        """One argument, from what it told the parser and what it is."""
        kind = type(argument).__name__
        module = type(argument).__module__.rpartition(".")[2]
        special = SPECIAL.get(f"{module}.{kind}", SPECIAL.get(kind))
        if special is None and kind not in ORDINARY:
            raise Refused(f"`{' '.join(path)}` is a {kind}: say in SPECIAL what the checker knows it by, or that it is ordinary")
        action = told.get("action")
        if isinstance(action, type):
            action, special = ACTIONS[action.__name__]
        else:
            action = NAMED_ACTIONS[action]
        option = name.removeprefix("--")
        shape = getattr(argument, "argument_model", None)
        if special == "skeleton":
            shape = None
        return Arg(
            name=option,
            dest=told["dest"].replace("_", "-") if "dest" in told else option,
            shape=self.type(shape, path, "CustomArgument" in {cls.__name__ for cls in type(argument).__mro__}) if shape else None,
            member=member(argument),
            nargs="0" if action in ("true", "false", "const", "version") else str(told.get("nargs") or 1),
            action=action,
            value_type=value_type(told.get("type")),
            choices=model.SKELETONS if special == "skeleton" else tuple(told.get("choices") or ()),
            special=special,
            origin=V2_ONLY if option == "cli-input-yaml" else BOTH,
            positional=not name.startswith("-"),
            required=bool(told.get("required")),
            hidden=getattr(argument, "_UNDOCUMENTED", False),
        )

    def type(self, shape: Any, path: tuple[str, ...], own: bool = False) -> str:
        """A type as the text writes it. The CLI's own shapes have no names worth keeping: they are called after their path."""
        facts = shape._shape_model
        kind = shape.type_name
        if kind == "structure":
            return "document" if facts.get("document") else self.structure(shape, path, own)
        if kind == "list":
            if shape.name in self.lists:
                raise Refused(f"the list {shape.name} holds itself: it needs a name in the text")
            self.lists.append(shape.name)
            inner = self.type(shape.member, (*path, "item"), own)
            self.lists.pop()
            return f"[{inner}]" + bounds(facts)
        if kind == "map":
            return "{%s: %s}" % (self.type(shape.key, path, own), self.type(shape.value, path, own)) + bounds(facts)
        if kind in ("string", "character"):
            return self.string(shape, path, own)
        if kind in NUMBERS:
            return NUMBERS[kind] + bounds(facts)
        if kind == "blob":
            return "blob" + bounds(facts) + (" stream" if facts.get("streaming") else "")
        return {"boolean": "bool", "timestamp": "time"}[kind]

    def string(self, shape: Any, path: tuple[str, ...], own: bool) -> str:
        facts = shape._shape_model
        if facts.get("jsonvalue"):
            return "string json"
        if not facts.get("enum"):
            return "string" + bounds(facts)
        return place(self.service.enums, tuple(facts["enum"]), None if own else shape.name, path)

    def structure(self, shape: Any, path: tuple[str, ...], own: bool) -> str:
        """Puts a structure into the service, and those below it, and gives the name that it has there."""
        facts = shape._shape_model
        # A member that has traits of its own has a copy of the model; the members in it are the same ones.
        inner_facts = facts.get("members", facts)
        if id(inner_facts) in self.names:
            return self.names[id(inner_facts)][0]
        # They are kept beside the name, so that nothing else gets their identity.
        self.names[id(inner_facts)] = ("/".join(path) if own else shape.name, inner_facts)
        lists, self.lists = self.lists, []
        required = set(facts.get("required", ()))
        members = {}
        for name, inner in shape.members.items():
            token = bool(inner._shape_model.get("idempotencyToken"))
            members[name] = Member(self.type(inner, (*path, name) if own else (shape.name, name), own), name in required, token)
        self.lists = lists
        kind = "union" if facts.get("union") else "events" if facts.get("eventstream") else "structure"
        placed = place(self.service.structures, Structure(kind, members), None if own else shape.name, path)
        self.names[id(inner_facts)] = (placed, inner_facts)
        return placed


def place(table: dict[str, Any], value: Any, name: str | None, path: tuple[str, ...]) -> str:
    """Gives a value its own name, or that of its path where the CLI changed it for one argument."""
    for candidate in (name, "/".join(path)):
        if candidate and table.setdefault(candidate, value) == value:
            return candidate
    raise Refused(f"there are two kinds of {name or '/'.join(path)}")


def bounds(facts: dict[str, Any]) -> str:
    low, high = facts.get("min"), facts.get("max")
    return "" if low is None and high is None else f" {'' if low is None else low}..{'' if high is None else high}"


def value_type(told: Any) -> str:
    return {None: "str", str: "str", int: "int", float: "float", bool: "bool"}[told]


def paging(session: Any, operation: Any) -> Paging | None:
    """How an operation is paged, from the models beside its own."""
    try:
        found = session.get_paginator_model(operation.service_model.service_name).get_paginator(operation.name)
    except Exception as error:
        # Either the service has no such model or the operation is not in it.
        if type(error).__name__ in ("UnknownServiceError", "DataNotFoundError", "ValueError"):
            return None
        raise
    return Paging(
        many(found["input_token"]),
        many(found["output_token"]),
        found.get("limit_key"),
        many(found.get("result_key", ())),
        found.get("more_results"),
    )


def many(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def member(argument: Any) -> str | None:
    """The member of the operation's input that an argument fills, with a path where it lies deeper."""
    kind = type(argument).__name__
    if kind in PATHS:
        path = PATHS[kind].format(argument, "".join(word.capitalize() for word in argument.name.split("-")))
        # The CLI signs with this key and takes it out again.
        return None if path.endswith("._SAK") else path
    if kind == "FlattenedArgument":
        entry = "[0]" if argument._container.cli_type_name == "list" else ""
        return f"{argument._container.argument_model.name}{entry}.{argument._property}"
    return None if kind == "PageArgument" else getattr(argument, "_serialized_name", None)


def walk(command: Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Command]]:
    """A command and all below it, with their paths."""
    path = (*path, command.name)
    yield path, command
    for below in command.commands.values():
        yield from walk(below, path)
