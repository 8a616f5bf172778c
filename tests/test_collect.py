"""Looking: each call once, gaps with reasons, runs that go on, and errors that a user can do something about."""

from __future__ import annotations

import json
import socket
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pcicloud import catalog, workspace
from pcicloud.collect import Progress, Summary, collect
from pcicloud.emulator import process
from pcicloud.environment import load
from pcicloud.errors import OutsideError, StoreError
from pcicloud.evidence.store import Store
from pcicloud.judge import judge
from pcicloud.model.assessment import Assessment
from pcicloud.model.environment import Environment

pytestmark = pytest.mark.aws
POLICY = "iam:GetAccountPasswordPolicy"
CHOSEN = ("8.3.6", "8.3.7")


@pytest.fixture
def fault(emulated: Path) -> Iterator[Callable[..., None]]:
    """A function that makes an operation of the emulator fail until the test ends."""
    address = f"{process.status(workspace.emulator(emulated)).endpoint_url}/_pcicloud/faults"

    def add(operation: str, error: str, times: int | None = None) -> None:
        body = json.dumps([{"operation": operation, "error": error, "times": times}]).encode()
        urllib.request.urlopen(urllib.request.Request(address, data=body, method="POST")).close()

    yield add
    urllib.request.urlopen(urllib.request.Request(address, method="DELETE")).close()


@pytest.fixture
def env(emulated: Path) -> Environment:
    return load(emulated)


def run(env: Environment, folder: Path, **options: Any) -> Summary:
    with Store.open(folder, write=True, environment=env.name) as store:
        return collect(env, catalog.load(), store, requirements=CHOSEN, **options)


def judged(folder: Path) -> Assessment:
    with Store.open(folder) as store:
        return judge(catalog.load(), store, as_of=datetime.now(UTC))[0]


def length_findings(assessment: Assessment) -> list[tuple[str, str]]:
    return [(f.verdict.value, f.reason) for f in assessment.findings if f.check == "aws.iam_password_length"]


def test_each_question_is_asked_once_however_many_checks_read_it(env: Environment, tmp_path: Path) -> None:
    address = process.status(Path(str(env.aws and env.aws.config_file)).parent)
    before = (address.calls_by_operation or {}).get(POLICY, 0)
    run(env, tmp_path / "store")
    after = process.status(Path(str(env.aws and env.aws.config_file)).parent).calls_by_operation or {}
    assert after[POLICY] == before + 1


def test_a_denied_call_is_a_gap_and_its_checks_are_unknown(env: Environment, tmp_path: Path, fault: Any) -> None:
    fault(POLICY, "AccessDenied")
    summary = run(env, tmp_path / "store")
    assert [gap[0] for gap in summary.gaps] == ["aws.iam_password_policy"]
    [(verdict, reason)] = length_findings(judged(tmp_path / "store"))
    assert verdict == "unknown"
    assert "denied" in reason
    assert POLICY in reason


def test_throttling_that_ends_is_waited_out(env: Environment, tmp_path: Path, fault: Any) -> None:
    fault(POLICY, "Throttling", times=2)
    assert run(env, tmp_path / "store").gaps == ()


def test_throttling_that_does_not_end_is_a_gap(env: Environment, tmp_path: Path, fault: Any) -> None:
    fault(POLICY, "Throttling")
    [(_, _, reason)] = run(env, tmp_path / "store").gaps
    assert reason.startswith("throttled")


def test_a_run_that_was_cut_off_goes_on_and_asks_nothing_twice(env: Environment, tmp_path: Path) -> None:
    class Cut(Exception):
        pass

    def cut(progress: Progress) -> None:
        raise Cut

    with pytest.raises(Cut):
        run(env, tmp_path / "store", progress=cut)
    with Store.open(tmp_path / "store") as store:
        kept = len(list(store.lines("pcicloud.evidence/1")))
    summary = run(env, tmp_path / "store")
    assert summary.resumed == kept >= 1
    with Store.open(tmp_path / "store") as store:
        assert len(store.runs()) == 1
        pairs = [(body["collector"], body["target"]) for _, body in store.lines("pcicloud.evidence/1")]
    assert len(pairs) == len(set(pairs)) == summary.questions


def test_fresh_begins_anew(env: Environment, tmp_path: Path) -> None:
    first, second = run(env, tmp_path / "store"), run(env, tmp_path / "store", fresh=True)
    assert first.run != second.run
    assert second.resumed == 0


def test_wrong_credentials_are_one_sentence_and_nothing_is_begun(
    env: Environment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = tmp_path / "config"
    wrong.write_text(
        Path(str(env.aws and env.aws.config_file))
        .read_text()
        .replace("aws_access_key_id = emulator", "aws_access_key_id = AKIAWRONG")
    )
    assert env.aws
    elsewhere = msgspec.structs.replace(env, aws=msgspec.structs.replace(env.aws, config_file=str(wrong)))
    with pytest.raises(OutsideError, match="AWS did not say who we are") as error:
        run(elsewhere, tmp_path / "store")
    assert "InvalidClientTokenId" in error.value.what
    with Store.open(tmp_path / "store") as store:
        assert store.runs() == ()


def test_an_endpoint_that_is_down_is_one_sentence(env: Environment, tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
    assert env.aws
    down = msgspec.structs.replace(env, aws=msgspec.structs.replace(env.aws, endpoint_url=address))
    with pytest.raises(OutsideError, match="could not be reached"):
        run(down, tmp_path / "store")


def test_a_second_run_at_the_same_time_is_refused_and_names_the_first(env: Environment, tmp_path: Path) -> None:
    with Store.open(tmp_path / "store", write=True, environment=env.name), pytest.raises(StoreError, match="in use"):
        run(env, tmp_path / "store")


def test_a_run_says_which_requirements_it_looked_for_and_goes_on_only_for_the_same(
    env: Environment, tmp_path: Path
) -> None:
    class Cut(Exception):
        pass

    def cut(progress: Progress) -> None:
        raise Cut

    with pytest.raises(Cut):
        run(env, tmp_path / "store", progress=cut)
    with Store.open(tmp_path / "store", write=True) as store:
        collect(env, catalog.load(), store, requirements=CHOSEN[::-1])
        assert [(record.begin.requirements, record.end is None) for record in store.runs()] == [
            (CHOSEN, True),
            (CHOSEN[::-1], False),
        ]
