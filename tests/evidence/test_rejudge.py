"""A bundle is judged again before it is believed: whoever signs a forged assessment, its evidence says otherwise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pcicloud import catalog
from pcicloud.canonical import canonical
from pcicloud.cli.check import judged
from pcicloud.cli.evidence import verification
from pcicloud.errors import EvidenceMissing, StoreError
from pcicloud.evidence.verify import verify
from pcicloud.model.assessment import Assessment, Status
from pcicloud.model.outcome import Verdict
from pcicloud.render import forms
from tests.evidence.judged_stories import WEAK, bundled, collected, copied, environment_file, evidence, forge, signer_of


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The environment.yaml of an environment whose passwords are too short."""
    file = environment_file(tmp_path_factory.mktemp("shop"))
    collected(file, "r1", WEAK)
    return file


@pytest.fixture(scope="module")
def whole(file: Path) -> Path:
    return bundled(file, file.parent / "bundle")


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    return copied(whole, tmp_path)


def assessment_of(folder: Path) -> Assessment:
    return msgspec.json.decode((folder / "assessment.json").read_bytes(), type=Assessment)


def written(assessment: Assessment, *names: str) -> dict[str, bytes]:
    known = forms()
    return {known[name].FILE: known[name].render(assessment, language="en") for name in names or known}


def all_met(assessment: Assessment) -> Assessment:
    """The assessment that a forger would like, of one piece with itself."""
    requirements = tuple(msgspec.structs.replace(one, status=Status.MET) for one in assessment.requirements)
    findings = tuple(msgspec.structs.replace(one, verdict=Verdict.PASS) for one in assessment.findings)
    summary = dict.fromkeys(assessment.summary, 0) | {"met": len(requirements)}
    return msgspec.structs.replace(assessment, requirements=requirements, findings=findings, summary=summary)


def test_an_honest_bundle_is_judged_again_to_the_same_bytes(whole: Path) -> None:
    found = verification(whole, vkey=verify(whole).vkey)
    assert (found.rejudged, found.pinned, found.unverified) == (True, True, ())
    assert judged(Path("nowhere"), bundle=whole) == assessment_of(whole)
    assert assessment_of(whole).summary["not_met"] > 0


def test_an_honest_bundle_in_japanese_is_the_same(file: Path, tmp_path: Path) -> None:
    assert verification(bundled(file, tmp_path / "bundle", language="ja"), vkey=None).rejudged


def test_a_forged_assessment_that_is_well_signed_names_the_first_other_status(folder: Path, file: Path) -> None:
    true = assessment_of(folder)
    forge(folder, signer_of(file), written(all_met(true)))
    assert verify(folder).lines == 3, "the evidence itself is whole and well signed"
    first = next(one for one in true.requirements if one.status is not Status.MET)
    said = f"assessment.json: {first.id} is said to be met, but the evidence says {first.status}"
    for look in (lambda: verification(folder, vkey=None), lambda: judged(file, bundle=folder)):
        with pytest.raises(StoreError, match=said) as error:
            look()
        assert error.value.exit_code == 2


def without_a_requirement(true: Assessment) -> Assessment:
    return msgspec.structs.replace(true, requirements=true.requirements[1:])


def other_reason(true: Assessment) -> Assessment:
    first = msgspec.structs.replace(true.requirements[0], reason=true.requirements[-1].reason, exceptions=("all fine",))
    return msgspec.structs.replace(true, requirements=(first, *true.requirements[1:]))


def other_finding(true: Assessment) -> Assessment:
    first = msgspec.structs.replace(true.findings[0], reason="all fine")
    return msgspec.structs.replace(true, findings=(first, *true.findings[1:]))


def other_count(true: Assessment) -> Assessment:
    return msgspec.structs.replace(true, summary={**true.summary, "not_met": 0})


def other_subject(true: Assessment) -> Assessment:
    return msgspec.structs.replace(true, environment=msgspec.structs.replace(true.environment, name="other"))


def fresher(true: Assessment) -> Assessment:
    return msgspec.structs.replace(true, as_of=true.as_of.replace(year=2030))


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (without_a_requirement, "1.1.1 is missing"),
        (other_reason, "what is said of 1.1.1 is not what the evidence says"),
        (other_finding, "what is said under `findings` is not"),
        (other_count, "what is said under `summary` is not"),
        (other_subject, "what is said under `environment` is not"),
        (fresher, "what is said under `as_of` is not"),
    ],
)
def test_every_part_of_the_assessment_must_be_what_the_evidence_says(
    folder: Path, file: Path, change: Any, what: str
) -> None:
    forge(folder, signer_of(file), written(change(assessment_of(folder)), "json"))
    with pytest.raises(StoreError, match=what):
        verification(folder, vkey=None)


def test_an_assessment_in_another_form_is_refused(folder: Path, file: Path) -> None:
    same = json.dumps(json.loads((folder / "assessment.json").read_bytes())).encode()
    forge(folder, signer_of(file), {"assessment.json": same})
    with pytest.raises(StoreError, match="not in the form in which pcicloud writes it"):
        verification(folder, vkey=None)


@pytest.mark.parametrize("content", [b"", b"{}", b"[" * 200_000, b"\xff", b'{"tool":1,"catalogue":2}'])
def test_what_is_no_assessment_is_refused(folder: Path, file: Path, content: bytes) -> None:
    forge(folder, signer_of(file), {"assessment.json": content})
    with pytest.raises(StoreError, match="this is not an assessment"):
        verification(folder, vkey=None)


@pytest.mark.parametrize("name", sorted(set(forms()) - {"json"}))
def test_a_forged_report_beside_a_right_assessment_is_named(folder: Path, file: Path, name: str) -> None:
    """A person opens the page and not the JSON."""
    forged = written(all_met(assessment_of(folder)), name)
    forge(folder, signer_of(file), forged)
    with pytest.raises(StoreError, match=f"{next(iter(forged))} is not what pcicloud makes of the evidence") as error:
        verification(folder, vkey=None)
    assert f"--format {name}" in error.value.hint


def test_a_file_that_is_made_from_nothing_is_named(folder: Path, file: Path) -> None:
    forge(folder, signer_of(file), {"letter.html": b"<h1>All 280 requirements are in place</h1>"})
    with pytest.raises(StoreError, match=r"letter\.html is not made from the evidence"):
        verification(folder, vkey=None)


@pytest.mark.parametrize(
    ("key", "value", "what"),
    [("catalogue", "ab" * 32, "other catalogue"), ("tool", "pcicloud 0.0.1", "other tool")],
)
def test_a_forger_who_says_that_another_judged_gains_no_exit_code_0(
    folder: Path, file: Path, capsys: pytest.CaptureFixture[str], key: str, value: str, what: str
) -> None:
    true = assessment_of(folder)
    forged = msgspec.structs.replace(all_met(true), **{key: value})
    forge(folder, signer_of(file), written(forged))
    found = verification(folder, vkey=None)
    assert not found.rejudged
    assert [reason for reason in found.unverified if f"not re-judged: {what}" in reason and value in reason]
    assert judged(file, bundle=folder) == true, "check shows its own judgement, not the bundle's"
    assert f"new judgement, not that of the bundle; {what}" in capsys.readouterr().err


def test_a_bundle_without_an_assessment_is_not_wholly_verified(folder: Path, file: Path) -> None:
    forge(folder, signer_of(file), {"assessment.json": None})
    assert verification(folder, vkey=None).unverified == ("not re-judged: the bundle holds no assessment.json",)


def test_an_older_moment_in_the_manifest_does_not_go_with_the_assessment(folder: Path, file: Path) -> None:
    forge(folder, signer_of(file), {}, as_of="2026-11-23T12:30:00Z")
    with pytest.raises(StoreError, match="`as_of`"):
        verification(folder, vkey=None)


def test_a_moment_without_time_zone_is_refused(folder: Path, file: Path) -> None:
    forge(folder, signer_of(file), {}, as_of="2026-11-23T12:30:00")
    with pytest.raises(StoreError, match="manifest is damaged"):
        verification(folder, vkey=None)


def test_a_bundle_of_a_run_without_begin_says_nothing(tmp_path: Path) -> None:
    """A forger who leaves out the first line leaves out what was planned."""
    from pcicloud.evidence.export import export
    from pcicloud.evidence.store import Store
    from tests.evidence.judged_stories import AS_OF, NAME

    line, seen = evidence("r1", WEAK)
    with Store.open(tmp_path / "evidence", write=True, environment=NAME) as store:
        store.keep(seen)
        store.append(line)
        export(store, "r1", tmp_path / "bundle", {"assessment.json": canonical({})}, as_of=AS_OF, tool="t")
    with pytest.raises(EvidenceMissing, match="there is no run r1"):
        verification(tmp_path / "bundle", vkey=None)


def test_another_catalogue_that_judges_is_said_with_both_digests(
    whole: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The patch stands for a later version of controls/: nothing else of pcicloud is replaced."""
    now = catalog.load()
    monkeypatch.setattr(catalog, "load", lambda: msgspec.structs.replace(now, digest="cd" * 32))
    judged(Path("nowhere"), bundle=whole)
    said = capsys.readouterr().err
    assert now.digest in said
    assert "cd" * 32 in said
    assert verification(whole, vkey=None).unverified
