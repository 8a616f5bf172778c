"""The commands about evidence as a shell sees them: the answer, the talk beside it, and the exit code."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pcicloud import resources, workspace
from pcicloud.evidence.note import Signer, generate_private_key
from pcicloud.evidence.store import Store
from tests.evidence.judged_stories import AS_OF, WEAK, bundled, collected, copied, environment_file, forge, signer_of


def pcicloud(*words: object, cwd: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pcicloud", *(str(word) for word in words)],
        cwd=cwd,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100"},
        text=True,
        capture_output=True,
        check=False,
        **options,
    )


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = environment_file(tmp_path_factory.mktemp("shop"))
    collected(file, "r1", WEAK)
    return file


@pytest.fixture(scope="module")
def bundle(file: Path) -> Path:
    return bundled(file, file.parent / "bundle")


@pytest.fixture(scope="module")
def vkey(file: Path) -> str:
    return str(signer_of(file).verifier)


def document(answer: str) -> Any:
    """The document, which has the schema that it says it has."""
    found = json.loads(answer)
    path = resources.folder("reports") / "schemas" / f"{found['schema'].replace('/', '-')}.json"
    jsonschema.validate(found, json.loads(path.read_bytes()))
    return found


def test_a_bundle_verifies_with_exit_0_and_says_who_signed_it(file: Path, bundle: Path, vkey: str) -> None:
    loose = pcicloud("evidence", "verify", bundle, cwd=file.parent)
    assert loose.returncode == 0
    assert f"signed with {vkey}" in loose.stdout
    assert "not pinned" in loose.stdout
    pinned = pcicloud("evidence", "verify", bundle, "--vkey", vkey, cwd=file.parent)
    assert pinned.returncode == 0
    assert "not pinned" not in pinned.stdout
    assert "the same assessment and reports, byte for byte" in pinned.stdout
    found = document(pcicloud("evidence", "verify", bundle, "--format", "json", cwd=file.parent).stdout)
    assert (found["schema"], found["rejudged"], found["pinned"]) == ("pcicloud.verification/1", True, False)


@pytest.mark.parametrize("words", [("check", "--bundle"), ("evidence", "verify"), ("evidence", "list", "--bundle")])
def test_a_bundle_of_another_signer_than_the_pinned_one_is_exit_2(file: Path, bundle: Path, words: Any) -> None:
    other = Signer(signer_of(file).verifier.name, generate_private_key()).verifier
    done = pcicloud(*words, bundle, "--vkey", other, cwd=file.parent)
    assert done.returncode == 2
    assert "is signed with another key" in done.stderr
    assert done.stdout == ""


def test_check_of_a_bundle_says_that_its_signer_is_not_pinned(file: Path, bundle: Path, vkey: str) -> None:
    loose = pcicloud("check", "--bundle", bundle, cwd=file.parent)
    assert f"note: signed with {vkey}, not pinned" in loose.stderr
    pinned = pcicloud("check", "--bundle", bundle, "--vkey", vkey, cwd=file.parent)
    assert pinned.stderr == ""
    assert loose.returncode == pinned.returncode == 1
    assert loose.stdout == pinned.stdout


def test_a_verifier_key_without_a_bundle_is_exit_2(file: Path, vkey: str) -> None:
    done = pcicloud("check", "--vkey", vkey, cwd=file.parent)
    assert done.returncode == 2
    assert "--bundle" in done.stderr


def test_a_forged_bundle_is_exit_2_and_names_the_requirement(file: Path, bundle: Path, tmp_path: Path) -> None:
    forged = copied(bundle, tmp_path)
    said = json.loads((forged / "assessment.json").read_bytes())
    met = next(one for one in said["requirements"] if one["status"] == "unknown")
    met["status"] = "met"
    forge(forged, signer_of(file), {"assessment.json": json.dumps(said).encode()})
    for words in (("evidence", "verify", forged), ("check", "--bundle", forged)):
        done = pcicloud(*words, cwd=file.parent)
        assert done.returncode == 2
        assert f"{met['id']} is said to be met, but the evidence says unknown" in done.stderr
        assert done.stdout == ""


def test_what_is_verified_only_in_part_is_exit_3_and_says_why(bundle: Path, file: Path, tmp_path: Path) -> None:
    forged = copied(bundle, tmp_path)
    said = json.loads((forged / "assessment.json").read_bytes())
    forge(forged, signer_of(file), {"assessment.json": json.dumps({**said, "catalogue": "ab" * 32}).encode()})
    done = pcicloud("evidence", "verify", forged, cwd=tmp_path)
    assert done.returncode == 3
    assert f"not re-judged: other catalogue: the bundle was judged with {'ab' * 32}" in done.stdout
    found = pcicloud("evidence", "verify", forged, "--format", "json", cwd=tmp_path)
    assert found.returncode == 3
    assert document(found.stdout)["unverified"]


def test_a_store_that_is_not_signed_is_exit_3_and_says_why(tmp_path: Path) -> None:
    file = environment_file(tmp_path)
    collected(file, "r1", ends=False)
    done = pcicloud("evidence", "verify", cwd=tmp_path)
    assert done.returncode == 3
    assert "2 lines are not signed: a run goes on, or was cut off" in done.stdout
    collected(file, "r2")
    assert pcicloud("evidence", "verify", cwd=tmp_path).returncode == 0
    collected(file, "r3", ends=False)
    assert pcicloud("evidence", "verify", cwd=tmp_path).returncode == 3


def test_a_store_whose_checkpoints_were_removed_is_exit_3(tmp_path: Path) -> None:
    file = environment_file(tmp_path)
    folder = collected(file, "r1")
    for path in (folder / "checkpoints").iterdir():
        path.unlink()
    assert pcicloud("evidence", "verify", cwd=tmp_path).returncode == 3


def test_a_store_without_evidence_is_exit_3(tmp_path: Path) -> None:
    file = environment_file(tmp_path)
    Store.open(workspace.evidence(file), write=True, environment="shop").close()
    done = pcicloud("evidence", "verify", cwd=tmp_path)
    assert done.returncode == 3
    assert "there is no evidence yet" in done.stdout


def test_evidence_is_listed_and_shown_to_a_person_and_to_a_machine(file: Path, bundle: Path) -> None:
    runs = document(pcicloud("evidence", "list", "--runs", "-f", "json", cwd=file.parent).stdout)
    assert [(one["run"], one["planned"], one["requirements"]) for one in runs["runs"]] == [("r1", 1, [])]
    for place in ((), ("--bundle", bundle)):
        listed = document(pcicloud("evidence", "list", "-f", "json", *place, cwd=file.parent).stdout)
        (item,) = listed["items"]
        assert item["id"][:12] in pcicloud("evidence", "list", *place, cwd=file.parent).stdout
        text = pcicloud("evidence", "show", item["id"][:8], *place, cwd=file.parent).stdout
        assert "collected  2026-11-23T12:00:00Z by auditor; holds for 1 days" in text
        assert '"MinimumPasswordLength": 8' in text
        shown = document(pcicloud("evidence", "show", item["id"], "-f", "json", *place, cwd=file.parent).stdout)
        assert shown["evidence"] == item["evidence"]
        assert shown["sighting"]["seen"][0]["body"] == WEAK


def test_an_id_that_fits_nothing_is_exit_2(file: Path) -> None:
    done = pcicloud("evidence", "show", "nothing", cwd=file.parent)
    assert done.returncode == 2
    assert "pcicloud evidence list" in done.stderr


def test_the_next_step_after_a_report_pins_the_key(file: Path, vkey: str, tmp_path: Path) -> None:
    done = pcicloud("report", "--output", tmp_path / "out", "--as-of", f"{AS_OF:%Y-%m-%dT%H:%M:%S}", cwd=file.parent)
    assert done.returncode == 0
    assert f"pcicloud evidence verify {tmp_path / 'out'} --vkey {vkey}" in done.stderr
    assert pcicloud("evidence", "verify", tmp_path / "out", "--vkey", vkey, cwd=tmp_path).returncode == 0


def test_check_and_report_say_that_environment_yaml_has_changed(tmp_path: Path) -> None:
    file = environment_file(tmp_path)
    collected(file, "r1")
    environment_file(tmp_path, file.read_text() + "entity: merchant\n")
    for words in (("check",), ("report", "--output", "out", "--quiet")):
        done = pcicloud(*words, cwd=tmp_path)
        said = "environment.yaml has changed since this run: entity; `pcicloud collect` takes it in"
        assert said in done.stderr


def newer_store(folder: Path) -> None:
    (folder / "store.json").write_text('{"environment":"shop","schema":"pcicloud.store/2"}\n')


def foreign_store(folder: Path) -> None:
    (folder / "store.json").write_text('{"environment":"other","schema":"pcicloud.store/1"}\n')


def lost_log(folder: Path) -> None:
    (folder / "log.jsonl").unlink()


@pytest.mark.parametrize(
    ("alter", "what"),
    [
        (newer_store, "was written by a newer pcicloud"),
        (foreign_store, "this is not the key of other"),
        (lost_log, "log.jsonl is missing"),
    ],
)
@pytest.mark.parametrize(
    "words", [("check",), ("report",), ("evidence", "list"), ("evidence", "verify"), ("why", "8.3.6")]
)
def test_a_store_that_can_not_be_read_is_one_sentence_and_exit_2(
    tmp_path: Path, alter: Callable[[Path], None], what: str, words: tuple[str, ...]
) -> None:
    file = environment_file(tmp_path)
    alter(collected(file, "r1"))
    done = pcicloud(*words, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert what in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_report_while_a_run_goes_on_is_one_sentence_that_names_the_run_and_exit_2(tmp_path: Path) -> None:
    file = environment_file(tmp_path)
    collected(file, "r1")
    with Store.open(workspace.evidence(file), write=True):
        done = pcicloud("report", cwd=tmp_path)
        assert done.returncode == 2
        assert f"is in use by process {os.getpid()}" in done.stderr
        assert pcicloud("check", cwd=tmp_path).returncode in (1, 3), "reading goes on"


def test_a_report_on_a_full_disk_is_one_sentence_and_exit_4_and_leaves_no_half_bundle(tmp_path: Path) -> None:
    file = environment_file(tmp_path)
    collected(file, "r1")

    def small_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    done = pcicloud("report", "--output", "out", cwd=tmp_path, preexec_fn=small_files)
    assert done.returncode == 4, done.stderr
    assert "the disk is full" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == [".pcicloud", "environment.yaml"]
