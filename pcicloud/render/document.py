"""JSON: the assessment document itself (`pcicloud.assessment/1`), written and read."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pcicloud.errors import StoreError
from pcicloud.model.assessment import Assessment
from pcicloud.render import Language

NAME = "json"
MEDIA_TYPE = "application/json"
FILE = "assessment.json"
SCHEMA = "pcicloud.assessment/1"


class _Head(msgspec.Struct, frozen=True):
    schema: str = ""


def render(assessment: Assessment, *, language: Language) -> bytes:
    """The assessment as JSON, indented by two; it holds both languages, so `language` changes nothing."""
    del language
    return msgspec.json.format(msgspec.json.encode(assessment, order="deterministic"), indent=2) + b"\n"


def read(data: bytes, *, name: str) -> Assessment:
    """The assessment in a JSON document; `name` stands in the errors.

    Raises StoreError where it is not such a document, is of another version, or points at what it does not hold.
    """
    hint = "write it again with `pcicloud report --format json`"
    try:
        head = msgspec.json.decode(data, type=_Head)
    except msgspec.DecodeError as error:
        raise StoreError(f"{name}: this is not a JSON document: {error}", hint=hint) from error
    if head.schema != SCHEMA:
        what = f"the document says {head.schema!r}" if head.schema else "the document does not say what it is"
        raise StoreError(f"{name}: {what}, {SCHEMA!r} is needed", hint="a newer document needs a newer pcicloud")
    try:
        assessment = msgspec.json.decode(data, type=Assessment)
    except msgspec.ValidationError as error:
        raise StoreError(f"{name}: {error}", hint=hint) from error
    stray = next(_dangling(assessment), None)
    if stray:
        raise StoreError(f"{name}: {stray}", hint=hint)
    return assessment


def _dangling(assessment: Assessment) -> Iterator[str]:
    findings = {finding.id for finding in assessment.findings}
    evidence = {one.id for one in assessment.evidence}
    for requirement in assessment.requirements:
        named = {name for result in requirement.testing_procedures for name in result.findings}
        missing = (named | set(requirement.findings)) - findings
        if missing:
            yield f"{requirement.id} names the finding {min(missing)}, which the document does not hold"
    for finding in assessment.findings:
        if not evidence.issuperset(finding.evidence):
            yield f"the finding {finding.id} names evidence that the document does not hold"
