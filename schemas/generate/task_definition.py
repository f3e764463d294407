#!/usr/bin/env python3
"""Write schemas/ecs-task-definition.schema.json.

In:  the ECS service model of the pinned AWS CLI (requirements.txt), found by import: shapes, members, types, bounds, enums;
     ecs-task-definition.overlay.toml: what ECS does although the model does not say so, with reason and source;
     ecs-task-definition.texts.toml: titles and descriptions in Korean and English.
Out: one JSON Schema (draft 2020-12), with an entry of $defs for each structure and each set of allowed values. The root is what
     `aws ecs register-task-definition --cli-input-json` takes; $defs/DescribeTaskDefinitionResponse is what
     `aws ecs describe-task-definition` prints.

Nothing is fetched, and no text of the model is used. The schema says only what shape a document has; ranges, formats and what
one member means for another are left to rules.

Usage: task_definition.py [--out PATH] [--check]
"""

from __future__ import annotations

import argparse
import difflib
import gzip
import importlib
import importlib.metadata
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

GENERATE = Path(__file__).resolve().parent
SCHEMAS = GENERATE.parent
OUT = SCHEMAS / "ecs-task-definition.schema.json"
OVERLAY = SCHEMAS / "ecs-task-definition.overlay.toml"
TEXTS = SCHEMAS / "ecs-task-definition.texts.toml"
REQUIREMENTS = GENERATE / "requirements.txt"

ID = "https://mdbook-proof.github.io/schemas/ecs-task-definition.schema.json"
INPUT = "RegisterTaskDefinitionRequest"
OUTPUT = "TaskDefinition"
RESPONSE = "DescribeTaskDefinitionResponse"

# The CLI prints a timestamp as ISO 8601 text, or with `cli_timestamp_format = none` and in the SDKs as a number.
SCALARS: dict[str, Any] = {
    "string": "string",
    "integer": "integer",
    "boolean": "boolean",
    "timestamp": ["string", "number"],
}
# The model's bounds mean the length of a string or list, and the value of a number.
BOUNDS = {
    "string": {"min": "minLength", "max": "maxLength"},
    "list": {"min": "minItems", "max": "maxItems"},
    "integer": {"min": "minimum", "max": "maximum"},
}

Shapes = dict[str, dict[str, Any]]
Json = dict[str, Any]


class Refused(Exception):
    """The inputs do not fit together; the message says what to do."""


def schema(shapes: Shapes, texts: Json) -> Json:
    """Join the model, already changed by the overlay, with our texts."""
    names = closure(shapes, INPUT)
    names += [name for name in closure(shapes, RESPONSE) if name not in names]
    named = sorted(name for name in names if shapes[name]["type"] == "structure" or "enum" in shapes[name])
    check_texts(shapes, named, texts)
    root = describe(texts[INPUT])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "ECS 태스크 정의 / ECS task definition",
        "description": root["description"],
        "$ref": f"#/$defs/{INPUT}",
        "$defs": {name: definition(shapes, name, texts) for name in named},
    }


def definition(shapes: Shapes, name: str, texts: Json) -> Json:
    """One entry of $defs: a structure or a set of allowed values."""
    shape = shapes[name]
    result = describe(texts[name])
    if shape.get("deprecated"):
        result["deprecated"] = True
    if shape["type"] != "structure":
        return {**result, "type": shape["type"], "enum": shape["enum"]}
    properties: Json = {}
    for member, reference in shape["members"].items():
        value = describe(text_of(texts, name, member)) | value_of(shapes, reference["shape"])
        if reference.get("deprecated"):
            value["deprecated"] = True
        if is_read_only(shapes, name, member):
            value["readOnly"] = True
        properties[member] = value
    result |= {"type": "object", "properties": properties}
    if shape.get("required"):
        result["required"] = shape["required"]
    return {**result, "additionalProperties": False}


def value_of(shapes: Shapes, name: str) -> Json:
    """What a member, an item of a list or a value of a map may be."""
    shape = shapes[name]
    kind = shape["type"]
    if kind == "structure" or "enum" in shape:
        return {"$ref": f"#/$defs/{name}"}
    if kind == "list":
        return {"type": "array", **bounds(shape), "items": value_of(shapes, shape["member"]["shape"])}
    if kind == "map":
        return {"type": "object", "additionalProperties": value_of(shapes, shape["value"]["shape"])}
    if kind not in SCALARS:
        raise Refused(f"shape `{name}` has the type `{kind}`, which this generator does not know yet")
    result = {"type": SCALARS[kind], **bounds(shape)}
    if "pattern" in shape:
        result["pattern"] = shape["pattern"]
    return result


def bounds(shape: Json) -> Json:
    """The model's bounds; a minimal length of 0 says nothing."""
    kind = shape["type"]
    found = {BOUNDS[kind][key]: shape[key] for key in ("min", "max") if key in shape}
    return {key: value for key, value in found.items() if not (value == 0 and key in ("minLength", "minItems"))}


def is_read_only(shapes: Shapes, name: str, member: str) -> bool:
    """ECS adds what a described task definition has and a registered one has not."""
    return name == OUTPUT and member not in shapes[INPUT]["members"]


def text_of(texts: Json, name: str, member: str) -> Json:
    """Members that input and output have in common are written once, at the input."""
    own = texts[name].get(member)
    return own if own is not None or name != OUTPUT else texts[INPUT][member]


def describe(text: Json) -> Json:
    return {"title": text["title"], "description": f"{text['ko']}\n\n{text['en']}"}


def closure(shapes: Shapes, root: str) -> list[str]:
    """Every shape that `root` can contain."""
    found: list[str] = []

    def visit(name: str) -> None:
        if name in found:
            return
        if name not in shapes:
            raise Refused(f"there is no shape `{name}`: correct it in {OVERLAY.name}")
        found.append(name)
        shape = shapes[name]
        for member in shape.get("members", {}).values():
            visit(member["shape"])
        for part in ("member", "key", "value"):
            if part in shape:
                visit(shape[part]["shape"])

    visit(root)
    return found


def apply_overlay(shapes: Shapes, changes: list[Json]) -> None:
    """Change the model in place; refuse what is no longer a change."""
    for change in changes:
        name = change["shape"]
        missing = [key for key in ("reason", "source", "date") if not change.get(key)]
        if missing:
            raise Refused(f"{OVERLAY.name}: the change of `{name}` has no {', '.join(missing)}")
        if "type" in change:
            expect(name not in shapes, name, "the model has this shape now")
            shapes[name] = {"type": change["type"], **change.get("bounds", {})}
            if change["type"] == "structure":
                shapes[name]["members"] = {}
            if "enum" in change:
                shapes[name]["enum"] = change["enum"]
        expect(name in shapes, name, "the model has no such shape")
        shape = shapes[name]
        for member, target in change.get("members", {}).items():
            expect(member not in shape["members"], name, f"the model has the member `{member}` now")
            shape["members"][member] = {"shape": target}
        required = list(shape.get("required", []))
        for member in change.get("optional", []):
            expect(member in required, name, f"the model does not require `{member}`")
            required.remove(member)
        for member in change.get("require", []):
            expect(member in shape["members"], name, f"the model has no member `{member}`")
            expect(member not in required, name, f"the model requires `{member}` now")
            required.append(member)
        if shape["type"] == "structure":
            shape["required"] = required
        for fact in change.get("drop", []):
            expect(fact in shape, name, f"the model has no `{fact}`")
            del shape[fact]


def expect(holds: bool, name: str, otherwise: str) -> None:
    if not holds:
        raise Refused(f"{OVERLAY.name}: the change of `{name}` does not fit: {otherwise}. Correct or remove it")


def check_texts(shapes: Shapes, named: list[str], texts: Json) -> None:
    """Every name has its text, every text has its name, and each text has its form."""
    wanted = set(named)
    for name in named:
        for member in shapes[name].get("members", {}):
            if name != OUTPUT or is_read_only(shapes, name, member):
                wanted.add(f"{name}.{member}")
    written: dict[str, Json] = {}
    for name, table in texts.items():
        members = {key: value for key, value in table.items() if isinstance(value, dict)}
        own = {key: value for key, value in table.items() if key not in members}
        if own:
            written[name] = own
        written |= {f"{name}.{member}": text for member, text in members.items()}
    problems = [f"no text for `{key}`: add [{key}]" for key in sorted(wanted - written.keys())]
    problems += [f"the model has no `{key}`: remove its text" for key in sorted(written.keys() - wanted)]
    for key in sorted(wanted & written.keys()):
        problems += [f"`{key}`: {problem}" for problem in form_of(written[key])]
    if problems:
        raise Refused(f"{TEXTS.name} does not fit the model:\n  " + "\n  ".join(problems))


def form_of(text: Json) -> list[str]:
    """What is wrong with the form of one text."""
    if sorted(text) != ["en", "ko", "title"]:
        return [f"has {sorted(text)}, expected title, ko and en"]
    title, ko, en = text["title"], text["ko"], text["en"]
    hangul = re.compile("[가-힣]")
    problems = []
    if title.count(" / ") != 1:
        problems.append("the title is not \"한국어 / English\" with one ' / '")
    if not hangul.search(ko) or not ko.endswith("니다.") or ko != ko.strip() or "\n" in ko:
        problems.append("ko is not one paragraph in Korean that ends with 니다.")
    if hangul.search(en) or not en.endswith(".") or en != en.strip() or "\n" in en:
        problems.append("en is not one paragraph in English that ends with a full stop")
    return problems


def model() -> Shapes:
    """The shapes of the ECS service model in the pinned AWS CLI."""
    pinned = re.search(r"^awscli==(\S+)$", REQUIREMENTS.read_text(encoding="utf-8"), re.MULTILINE)
    if pinned is None:
        raise Refused(f"{REQUIREMENTS} pins no awscli")
    wanted = pinned.group(1)
    install = f"install it with: pip install -r {REQUIREMENTS}"
    try:
        found = importlib.metadata.version("awscli")
    except importlib.metadata.PackageNotFoundError:
        raise Refused(f"awscli {wanted}, which carries botocore, is not installed; {install}") from None
    if found != wanted:
        raise Refused(f"awscli {found} is installed, but the schema is made from {wanted}; {install}")
    # Since 1.46 the CLI carries botocore inside; a botocore that stands beside it is another version.
    try:
        package = importlib.import_module("awscli.botocore")
    except ImportError as error:
        raise Refused(f"awscli {wanted} carries no botocore ({error}); {install}") from None
    path = Path(package.__file__ or "").parent / "data" / "ecs" / "2014-11-13" / "service-2.json"
    packed = path.with_name(path.name + ".gz")
    text = gzip.decompress(packed.read_bytes()) if packed.exists() else path.read_bytes()
    return json.loads(text)["shapes"]


def toml(path: Path) -> Json:
    with path.open("rb") as file:
        return tomllib.load(file)


def render() -> str:
    shapes = model()
    apply_overlay(shapes, toml(OVERLAY)["change"])
    return json.dumps(schema(shapes, toml(TEXTS)), indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description="Write the JSON Schema of ECS task definitions.")
    parser.add_argument("--out", type=Path, default=OUT, metavar="PATH", help="where to write (default: the committed file)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 with a diff if the file is not up to date")
    options = parser.parse_args()
    try:
        new = render()
    except Refused as refusal:
        print(f"error: {refusal}", file=sys.stderr)
        return 2
    if not options.check:
        options.out.write_text(new, encoding="utf-8", newline="\n")
        return 0
    # Read as bytes, so that a changed line ending is seen too.
    old = options.out.read_bytes().decode("utf-8", errors="replace") if options.out.exists() else ""
    if old == new:
        return 0
    lines = (text.splitlines(keepends=True) for text in (old, new))
    sys.stdout.writelines(difflib.unified_diff(*lines, fromfile=str(options.out), tofile="regenerated"))
    return 1


if __name__ == "__main__":
    sys.exit(main())
