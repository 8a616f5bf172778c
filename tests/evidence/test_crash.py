from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pcicloud.errors import StoreError
from pcicloud.evidence.store import Store
from pcicloud.evidence.verify import verify
from tests.evidence.evidence_stories import ENVIRONMENT, begin, collect, evidence, write_store

WRITER = Path(__file__).with_name("killed_writer.py")


def run_and_kill(folder: Path, *, acknowledged: int, delay_s: float) -> list[str]:
    """The ids that a writer acknowledged before it was killed, some time after its n-th acknowledgement."""
    with subprocess.Popen([sys.executable, WRITER, folder], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        ids = [writer.stdout.readline() for _ in range(acknowledged)]
        time.sleep(delay_s)
        writer.kill()
        ids += writer.stdout.readlines()
    return [line.strip() for line in ids if line.endswith("\n")]


@pytest.mark.slow
def test_a_writer_killed_at_any_moment_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    folder, moments, acknowledged = tmp_path / "evidence", random.Random(), list[str]()
    for round_number in range(15):
        if round_number == 7:
            (folder / "index.sqlite").unlink()
        acknowledged += run_and_kill(folder, acknowledged=moments.randrange(1, 12), delay_s=moments.random() / 50)
        verify(folder)
        with Store.open(folder) as store:
            assert set(acknowledged) <= {line.id for line, _ in store.lines()}
        with Store.open(folder, write=True) as store:
            assert set(acknowledged) <= {line.id for line, _ in store.lines()}
            assert not list((folder / "unfinished").iterdir())
            store.sign()
        assert verify(folder).unfinished_bytes == 0
    assert len(acknowledged) > 15


@pytest.mark.slow
def test_a_writer_killed_while_it_makes_the_store_leaves_one_that_can_be_made_whole(tmp_path: Path) -> None:
    moments = random.Random()
    for round_number in range(8):
        folder = tmp_path / f"evidence{round_number}"
        with subprocess.Popen([sys.executable, WRITER, folder], stdout=subprocess.DEVNULL) as writer:
            while not folder.exists():
                time.sleep(0.001)
            time.sleep(moments.random() / 25)
            writer.kill()
        with Store.open(folder, write=True, environment=ENVIRONMENT) as store:
            collect(store, "after")
        assert verify(folder).signed_lines >= 5


@pytest.fixture(scope="module")
def torn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, bytes, bytes]:
    """A store; its index and its log before a group of lines was appended; its log after it."""
    folder = tmp_path_factory.mktemp("torn") / "evidence"
    write_store(folder, "r1")
    index, acknowledged = (folder / "index.sqlite").read_bytes(), (folder / "log.jsonl").read_bytes()
    with Store.open(folder, write=True) as store:
        store.append_all([evidence("r2", n, kept=None, gap="denied") for n in range(3)])
    return folder, index, acknowledged, (folder / "log.jsonl").read_bytes()


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_torn_tail_is_cut_away_and_whole_lines_are_taken_in(
    data: st.DataObject, torn: tuple[Path, bytes, bytes, bytes]
) -> None:
    folder, index, acknowledged, written = torn
    log = folder / "log.jsonl"
    kept = data.draw(st.integers(len(acknowledged), len(written)))
    (folder / "index.sqlite").write_bytes(index)
    log.write_bytes(written[:kept])

    assert verify(folder).lines == 5 + written[len(acknowledged) : kept].count(b"\n")
    with Store.open(folder, write=True):
        pass
    assert log.read_bytes() == written[: written.rfind(b"\n", 0, kept) + 1]
    found = verify(folder)
    assert found.unfinished_bytes == 0
    assert found.lines == 5 + written[len(acknowledged) : kept].count(b"\n")


@pytest.mark.parametrize(
    "tail", [b"\0" * 4096, b"\0" * 100 + b'\n{"schema":"pcicloud.run_end/1"}\n', b'{"a":1}\n', b"\n"]
)
def test_what_a_power_cut_leaves_behind_the_acknowledged_lines_is_cut_away(tmp_path: Path, tail: bytes) -> None:
    folder = tmp_path / "evidence"
    write_store(folder, "r1")
    log = folder / "log.jsonl"
    acknowledged = log.read_bytes()
    log.write_bytes(acknowledged + tail)
    assert verify(folder).unfinished_bytes == len(tail)
    with Store.open(folder, write=True) as store:
        assert len(list(store.lines())) == 5
    assert log.read_bytes() == acknowledged


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    with Store.open(folder, write=True, environment=ENVIRONMENT) as store:
        store.append(begin(store, "r1"))
        store.append(evidence("r1", 0, kept=None, gap="denied"))
    with Store.open(folder, write=True) as store:
        (record,) = store.runs()
        seen = {body["collector"] for _, body in store.lines("pcicloud.evidence/1", run="r1")}
        assert [look.collector for look in record.begin.planned if look.collector not in seen] == [
            "aws.thing_1",
            "aws.thing_2",
        ]


def test_acknowledged_lines_that_are_gone_are_not_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    write_store(folder, "r1")
    log = folder / "log.jsonl"
    log.write_bytes(log.read_bytes()[:-1])
    with pytest.raises(StoreError, match="lines that were acknowledged are gone"):
        Store.open(folder, write=True)


def test_signed_lines_that_are_gone_from_log_and_index_are_not_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    write_store(folder, "r1")
    (folder / "index.sqlite").unlink()
    log = folder / "log.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    with pytest.raises(StoreError, match="lines that were signed are gone"):
        Store.open(folder, write=True)


def test_a_damaged_line_is_not_cut_away_where_the_index_is_lost(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    write_store(folder, "r1")
    (folder / "index.sqlite").unlink()
    log = folder / "log.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    damaged = b"".join([*lines[:2], b"\0" + lines[2], *lines[3:]])
    log.write_bytes(damaged)
    for _ in range(2):
        with pytest.raises(StoreError, match=r"log\.jsonl:3: the line is damaged"):
            Store.open(folder, write=True)
    assert log.read_bytes() == damaged
