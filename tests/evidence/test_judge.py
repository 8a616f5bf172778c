"""Which run is judged, what is said of it beside, and evidence that no run of pcicloud leaves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from pcicloud import catalog, workspace
from pcicloud.canonical import canonical
from pcicloud.cli.check import judged
from pcicloud.errors import EvidenceMissing, StoreError
from pcicloud.evidence.store import Store
from pcicloud.judge import environment_of, evidence_of, find_run, judge, shortcomings
from pcicloud.model.assessment import Assessment
from pcicloud.model.run import Planned
from pcicloud.model.sighting import Sighting
from tests.evidence.judged_stories import (
    ACCOUNT,
    AS_OF,
    ENVIRONMENT,
    POLICY,
    REGION,
    STRONG,
    WEAK,
    collected,
    environment_file,
)

CUT_OFF: dict[str, Any] = {"ends": False}
PARTIAL: dict[str, Any] = {"requirements": ("8.3.6",)}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return environment_file(tmp_path)


def chosen(file: Path, run: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The run that is judged where this one is asked for, and what is said of it."""
    with Store.open(workspace.evidence(file)) as store:
        record = find_run(store, run)
        return record.begin.run, shortcomings(store, record)


def assessed(file: Path) -> Assessment:
    with Store.open(workspace.evidence(file)) as store:
        return judge(catalog.load(), store, as_of=AS_OF)[0]


def test_the_newest_whole_run_is_judged_and_nothing_is_said(file: Path) -> None:
    for run in ("r1", "r2"):
        collected(file, run)
    assert chosen(file) == ("r2", ())


@pytest.mark.parametrize(
    ("later", "why"),
    [
        (CUT_OFF, "was cut off or still goes on"),
        (PARTIAL, "looked only for 8.3.6"),
        (PARTIAL | CUT_OFF, "looked only for 8.3.6 and was cut off or still goes on"),
    ],
)
def test_a_newer_run_that_is_not_whole_is_passed_over_and_named(file: Path, later: dict[str, Any], why: str) -> None:
    collected(file, "r1")
    collected(file, "r2", **later)
    run, (said,) = chosen(file)
    assert run == "r1"
    assert f"run r2 is newer and {why}" in said
    assert "--run r2" in said


@pytest.mark.parametrize(("only", "why"), [(CUT_OFF, "was cut off"), (PARTIAL, "looked only for 8.3.6")])
def test_where_no_run_is_whole_the_newest_is_judged_and_what_it_lacks_is_said(
    file: Path, only: dict[str, Any], why: str
) -> None:
    collected(file, "r1", **PARTIAL)
    collected(file, "r2", **only)
    run, (said,) = chosen(file)
    assert run == "r2"
    assert f"run r2 {why}" in said


def test_a_run_that_is_named_is_judged_whatever_it_lacks(file: Path) -> None:
    collected(file, "r1", **PARTIAL)
    collected(file, "r2")
    run, said = chosen(file, "r1")
    assert run == "r1"
    assert len(said) == 2
    assert "r2 is newer and whole" in said[1]
    with pytest.raises(EvidenceMissing, match="there is no run r9"):
        chosen(file, "r9")


def test_a_run_of_an_older_pcicloud_that_did_not_say_what_it_looked_for_counts_as_whole(file: Path) -> None:
    def older(begin: Any) -> Any:
        body = msgspec.to_builtins(begin)
        del body["requirements"]
        return msgspec.defstruct("OlderBegin", [(name, Any) for name in body])(**body)

    collected(file, "r1", begin=older)
    assert b'"requirements"' not in (workspace.evidence(file) / "log.jsonl").read_bytes()
    assert chosen(file) == ("r1", ())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (ENVIRONMENT, ""),
        (ENVIRONMENT + "# a remark\n", ""),
        (ENVIRONMENT + "entity: merchant\n", "entity"),
        (ENVIRONMENT + "hosts: [{name: web1}]\nparameters: {a: 1}\n", "hosts, parameters"),
        (ENVIRONMENT.replace("{}", "{regions: [eu-west-1]}"), "aws"),
        (ENVIRONMENT.replace("{}", "{config_file: elsewhere}"), ""),
        (
            ENVIRONMENT + "exceptions: [{requirement: 8.3.6, reason: r, owner: o, until: 2030-01-01}]\n",
            "exceptions",
        ),
    ],
)
def test_an_environment_that_has_changed_since_the_run_is_said_and_the_old_one_is_judged(
    file: Path, capsys: pytest.CaptureFixture[str], text: str, parts: str
) -> None:
    collected(file, "r1")
    before = judged(file, as_of=AS_OF)
    assert capsys.readouterr().err == ""
    environment_file(file.parent, text)
    assert judged(file, as_of=AS_OF) == before
    said = capsys.readouterr().err
    wanted = f"has changed since this run: {parts}; `pcicloud collect -e {file}` takes it in" if parts else ""
    assert wanted in said
    assert bool(said) == bool(parts)


def test_an_environment_that_can_not_be_read_any_more_is_said(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    collected(file, "r1")
    environment_file(file.parent, ENVIRONMENT + "modle: aws\n")
    judged(file, as_of=AS_OF)
    assert "environment.yaml:4: there is no such key as `modle`" in capsys.readouterr().err
    file.unlink()
    judged(file, as_of=AS_OF)
    assert capsys.readouterr().err == ""


def again_and_better(line: Any) -> list[Any]:
    """A second answer to the same question, which would cover the first."""
    return [line, msgspec.structs.replace(line, object=None, gap="denied: no")]


def unplanned(line: Any) -> list[Any]:
    return [msgspec.structs.replace(line, collector="aws.iam_users")]


def fewer(line: Any) -> list[Any]:
    return [msgspec.structs.replace(line, population=0)]


def altered(line: Any, **changes: Any) -> list[Any]:
    """The line with values that its type would not hold."""
    body = {**msgspec.to_builtins(line), **changes}
    return [msgspec.defstruct("Altered", [(name, Any) for name in body])(**body)]


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        (again_and_better, "line 3 of the log .* did not plan to ask aws.iam_password_policy .*, or has done so"),
        (unplanned, "line 2 of the log .* did not plan to ask aws.iam_users"),
        (fewer, "line 2 of the log .* its population is not that of object"),
        (
            lambda line: altered(line, collected_at="2026-11-23T12:00:00"),
            "line 2 of the log .* timezone",
        ),
        (lambda line: altered(line, asked=7), "line 2 of the log is not what a run of pcicloud leaves"),
    ],
)
def test_evidence_that_no_run_leaves_is_refused(file: Path, lines: Any, what: str) -> None:
    collected(file, "r1", STRONG, lines=lines)
    with pytest.raises(StoreError, match=what) as error:
        assessed(file)
    assert error.value.hint


@pytest.mark.parametrize(
    ("content", "what"), [(b"[]", "is not what a run"), (b"{", "is not what a run"), (b"[" * 200_000, "is not what")]
)
def test_an_object_that_is_no_sighting_is_refused(file: Path, content: bytes, what: str) -> None:
    with Store.open(workspace.evidence(file), write=True, environment="shop") as store:
        name = store._objects.keep(content)
    collected(file, "r1", lines=lambda line: [msgspec.structs.replace(line, object=name)])
    with pytest.raises(StoreError, match=f"object {name} {what}"):
        assessed(file)


@pytest.mark.parametrize("targets", [(), ("nowhere",), (ACCOUNT,), (REGION,), (REGION, ACCOUNT, "host:web1")])
def test_a_run_that_left_out_or_added_a_place_is_refused(file: Path, targets: tuple[str, ...]) -> None:
    """A region that nobody looked at would else have no findings at all, instead of unknown ones."""
    collected(file, "r1", begin=lambda begin: msgspec.structs.replace(begin, targets=targets))
    with pytest.raises(StoreError, match="the begin of run r1 is not what"):
        assessed(file)


def test_evidence_of_another_environment_is_refused(file: Path, tmp_path: Path) -> None:
    """The store takes no such line; a bundle that is made by hand could hold it."""
    collected(file, "r1")
    with Store.open(workspace.evidence(file)) as store:
        store.environment = "other"
        with pytest.raises(StoreError, match="its name is shop, and the log is of other"):
            judge(catalog.load(), store, as_of=AS_OF)
        with pytest.raises(StoreError, match=r"line 2 of the log .* it is of shop, and the log is of other"):
            list(evidence_of(store, find_run(store, None)))


def test_a_begin_that_is_no_environment_is_refused(file: Path) -> None:
    with Store.open(workspace.evidence(file), write=True, environment="shop") as store:
        name = store._objects.keep(canonical(Sighting()))
    collected(file, "r2", begin=lambda begin: msgspec.structs.replace(begin, object=name))
    with pytest.raises(StoreError, match="the environment of run r2 is not what"):
        assessed(file)


def test_a_run_that_begins_twice_is_refused(file: Path) -> None:
    collected(file, "r1")
    collected(file, "r1")
    with pytest.raises(StoreError, match="line 6 of the log: run r1 begins or ends twice"):
        assessed(file)


def test_the_environment_of_a_run_is_the_one_of_its_begin(file: Path) -> None:
    collected(file, "r1", WEAK)
    with Store.open(workspace.evidence(file)) as store:
        record = find_run(store, None)
        assert environment_of(store, record).name == "shop"
        assert (record.begin.planned, record.begin.targets) == (
            (Planned(collector=POLICY, target=ACCOUNT),),
            (REGION, ACCOUNT),
        )
