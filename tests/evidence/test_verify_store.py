from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pcicloud.errors import EvidenceMissing, StoreError
from pcicloud.evidence.checkpoint import Checkpoint
from pcicloud.evidence.keys import load_signer
from pcicloud.evidence.merkle import Tree
from pcicloud.evidence.store import Store
from pcicloud.evidence.verify import verify
from tests.evidence.evidence_stories import ENVIRONMENT, collect, evidence, write_store


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two runs, closed in order; tests copy it."""
    folder = tmp_path_factory.mktemp("whole") / "evidence"
    write_store(folder, "r1", "r2")
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "evidence"))


def test_a_whole_store_verifies_with_its_counts(folder: Path) -> None:
    found = verify(folder)
    assert (found.kind, found.environment) == ("store", ENVIRONMENT)
    assert (found.lines, found.signed_lines, found.objects, found.checkpoints) == (10, 10, 5, 2)
    assert not found.pinned
    assert verify(folder, vkey=found.vkey).pinned


def test_lines_after_the_last_checkpoint_are_counted_as_not_signed(folder: Path) -> None:
    with Store.open(folder, write=True) as store:
        store.append(evidence("r3", 0, kept=None, gap="denied"))
        assert (verify(folder).lines, verify(folder).signed_lines) == (11, 10)


def test_an_empty_store_verifies(tmp_path: Path) -> None:
    write_store(tmp_path / "evidence")
    assert verify(tmp_path / "evidence").lines == 0


def test_a_store_verifies_without_an_index_and_without_its_private_key(folder: Path) -> None:
    (folder / "index.sqlite").unlink()
    (folder / "keys" / "signing.pem").unlink()
    assert verify(folder).lines == 10


def test_where_there_is_neither_store_nor_bundle_nothing_is_verified(tmp_path: Path) -> None:
    with pytest.raises(EvidenceMissing):
        verify(tmp_path)


def test_another_key_than_the_expected_one_is_named(folder: Path, tmp_path: Path) -> None:
    other = write_store(tmp_path / "other")
    with pytest.raises(StoreError, match="is signed with another key: pcicloud/payments/"):
        verify(folder, vkey=other)


FILES = [
    "store.json",
    "log.jsonl",
    "checkpoints/000000000005.note",
    "checkpoints/000000000010.note",
    "keys/verifier.vkey",
    "keys/signing.pem",
]


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_flipped_bit_in_any_file_is_found(name: str, data: st.DataObject, whole: Path) -> None:
    path = whole / name
    content = path.read_bytes()
    bit = data.draw(st.integers(0, len(content) * 8 - 1))
    try:
        path.write_bytes(content[: bit // 8] + bytes([content[bit // 8] ^ 1 << bit % 8]) + content[bit // 8 + 1 :])
        with pytest.raises(StoreError, match=rf"{re.escape(name)}|key of|written by a newer pcicloud"):
            verify(whole)
    finally:
        path.write_bytes(content)
    verify(whole)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_flipped_bit_in_an_object_is_found_or_leaves_its_content_as_it_was(data: st.DataObject, whole: Path) -> None:
    path = data.draw(st.sampled_from(sorted(path for path in (whole / "objects").rglob("*") if path.is_file())))
    content = path.read_bytes()
    bit = data.draw(st.integers(0, len(content) * 8 - 1))
    name = path.parent.name + path.name
    with Store.open(whole) as store:
        seen = store.fetch(name)
        try:
            path.write_bytes(content[: bit // 8] + bytes([content[bit // 8] ^ 1 << bit % 8]) + content[bit // 8 + 1 :])
            said = what_verify_says(whole)
            assert said == f"object {name} is damaged" or (said == "whole" and store.fetch(name) == seen)
        finally:
            path.write_bytes(content)


def what_verify_says(folder: Path) -> str:
    try:
        verify(folder)
    except StoreError as error:
        return error.what
    return "whole"


def test_every_flipped_byte_of_an_object_is_found(whole: Path) -> None:
    path = min(path for path in (whole / "objects").rglob("*") if path.is_file())
    content = path.read_bytes()
    try:
        for place in range(len(content)):
            path.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
            with pytest.raises(StoreError, match="is damaged"):
                verify(whole)
    finally:
        path.write_bytes(content)


def remove_object(folder: Path) -> None:
    min(path for path in (folder / "objects").rglob("*") if path.is_file()).unlink()


def append_to_object(folder: Path) -> None:
    path = min(path for path in (folder / "objects").rglob("*") if path.is_file())
    path.write_bytes(path.read_bytes() + b"x")


def swap_lines(folder: Path) -> None:
    lines = (folder / "log.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "log.jsonl").write_bytes(b"".join([lines[1], lines[0], *lines[2:]]))


def swap_lines_and_forget_the_index(folder: Path) -> None:
    swap_lines(folder)
    (folder / "index.sqlite").unlink()


def drop_last_line(folder: Path) -> None:
    lines = (folder / "log.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "log.jsonl").write_bytes(b"".join(lines[:-1]))
    (folder / "index.sqlite").unlink()


def cut_last_newline(folder: Path) -> None:
    content = (folder / "log.jsonl").read_bytes()
    (folder / "log.jsonl").write_bytes(content[:-1])


def space_in_line(folder: Path) -> None:
    content = (folder / "log.jsonl").read_bytes()
    (folder / "log.jsonl").write_bytes(content.replace(b'{"', b'{ "', 1))
    (folder / "index.sqlite").unlink()


def alter_index(statement: str) -> Callable[[Path], None]:
    def alter(folder: Path) -> None:
        connection = sqlite3.connect(folder / "index.sqlite")
        with connection:
            connection.execute(statement)
        connection.close()

    alter.__name__ = statement
    return alter


def garbage_index(folder: Path) -> None:
    (folder / "index.sqlite").write_bytes(b"garbage" * 1000)


def foreign_file(folder: Path) -> None:
    (folder / "notes.txt").touch()


def foreign_key(folder: Path) -> None:
    (folder / "keys" / "old.pem").touch()


def foreign_object(folder: Path) -> None:
    next((folder / "objects").iterdir()).joinpath("readme").touch()


def foreign_checkpoint(folder: Path) -> None:
    (folder / "checkpoints" / "5.note").touch()


def link_for_log(folder: Path) -> None:
    (folder / "log.jsonl").rename(folder.parent / "log.jsonl")
    (folder / "log.jsonl").symlink_to(folder.parent / "log.jsonl")


def rename_checkpoint(folder: Path) -> None:
    (folder / "checkpoints" / "000000000005.note").rename(folder / "checkpoints" / "000000000006.note")


def forge_former_checkpoint(folder: Path) -> None:
    """What the key's holder would do who rewrites history: a well-signed checkpoint of other lines."""
    signer = load_signer(folder / "keys" / "signing.pem", ENVIRONMENT)
    assert signer is not None
    root = Tree([b"another", b"history", b"of", b"five", b"lines"]).root(5)
    note = signer.sign(Checkpoint(origin=signer.verifier.name, size=5, root=root).text())
    (folder / "checkpoints" / "000000000005.note").write_text(note)


def take_key_of_another(folder: Path) -> None:
    write_store(folder.parent / "other")
    for name in ("signing.pem", "verifier.vkey"):
        shutil.copy(folder.parent / "other" / "keys" / name, folder / "keys" / name)


def drop_log(folder: Path) -> None:
    (folder / "log.jsonl").unlink()


def drop_verifier(folder: Path) -> None:
    (folder / "keys" / "verifier.vkey").unlink()


@pytest.mark.parametrize(
    ("alter", "what"),
    [
        (remove_object, r"object [0-9a-f]{64} is missing: .*log\.jsonl:\d+ names it"),
        (append_to_object, r"object [0-9a-f]{64} is damaged"),
        (swap_lines, r"log\.jsonl:1: the line is not the one in the index"),
        (swap_lines_and_forget_the_index, r"000000000005\.note: the first 5 lines are not those that were signed"),
        (drop_last_line, r"log\.jsonl:10: the line is missing, and it was signed"),
        (cut_last_newline, r"log\.jsonl:10: the line is damaged"),
        (space_in_line, r"log\.jsonl:1: the line is damaged"),
        (alter_index("DELETE FROM lines WHERE number = 9"), r"index\.sqlite lacks line 10, which is signed"),
        (alter_index("DELETE FROM lines WHERE number = 3"), r"log\.jsonl:4: the line is not the one in the index"),
        (alter_index("UPDATE lines SET run = 'x' WHERE number = 2"), r"log\.jsonl:3: the line is not the one in"),
        (alter_index("UPDATE lines SET id = 'x' WHERE number = 2"), r"log\.jsonl:3: the line is not the one in"),
        (
            alter_index("INSERT INTO lines SELECT 10, id, start + length + 1, 5, schema, run, '', '' FROM lines"
                        " WHERE number = 9"),
            r"log\.jsonl:11: the line is missing",
        ),
        (garbage_index, r"index\.sqlite: the index is unusable"),
        (foreign_file, r"notes\.txt does not belong to the store"),
        (foreign_key, r"old\.pem does not belong to the store"),
        (foreign_object, r"readme does not belong to the store"),
        (foreign_checkpoint, r"5\.note does not belong to the store"),
        (link_for_log, r"log\.jsonl does not belong to the store"),
        (rename_checkpoint, r"000000000006\.note: the checkpoint is of 5 lines"),
        (forge_former_checkpoint, r"000000000005\.note: the first 5 lines are not those that were signed"),
        (take_key_of_another, r"000000000005\.note: there is no signature of pcicloud/payments/"),
        (drop_log, r"log\.jsonl is missing"),
        (drop_verifier, r"verifier\.vkey is missing"),
    ],
)  # fmt: skip
def test_the_first_thing_that_does_not_fit_is_named(folder: Path, alter: Callable[[Path], None], what: str) -> None:
    alter(folder)
    with pytest.raises(StoreError, match=what) as caught:
        verify(folder)
    assert caught.value.hint


def test_a_store_can_be_verified_while_it_is_written(folder: Path) -> None:
    with Store.open(folder, write=True) as store:
        verify(folder)
        collect(store, "r3")
        assert verify(folder).signed_lines == 15
