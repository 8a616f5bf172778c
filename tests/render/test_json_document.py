"""The JSON document is the assessment, can be read back, and a wrong one is refused with what is wrong."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from pcicloud.errors import StoreError
from pcicloud.model.assessment import Assessment
from pcicloud.render.document import read, render


def test_what_was_written_is_read_back_equal(assessment: Assessment) -> None:
    assert read(render(assessment, language="en"), name="a.json") == assessment


def test_the_language_changes_nothing(assessment: Assessment) -> None:
    assert render(assessment, language="en") == render(assessment, language="ja")


def test_the_document_says_first_what_it_is(assessment: Assessment) -> None:
    assert render(assessment, language="en").startswith(b'{\n  "schema": "pcicloud.assessment/1"')


def test_the_order_of_params_and_counts_changes_nothing(assessment: Assessment) -> None:
    turned = msgspec.structs.replace(
        assessment,
        summary=dict(reversed(assessment.summary.items())),
        findings=tuple(
            msgspec.structs.replace(one, params=dict(reversed(one.params.items()))) for one in assessment.findings
        ),
    )
    assert render(turned, language="en") == render(assessment, language="en")


def test_unknown_keys_of_a_later_minor_version_are_read_over(assessment: Assessment) -> None:
    plain = msgspec.to_builtins(assessment)
    assert read(json.dumps({**plain, "weather": "fine"}, default=str).encode(), name="a.json") == assessment


def without_a_finding(plain: Any) -> Any:
    return {**plain, "findings": plain["findings"][1:]}


def without_evidence(plain: Any) -> Any:
    return {**plain, "evidence": []}


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda plain: {**plain, "schema": "pcicloud.assessment/2"}, "'pcicloud.assessment/1' is needed"),
        (lambda plain: {key: value for key, value in plain.items() if key != "schema"}, "does not say what it is"),
        (lambda plain: {**plain, "requirements": None}, "requirements"),
        (lambda plain: {key: value for key, value in plain.items() if key != "run"}, "run"),
        (without_a_finding, "which the document does not hold"),
        (without_evidence, "names evidence that the document does not hold"),
        (lambda plain: [], "not a JSON document"),
    ],
)
def test_a_wrong_document_is_refused(assessment: Assessment, change: Any, what: str) -> None:
    data = json.dumps(change(json.loads(render(assessment, language="en")))).encode()
    with pytest.raises(StoreError, match=what) as error:
        read(data, name="a.json")
    assert str(error.value).startswith("a.json: ")
    assert error.value.hint


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(StoreError, match="not a JSON document"):
        read(b"{", name="a.json")
