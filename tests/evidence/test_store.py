from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tempfile
import threading
import zlib
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from pcicloud.canonical import canonical, digest
from pcicloud.errors import EvidenceMissing, OutsideError, StoreError, UsageError
from pcicloud.evidence.merkle import Tree
from pcicloud.evidence.objects import Objects
from pcicloud.evidence.store import Store
from pcicloud.model.run import RunEnd
from pcicloud.model.sighting import Evidence, Sighting
from tests.evidence.c2sp_notes import checkpoint_of
from tests.evidence.evidence_stories import ENVIRONMENT, NOON, TARGET, begin, collect, evidence, sighting, write_store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "evidence"


def test_what_was_kept_is_fetched_again(folder: Path) -> None:
    with Store.open(folder, write=True, environment=ENVIRONMENT) as store:
        name = store.keep(sighting(1))
        assert name == digest(canonical(sighting(1)))
        assert msgspec.json.decode(store.fetch(name), type=Sighting) == sighting(1)
        assert store.keep(sighting(1)) == name


def test_a_damaged_object_is_put_right_when_it_is_kept_again(folder: Path) -> None:
    with Store.open(folder, write=True, environment=ENVIRONMENT) as store:
        name = store.keep(sighting(1))
        (folder / "objects" / name[:2] / name[2:]).write_bytes(b"")
        with pytest.raises(StoreError, match=f"object {name} is damaged"):
            store.fetch(name)
        store.keep(sighting(1))
        assert store.fetch(name) == canonical(sighting(1))


def test_a_missing_object_is_named(folder: Path) -> None:
    write_store(folder)
    with Store.open(folder) as store, pytest.raises(StoreError, match=f"object {'ab' * 32} is missing"):
        store.fetch("ab" * 32)


def test_a_few_bytes_that_would_fill_the_memory_are_not_unpacked(tmp_path: Path) -> None:
    objects = Objects(tmp_path, staging=tmp_path, bytes_max=1000)
    bomb = bytes(10_000_000)
    name = sha256(bomb).hexdigest()
    objects.path(name).parent.mkdir()
    objects.path(name).write_bytes(zlib.compress(bomb))
    with pytest.raises(StoreError, match="is damaged"):
        objects.fetch(name)
    with pytest.raises(StoreError, match="more than one object can hold"):
        objects.keep(bytes(1001))
    assert objects.fetch(objects.keep(bytes(1000))) == bytes(1000)


@pytest.mark.parametrize("name", ["", "../../../etc/passwd", "AB" * 32, "ab" * 31])
def test_what_is_no_digest_is_not_looked_for(folder: Path, name: str) -> None:
    write_store(folder)
    with Store.open(folder) as store, pytest.raises(ValueError, match="64 hex digits"):
        store.fetch(name)


def test_lines_come_back_in_order_with_the_sha_256_of_their_canonical_form_as_id(folder: Path) -> None:
    with Store.open(folder, write=True, environment=ENVIRONMENT) as store:
        values = [evidence("r1", n, kept=store.keep(sighting(n))) for n in range(3)]
        written = store.append_all(values)
        assert [line.index for line in written] == [0, 1, 2]
        assert [line.id for line in written] == [digest(canonical(value)) for value in values]
        read = list(store.lines())
    assert [line for line, _ in read] == written
    assert [msgspec.convert(body, Evidence) for _, body in read] == values


def test_lines_are_found_by_schema_run_collector_and_target(folder: Path) -> None:
    write_store(folder, "r1", "r2")
    with Store.open(folder) as store:
        assert len(list(store.lines())) == 10
        assert len(list(store.lines("pcicloud.evidence/1"))) == 6
        assert len(list(store.lines("pcicloud.evidence/1", run="r2"))) == 3
        assert [body["run"] for _, body in store.lines(collector="aws.thing_0", target=TARGET)] == ["r1", "r2"]
        assert list(store.lines(target="host:web1")) == []


def test_a_damaged_line_is_not_handed_on(folder: Path) -> None:
    write_store(folder, "r1")
    log = folder / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b'"gap":"denied"', b'"gap":"banana"'))
    with Store.open(folder) as store, pytest.raises(StoreError, match=r"log\.jsonl:4: the line is damaged"):
        list(store.lines())


def test_a_line_is_found_by_its_id(folder: Path) -> None:
    write_store(folder, "r1")
    with Store.open(folder) as store:
        for line, body in store.lines():
            assert store.line(line.id) == (line, body)
        with pytest.raises(EvidenceMissing, match="the log has no line ff"):
            store.line("ff")


def test_a_run_that_was_cut_off_has_no_end(folder: Path) -> None:
    with Store.open(folder, write=True, environment=ENVIRONMENT) as store:
        collect(store, "r1")
        store.append(begin(store, "r2"))
        whole, cut_off = store.runs()
    assert (whole.begin.run, cut_off.begin.run) == ("r1", "r2")
    assert whole.end is not None
    assert whole.end.calls == 3
    assert cut_off.end is None


def test_a_line_cannot_name_an_object_that_was_not_kept(folder: Path) -> None:
    with Store.open(folder, write=True, environment=ENVIRONMENT) as store:
        with pytest.raises(ValueError, match="keep the object"):
            store.append(evidence("r1", 0, kept="ab" * 32))
        assert list(store.lines()) == []


def test_a_line_of_another_environment_is_refused(folder: Path) -> None:
    with Store.open(folder, write=True, environment="another") as store:
        with pytest.raises(ValueError, match="the store is of another"):
            store.append(evidence("r1", 0, kept=None, gap="denied"))
        assert list(store.lines()) == []


def test_a_store_that_is_read_takes_nothing(folder: Path) -> None:
    write_store(folder, "r1")
    with Store.open(folder) as store:
        with pytest.raises(ValueError, match="opened for reading"):
            store.keep({})
        with pytest.raises(ValueError, match="opened for reading"):
            store.append(RunEnd(run="r1", ended_at=NOON, calls=0))
        with pytest.raises(StoreError, match="not signed yet"):
            store.sign()


def test_each_checkpoint_is_read_by_an_independent_parser_and_holds_the_root_of_the_lines(folder: Path) -> None:
    vkey = write_store(folder, "r1", "r2")
    lines = (folder / "log.jsonl").read_bytes().splitlines()
    notes = sorted((folder / "checkpoints").iterdir())
    assert [note.name for note in notes] == ["000000000005.note", "000000000010.note"]
    for note, size in zip(notes, (5, 10), strict=True):
        assert checkpoint_of(note.read_bytes(), vkey) == (vkey.split("+")[0], size, Tree(lines[:size]).root(size))


def test_signing_twice_gives_the_same_bytes(folder: Path) -> None:
    write_store(folder, "r1")
    with Store.open(folder, write=True) as store:
        assert store.sign() == store.sign()
        assert len(store.checkpoints()) == 1


def test_a_log_that_lost_what_was_signed_is_not_signed_again(folder: Path) -> None:
    write_store(folder, "r1")
    log = folder / "log.jsonl"
    with Store.open(folder, write=True) as store:
        lines = log.read_bytes().splitlines(keepends=True)
        log.write_bytes(b"".join([lines[1], lines[0], *lines[2:]]))
        with pytest.raises(StoreError, match="the first 5 lines are not those that were signed"):
            store.sign()


def test_a_store_needs_the_name_of_its_environment_only_once(folder: Path) -> None:
    with pytest.raises(UsageError, match="holds no evidence yet"):
        Store.open(folder, write=True)
    assert not folder.exists()
    write_store(folder, "r1")
    with Store.open(folder, write=True) as store:
        assert store.environment == ENVIRONMENT


def test_a_store_of_another_environment_is_refused(folder: Path) -> None:
    write_store(folder, "r1")
    with pytest.raises(StoreError, match="holds the evidence of payments, not of another"):
        Store.open(folder, write=True, environment="another")


def test_where_nothing_was_collected_there_is_nothing_to_read(folder: Path) -> None:
    with pytest.raises(EvidenceMissing) as caught:
        Store.open(folder)
    assert caught.value.exit_code == 3
    assert "pcicloud collect" in caught.value.hint


def test_a_folder_with_other_things_does_not_become_a_store(folder: Path) -> None:
    folder.mkdir()
    (folder / "thesis.doc").touch()
    with pytest.raises(StoreError, match=r"is not an evidence store: it holds thesis\.doc"):
        Store.open(folder, write=True, environment=ENVIRONMENT)
    assert [path.name for path in folder.iterdir()] == ["thesis.doc"]


@pytest.mark.parametrize("write", [True, False])
def test_a_store_of_a_newer_version_is_left_alone(folder: Path, write: bool) -> None:
    folder.mkdir()
    (folder / "store.json").write_text('{"schema":"pcicloud.store/2","colour":"red"}')
    with pytest.raises(StoreError, match="was written by a newer pcicloud"):
        Store.open(folder, write=write, environment=ENVIRONMENT)
    assert [path.name for path in folder.iterdir()] == ["store.json"]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"schema":1}', '{"schema":"pcicloud.store/0"}', '{"schema":"other/1"}']
)
def test_a_damaged_store_file_is_named(folder: Path, content: str) -> None:
    write_store(folder, "r1")
    (folder / "store.json").write_text(content)
    with pytest.raises(StoreError, match=r"store\.json: the file is damaged"):
        Store.open(folder)


def test_a_half_made_store_is_made_whole(folder: Path) -> None:
    write_store(folder)
    (folder / "store.json").unlink()
    with Store.open(folder, write=True, environment=ENVIRONMENT) as store:
        collect(store, "r1")
    with Store.open(folder) as store:
        assert len(store.runs()) == 1


def test_a_second_writer_is_told_who_is_writing(folder: Path) -> None:
    with Store.open(folder, write=True, environment=ENVIRONMENT):
        program = (
            "import sys; from pathlib import Path; from pcicloud.evidence.store import Store\n"
            "Store.open(Path(sys.argv[1]), write=True)"
        )
        second = subprocess.run([sys.executable, "-c", program, folder], capture_output=True, text=True, check=False)
        assert f"is in use by process {os.getpid()}" in second.stderr
        with pytest.raises(StoreError, match=f"is in use by process {os.getpid()}") as caught:
            Store.open(folder, write=True)
        assert f"ps -fp {os.getpid()}" in caught.value.hint
    Store.open(folder, write=True).close()


def test_readers_read_while_a_writer_writes(folder: Path) -> None:
    with Store.open(folder, write=True, environment=ENVIRONMENT) as writer:
        collect(writer, "r1")
        with Store.open(folder) as early:
            reading = early.lines()
            next(reading)
            writer.append_all([evidence("r2", n, kept=None, gap="denied") for n in range(50)])
            assert len(list(reading)) == 4
            assert len(list(early.lines())) == 55


def test_threads_may_share_a_store(folder: Path) -> None:
    with Store.open(folder, write=True, environment=ENVIRONMENT) as store:

        def work(number: int) -> None:
            for step in range(5):
                value = number * 5 + step
                store.append(evidence("r1", value, kept=store.keep(sighting(value % 7))))

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(body["collector"] for _, body in store.lines()) == sorted(f"aws.thing_{n}" for n in range(40))


@pytest.mark.parametrize("damage", ["missing", "garbage", "empty"])
@pytest.mark.parametrize("write", [True, False])
def test_an_unusable_index_is_made_anew_from_the_log(folder: Path, damage: str, write: bool) -> None:
    write_store(folder, "r1")
    index = folder / "index.sqlite"
    index.unlink()
    if damage != "missing":
        index.write_bytes(b"garbage" * 1000 if damage == "garbage" else b"")
    with Store.open(folder, write=write) as store:
        assert len(list(store.lines("pcicloud.evidence/1", run="r1", target=TARGET))) == 3


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_a_store_is_read_where_nothing_may_be_written() -> None:
    program = (
        "import os, sys; from pathlib import Path; from pcicloud.evidence.store import Store\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "print(len(list(Store.open(Path(sys.argv[1])).lines())))"
    )
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent, "evidence")
        write_store(folder, "r1")
        for path in [Path(parent), folder, *folder.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        done = subprocess.run([sys.executable, "-c", program, folder], capture_output=True, text=True, check=False)
    assert done.stdout == "5\n", done.stderr


def test_the_private_key_is_for_its_owner_only_and_is_never_shown(folder: Path) -> None:
    write_store(folder, "r1")
    key = folder / "keys" / "signing.pem"
    secret = key.read_text().splitlines()[1]
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    key.chmod(0o640)
    with Store.open(folder, write=True) as store, pytest.raises(StoreError, match="others may read") as caught:
        store.sign()
    assert caught.value.hint == f"chmod 600 {key}"
    with Store.open(folder, write=True) as store:
        assert secret not in repr(store) + str(vars(store))
    others = [path for path in folder.rglob("*") if path.is_file() and path != key]
    assert not [path for path in others if secret.encode() in path.read_bytes()]


def test_the_private_key_may_be_elsewhere(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = tmp_path / "elsewhere.pem"
    monkeypatch.setenv("PCICLOUD_SIGNING_KEY", str(key))
    vkey = write_store(folder, "r1")
    assert key.exists()
    assert not (folder / "keys" / "signing.pem").exists()
    monkeypatch.delenv("PCICLOUD_SIGNING_KEY")
    with Store.open(folder, write=True) as store:
        assert store.vkey == vkey
        with pytest.raises(StoreError, match=r"the signing key .* is missing"):
            store.sign()
    with Store.open(folder, write=True, signing_key=key) as store:
        store.sign()


def test_another_private_key_is_refused(folder: Path, tmp_path: Path) -> None:
    write_store(folder, "r1")
    write_store(tmp_path / "other")
    other = tmp_path / "other" / "keys" / "signing.pem"
    with (
        Store.open(folder, write=True, signing_key=other) as store,
        pytest.raises(StoreError, match="is not the one that the log was begun with"),
    ):
        store.sign()


def test_a_place_that_cannot_hold_a_store_is_an_outside_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutsideError, match="not a directory"):
        Store.open(tmp_path / "file" / "evidence", write=True, environment=ENVIRONMENT)


def test_the_log_is_plain_json_lines(folder: Path) -> None:
    write_store(folder, "r1")
    lines = (folder / "log.jsonl").read_text().splitlines()
    assert [json.loads(line)["schema"] for line in lines] == [
        "pcicloud.run/1",
        *["pcicloud.evidence/1"] * 3,
        "pcicloud.run_end/1",
    ]
