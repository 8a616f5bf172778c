"""A CloudFormation template as a file: its body as it is sent, and its content as plain values in the long form."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import yaml

from pcicloud import strict_yaml
from pcicloud.errors import DefinitionError
from pcicloud.model.outcome import Json

# CloudFormation API Reference, CreateStack, TemplateBody: at most 51,200 bytes.
BODY_BYTES_MAX = 51_200


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """A template. `content` has functions in their long form (`{"Ref": ...}`, `{"Fn::GetAtt": [...]}`)."""

    name: str
    body: str
    content: dict[str, Json]

    @property
    def resources(self) -> dict[str, Json]:
        """The resources by logical id."""
        return dict(self.content.get("Resources") or {})

    @property
    def parameters(self) -> dict[str, Json]:
        """The declared parameters by name."""
        return dict(self.content.get("Parameters") or {})

    @property
    def outputs(self) -> dict[str, Json]:
        """The declared outputs by name."""
        return dict(self.content.get("Outputs") or {})

    def is_secret(self, parameter: str) -> bool:
        """Whether a parameter is declared NoEcho."""
        return str(self.parameters.get(parameter, {}).get("NoEcho", "")).lower() == "true"


def read_template(path: Path) -> Template:
    """The template in a file. Raises DefinitionError where it is no template, or too long to be sent."""
    body = strict_yaml.read(path)
    size = len(body.encode())
    if size > BODY_BYTES_MAX:
        raise DefinitionError(
            f"{path}: the template has {size} bytes, CloudFormation takes {BODY_BYTES_MAX} at most",
            hint="split it into two stacks in the model file",
        )
    return parse_template(body, name=str(path))


def parse_template(body: str, *, name: str) -> Template:
    """The template in a text (YAML or JSON); `name` stands in the errors."""
    try:
        content = yaml.load(body, Loader=_Loader)  # noqa: S506 - a SafeLoader: it makes plain values only
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DefinitionError(f"{name}:{line}: this is not a template: {error.problem}") from error
    if not isinstance(content, dict) or not isinstance(content.get("Resources"), dict):
        raise DefinitionError(f"{name}:1: this is not a template: it has no Resources")
    return Template(name=name, body=body, content=content)


class _Loader(yaml.SafeLoader):
    """YAML as CloudFormation reads it: dates stay text, short tags become functions."""


# Without its own timestamp resolver `Version: 2012-10-17` would become a date.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _function(loader: Any, tag: str, node: yaml.Node) -> dict[str, Json]:
    name = tag if tag in ("Ref", "Condition") else f"Fn::{tag}"
    if isinstance(node, yaml.ScalarNode):
        text = loader.construct_scalar(node)
        return {name: re.split(r"\.", text, maxsplit=1) if tag == "GetAtt" else text}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    return {name: loader.construct_mapping(node, deep=True)}


_Loader.add_multi_constructor("!", _function)
