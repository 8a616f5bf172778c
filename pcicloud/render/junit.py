"""JUnit XML, for CI servers: a test suite for each chapter, a test case for each requirement."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from pcicloud.model.assessment import Assessment, Finding, RequirementResult, Status
from pcicloud.model.outcome import Verdict
from pcicloud.render import Language
from pcicloud.render._plain import plain
from pcicloud.render._view import View, counted, view
from pcicloud.render._words import load, moment, say, spoken, within

NAME = "junit"
MEDIA_TYPE = "application/xml"
FILE = "assessment.junit.xml"
FINDINGS_MAX = 200
#: What CI knows: a failure is a wrong answer, an error is no answer, skipped is a question to somebody else.
OUTCOMES = {
    Status.NOT_MET: "failure",
    Status.UNKNOWN: "error",
    Status.EXCEPTED: "skipped",
    Status.NEEDS_PERSON: "skipped",
    Status.NOT_APPLICABLE: "skipped",
}


def render(assessment: Assessment, *, language: Language) -> bytes:
    """The XML document; a failure or an error lists at most 200 findings, and says how many it leaves out."""
    ways = view(assessment)
    title = say("title", name=assessment.environment.name)
    root = ElementTree.Element(
        "testsuites", {"name": plain(spoken(title, language)), **_counts(assessment.requirements)}
    )
    for chapter in ways.chapters:
        root.append(_suite(chapter, assessment, ways, language))
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _counts(requirements: tuple[RequirementResult, ...]) -> dict[str, str]:
    counts = counted(requirements)
    return {
        "tests": str(len(requirements)),
        "failures": str(counts[Status.NOT_MET]),
        "errors": str(counts[Status.UNKNOWN]),
        "time": "0",
    }


def _suite(chapter: str, assessment: Assessment, ways: View, language: Language) -> ElementTree.Element:
    requirements = ways.chapters[chapter]
    skipped = sum(OUTCOMES.get(requirement.status) == "skipped" for requirement in requirements)
    suite = ElementTree.Element(
        "testsuite",
        {
            "name": plain(f"{chapter} {spoken(within(load().chapters, chapter), language)}"),
            **_counts(requirements),
            "skipped": str(skipped),
        },
    )
    properties = ElementTree.SubElement(suite, "properties")
    for name, value in _facts(assessment, language):
        ElementTree.SubElement(properties, "property", {"name": name, "value": plain(value)})
    suite.extend(_case(requirement, ways, language) for requirement in requirements)
    return suite


def _facts(assessment: Assessment, language: Language) -> Iterator[tuple[str, str]]:
    yield "standard", assessment.standard
    yield "as_of", moment(assessment.as_of)
    yield "run", assessment.run
    yield "catalogue", assessment.catalogue
    yield "tool", assessment.tool
    yield "note", spoken(say("indicated"), language)


def _case(requirement: RequirementResult, ways: View, language: Language) -> ElementTree.Element:
    name = plain(f"{requirement.id} {spoken(requirement.title, language)}")
    case = ElementTree.Element("testcase", {"name": name, "classname": f"pci_dss.{requirement.chapter}", "time": "0"})
    outcome = OUTCOMES.get(requirement.status)
    if outcome is None:
        return case
    word = spoken(load().statuses[requirement.status], language)
    message = plain("; ".join((f"{word}: {spoken(requirement.reason, language)}", *requirement.exceptions)))
    child = ElementTree.SubElement(case, outcome, {"message": message})
    if outcome != "skipped":
        child.attrib["type"] = requirement.status.value
        child.text = "\n".join(_lines(requirement, ways, language))
    return case


def _lines(requirement: RequirementResult, ways: View, language: Language) -> Iterator[str]:
    wanted = Verdict.FAIL if requirement.status is Status.NOT_MET else Verdict.UNKNOWN
    found = [finding for finding in ways.findings_of(requirement) if finding.verdict is wanted]
    yield from (_finding(finding) for finding in found[:FINDINGS_MAX])
    left = len(found) - FINDINGS_MAX
    if left > 0:
        yield spoken(say("more_findings", count=left, id=requirement.id), language)


def _finding(finding: Finding) -> str:
    proof = ", evidence " + " ".join(name[:12] for name in finding.evidence) if finding.evidence else ""
    return plain(f"{finding.resource}: {finding.reason} ({finding.check}, {finding.target}{proof})")
