"""The JUnit XML is what CI servers read: suites, cases and counts that agree, and text that XML allows."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import msgspec
import pytest

from pcicloud.model.assessment import Assessment, Status
from pcicloud.render._plain import plain
from pcicloud.render._words import load
from pcicloud.render.junit import render
from tests.render.sample_assessment import BAD_NAMES, ESCAPE, sample

CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"properties", "testcase"},
    "properties": {"property"},
    "property": set(),
    "testcase": {"failure", "error", "skipped"},
    "failure": set(), "error": set(), "skipped": set(),
}  # fmt: skip
ATTRIBUTES = {
    "testsuites": {"name", "tests", "failures", "errors", "time"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time"},
    "properties": set(),
    "property": {"name", "value"},
    "testcase": {"name", "classname", "time"},
    "failure": {"message", "type"}, "error": {"message", "type"}, "skipped": {"message"},
}  # fmt: skip


def tree(assessment: Assessment, language: Any = "en") -> ElementTree.Element:
    return ElementTree.fromstring(render(assessment, language=language))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_elements_and_attributes_are_those_of_the_jenkins_and_surefire_schemas(
    assessment: Assessment, language: Any
) -> None:
    for element in tree(assessment, language).iter():
        assert {child.tag for child in element} <= CHILDREN[element.tag]
        assert set(element.attrib) == ATTRIBUTES[element.tag]


def test_a_suite_is_a_chapter_and_a_case_a_requirement(assessment: Assessment) -> None:
    suites = tree(assessment).findall("testsuite")
    assert [suite.attrib["name"].split()[0] for suite in suites] == [*map(str, range(1, 13)), "A1", "A2", "A3"]
    cases = [case.attrib["name"].split()[0] for suite in suites for case in suite.findall("testcase")]
    assert cases == [one.id for one in assessment.requirements]


def test_the_counts_are_those_of_the_cases(assessment: Assessment) -> None:
    root = tree(assessment)
    for suite in (root, *root.findall("testsuite")):
        assert int(suite.attrib["tests"]) == len(list(suite.iter("testcase")))
        assert int(suite.attrib["failures"]) == len(list(suite.iter("failure")))
        assert int(suite.attrib["errors"]) == len(list(suite.iter("error")))
        assert int(suite.get("skipped", len(list(suite.iter("skipped"))))) == len(list(suite.iter("skipped")))


def test_only_what_is_met_passes_without_a_word(assessment: Assessment) -> None:
    tags = {Status.NOT_MET: "failure", Status.UNKNOWN: "error"}
    cases = list(tree(assessment).iter("testcase"))
    for case, requirement in zip(cases, assessment.requirements, strict=True):
        if requirement.status is Status.MET:
            assert len(case) == 0
        else:
            assert [child.tag for child in case] == [tags.get(requirement.status, "skipped")]
            word = load().statuses[requirement.status].en
            assert case[0].attrib["message"].startswith(f"{word}: {plain(requirement.reason.en)}")


def test_an_exception_is_told_with_its_owner_and_its_end(assessment: Assessment) -> None:
    messages = [one.attrib["message"] for one in tree(assessment).iter("skipped")]
    excepted = [message for message in messages if message.startswith("excepted: ")]
    assert excepted
    assert all("CISO, until 2027-01-31" in message for message in excepted)


def test_a_failure_lists_every_failing_resource_with_its_evidence(assessment: Assessment) -> None:
    failing = next(one for one in assessment.requirements if one.status is Status.NOT_MET)
    bad = [one for one in assessment.findings if one.id in failing.findings and one.verdict == "fail"]
    text = next(tree(assessment).iter("failure")).text or ""
    assert text.splitlines() == [
        plain(f"{one.resource}: {one.reason} ({one.check}, {one.target}, evidence {' '.join(proofs)})")
        for one in bad
        for proofs in [[name[:12] for name in one.evidence]]
    ]


def test_a_long_failure_says_how_many_findings_it_leaves_out() -> None:
    text = next(tree(sample(many=100)).iter("failure")).text or ""
    assert len(text.splitlines()) == 201
    assert text.splitlines()[-1] == "100 more: pcicloud why 1.2.1"


@pytest.mark.parametrize("name", [*BAD_NAMES, "\ufffe\uffff\x00", "]]>"])
def test_a_bad_name_leaves_the_document_well_formed(assessment: Assessment, name: str) -> None:
    findings = tuple(msgspec.structs.replace(one, resource=name) for one in assessment.findings)
    attacked = msgspec.structs.replace(assessment, findings=findings)
    assert plain(name) in (next(tree(attacked).iter("failure")).text or "")


def test_control_characters_become_visible(assessment: Assessment) -> None:
    texts = "".join(one.text or "" for one in tree(assessment).iter("failure"))
    assert plain(ESCAPE) in texts
