"""Walks back from a requirement: status, checks, findings, dated evidence, and the template lines that build it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import yaml

from pcicloud.catalog import FOLDER
from pcicloud.model.assessment import Assessment, EvidenceRef, Finding, RequirementResult
from pcicloud.model.requirement import Requirement


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a file that a person wrote, and what stands there. `path` begins with its content folder."""

    path: str
    line: int
    what: str


class Chain(msgspec.Struct, frozen=True, kw_only=True):
    """All that leads to one requirement's status."""

    schema: str = "pcicloud.why/1"
    result: RequirementResult
    control: Place
    built_by: tuple[Place, ...]
    findings: tuple[Finding, ...]
    evidence: tuple[EvidenceRef, ...]


def chain(assessment: Assessment, requirement: Requirement, content: Path) -> Chain:
    """The chain of one requirement; `content` is the folder that holds controls/ and templates/."""
    result = next(result for result in assessment.requirements if result.id == requirement.id)
    wanted = set(result.findings)
    findings = tuple(finding for finding in assessment.findings if finding.id in wanted)
    ids = {id_ for finding in findings for id_ in finding.evidence}
    return Chain(
        result=result,
        control=Place(path=f"controls/{FOLDER}/{requirement.id}.yaml", line=1, what=requirement.title.en),
        built_by=built_by(requirement.id, content),
        findings=findings,
        evidence=tuple(one for one in assessment.evidence if one.id in ids),
    )


def built_by(requirement: str, content: Path) -> tuple[Place, ...]:
    """Every line of the templates whose resource or setting says that it serves the requirement."""
    found: list[Place] = []
    for path in sorted((content / "templates" / "cloudformation").glob("*.yaml")):
        root = _compose(path)
        for name, resource in _items(_get(root, "Resources")):
            said = _get(_get(_get(resource, "Metadata"), "pcicloud"), "requirements")
            for property_, ids in _items(said):
                if requirement in [item.value for item in ids.value]:
                    line = _line(resource, property_) if property_ != "." else resource.start_mark.line
                    what = name if property_ == "." else f"{name}.{property_}"
                    found.append(Place(path=_relative(path, content), line=line, what=what))
    for path in sorted((content / "templates" / "account_settings").glob("*.yaml")):
        root = _compose(path)
        for property_, ids in _items(_get(root, "requirements")):
            if requirement in [item.value for item in ids.value]:
                line = _key_line(_get(root, "want"), property_) or 1
                found.append(Place(path=_relative(path, content), line=line, what=f"{path.stem}.{property_}"))
    return tuple(found)


def _compose(path: Path) -> Any:
    return yaml.compose(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))


def _relative(path: Path, content: Path) -> str:
    return path.relative_to(content).as_posix()


def _items(node: Any) -> list[tuple[str, Any]]:
    return [(key.value, value) for key, value in node.value] if isinstance(node, yaml.MappingNode) else []


def _get(node: Any, key: str) -> Any:
    return next((value for name, value in _items(node) if name == key), None)


def _key_line(node: Any, key: str) -> int | None:
    """The line of a key that is a dotted path, from 1; a key may hold dots itself."""
    if not isinstance(node, yaml.MappingNode):
        return None
    for name, value in node.value:
        if key == name.value:
            return int(name.start_mark.line) + 1
        if key.startswith(f"{name.value}."):
            below = _key_line(value, key.removeprefix(f"{name.value}."))
            return below or int(name.start_mark.line) + 1
    return None


def _line(resource: Any, property_: str) -> int:
    return _key_line(_get(resource, "Properties"), property_) or int(resource.start_mark.line)
