"""Judges a bundle again, and holds what it says of itself to what its evidence says."""

from __future__ import annotations

import shlex

import msgspec

from pcicloud.catalog import Catalog
from pcicloud.errors import StoreError
from pcicloud.evidence.bundle import Bundle
from pcicloud.judge import judge
from pcicloud.model.assessment import Assessment
from pcicloud.render import Form, Language, document, forms

_HINT = "rely on nothing in it; ask for the bundle again"


class Rejudged(msgspec.Struct, frozen=True, kw_only=True):
    """The bundle's evidence judged here, at the bundle's own moment.

    `why_not` says why that could not be held to the bundle's own assessment; it is empty where both are the same,
    byte for byte.
    """

    assessment: Assessment
    why_not: str = ""


def rejudge(catalogue: Catalog, bundle: Bundle) -> Rejudged:
    """The evidence judged again. Raises StoreError where the bundle holds an assessment that its evidence doesn't give.

    Verdicts of another catalogue or pcicloud may rightly differ: those are not compared.
    """
    assessment, _ = judge(catalogue, bundle, as_of=bundle.manifest.as_of, run=bundle.manifest.run)
    if document.FILE not in bundle.given():
        return Rejudged(assessment=assessment, why_not=f"the bundle holds no {document.FILE}")
    content = bundle.file(document.FILE)
    place = str(bundle.folder / document.FILE)
    why_not = _other_judge(_head(content, place), assessment)
    if not why_not and content != document.render(assessment, language="en"):
        raise StoreError(f"{place}: {_difference(document.read(content, name=place), assessment)}", hint=_HINT)
    return Rejudged(assessment=assessment, why_not=why_not)


class _Head(msgspec.Struct, frozen=True):
    """Who judged: these keys are in an assessment of any version."""

    tool: str
    catalogue: str


def _head(content: bytes, place: str) -> _Head:
    try:
        return msgspec.json.decode(content, type=_Head)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise StoreError(f"{place}: this is not an assessment", hint=_HINT) from None


def _other_judge(said: _Head, now: Assessment) -> str:
    """How the judge of then is not the one of now; empty where it is the same."""
    if said.catalogue != now.catalogue:
        return f"other catalogue: the bundle was judged with {said.catalogue}, this is {now.catalogue}"
    if said.tool != now.tool:
        return f"other tool: the bundle was judged by {said.tool}, this is {now.tool}"
    return ""


def _difference(said: Assessment, now: Assessment) -> str:
    """The first difference in one sentence: a requirement's status before anything else."""
    stated = {one.id: one for one in said.requirements}
    for one in now.requirements:
        if one.id not in stated:
            return f"{one.id} is missing"
        if stated[one.id].status is not one.status:
            return f"{one.id} is said to be {stated[one.id].status}, but the evidence says {one.status}"
    for one in now.requirements:
        if stated[one.id] != one:
            return f"what is said of {one.id} is not what the evidence says"
    for field in msgspec.structs.fields(Assessment):
        if getattr(said, field.name) != getattr(now, field.name):
            return f"what is said under `{field.encode_name}` is not what the evidence says"
    return "it is not in the form in which pcicloud writes it"


def compare_reports(bundle: Bundle, assessment: Assessment) -> None:
    """Raises StoreError where a report in the bundle is not what its format makes of the assessment.

    All reports of a bundle are in one language, English or Japanese.
    """
    by_file = {form.FILE: form for form in forms().values()}
    for path in bundle.given():
        if path not in by_file:
            raise StoreError(f"{bundle.folder / path} is not made from the evidence", hint=_HINT)
    in_english = _altered(bundle, by_file, assessment, "en")
    in_japanese = _altered(bundle, by_file, assessment, "ja") if in_english else []
    for path in min(in_english, in_japanese, key=len):
        words = ("check", "--bundle", str(bundle.folder), "--format", by_file[path].NAME, "--output", path)
        raise StoreError(
            f"{bundle.folder / path} is not what pcicloud makes of the evidence",
            hint=f"another rich or jinja2 could have made it; write it anew: {shlex.join(('pcicloud', *words))}",
        )


def _altered(bundle: Bundle, by_file: dict[str, Form], assessment: Assessment, language: Language) -> list[str]:
    return [path for path in bundle.given() if bundle.file(path) != by_file[path].render(assessment, language=language)]
