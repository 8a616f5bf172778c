from __future__ import annotations

import base64
import json
import os
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pcicloud.canonical import canonical
from pcicloud.errors import EvidenceMissing, OutsideError, PcicloudError, StoreError, UsageError
from pcicloud.evidence.bundle import open_bundle
from pcicloud.evidence.bundle_format import manifest_text
from pcicloud.evidence.checkpoint import Checkpoint
from pcicloud.evidence.export import export
from pcicloud.evidence.keys import load_signer
from pcicloud.evidence.store import Store
from pcicloud.evidence.verify import verify
from tests.evidence.c2sp_notes import checkpoint_of, verified_text
from tests.evidence.evidence_stories import ENVIRONMENT, TARGET, collect, evidence, write_store

AS_OF = datetime(2026, 11, 24, tzinfo=UTC)
GIVEN = {"assessment.json": b'{"summary":{}}', "reports/roc.html": "<p>決済".encode(), "empty": b""}
Content = dict[str, bytes]


@pytest.fixture(scope="module")
def store_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with three runs, each of which was signed."""
    folder = tmp_path_factory.mktemp("store") / "evidence"
    write_store(folder, "r1", "r2", "r3")
    return folder


@pytest.fixture(scope="module")
def whole(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of its second run; tests copy it or put it right again."""
    folder = tmp_path_factory.mktemp("bundle") / "bundle"
    with Store.open(store_folder) as store:
        export(store, "r2", folder, GIVEN, as_of=AS_OF, tool="pcicloud 1.0")
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "bundle"))


def content_of(folder: Path) -> Content:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_bundle_verifies_with_its_counts(whole: Path) -> None:
    found = verify(whole)
    assert (found.kind, found.environment, found.pinned) == ("bundle", ENVIRONMENT, False)
    assert (found.lines, found.signed_lines, found.objects, found.checkpoints) == (5, 5, 3, 2)
    assert verify(whole, vkey=found.vkey).pinned
    assert found.unverified == ()


def test_a_bundle_reads_like_the_store_of_its_run(whole: Path, store_folder: Path) -> None:
    bundle = open_bundle(whole)
    with Store.open(store_folder) as store:
        assert bundle.environment == store.environment
        assert bundle.vkey == store.vkey
        assert list(bundle.lines()) == list(store.lines(run="r2"))
        for keys in ({"collector": "aws.thing_0"}, {"target": TARGET}, {"run": "r2"}, {"schema": "pcicloud.run/1"}):
            assert list(bundle.lines(**keys)) == list(store.lines(**{"run": "r2", **keys}))
        assert list(bundle.lines(run="r1")) == []
        assert bundle.runs() == store.runs()[1:2]
        for line, body in bundle.lines():
            assert bundle.line(line.id) == (line, body)
            if body.get("object"):
                assert bundle.fetch(body["object"]) == store.fetch(body["object"])
    with pytest.raises(EvidenceMissing, match="the bundle has no line"):
        bundle.line("ff")


def test_a_bundle_has_the_objects_of_its_run_only(whole: Path, store_folder: Path) -> None:
    kept = {path.parent.name + path.name for path in (store_folder / "objects").rglob("*") if path.is_file()}
    handed_over = {path.stem for path in (whole / "objects").iterdir()}
    assert handed_over < kept
    for path in (whole / "objects").iterdir():
        assert sha256(path.read_bytes()).hexdigest() == path.stem
        assert b'"Run":"r1"' not in path.read_bytes()


def test_an_independent_reading_of_a_bundle_comes_to_the_same(whole: Path) -> None:
    """With nothing but SHA-256, the C2SP parser of the tests, and RFC 6962's recursion run upwards."""
    vkey = (whole / "log/verifier.vkey").read_text().strip()
    _, size, root = checkpoint_of((whole / "log/checkpoint.note").read_bytes(), vkey)
    assert size == 10
    lines = (whole / "log/lines.jsonl").read_bytes().splitlines()
    proofs = [json.loads(row) for row in (whole / "log/proofs.jsonl").read_bytes().splitlines()]
    for line, row in zip(lines, proofs, strict=True):
        path = [base64.b64decode(node) for node in row["proof"]]
        assert climb(sha256(b"\x00" + line).digest(), row["index"], size, path) == root
    text = verified_text((whole / "manifest.note").read_bytes(), vkey).decode()
    assert text.splitlines()[2] == "sha256:" + sha256((whole / "manifest.json").read_bytes()).hexdigest()
    listed = {file["path"]: file["sha256"] for file in json.loads((whole / "manifest.json").read_bytes())["files"]}
    rest = {name: body for name, body in content_of(whole).items() if not name.startswith("manifest.")}
    assert listed == {name: sha256(body).hexdigest() for name, body in rest.items()}
    assert {name: rest[name] for name in GIVEN} == GIVEN


def climb(node: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root that an audit path, read from its end, leads to."""
    if size == 1:
        assert path == []
        return node
    split = 1
    while split * 2 < size:
        split *= 2
    if index < split:
        return sha256(b"\x01" + climb(node, index, split, path[:-1]) + path[-1]).digest()
    return sha256(b"\x01" + path[-1] + climb(node, index - split, size - split, path[:-1])).digest()


def test_equal_inputs_give_equal_bytes_also_when_the_log_has_grown(store_folder: Path, tmp_path: Path) -> None:
    source = Path(shutil.copytree(store_folder, tmp_path / "evidence"))
    with Store.open(source, write=True) as store:
        export(store, "r2", tmp_path / "first", GIVEN, as_of=AS_OF, tool="pcicloud 1.0")
        collect(store, "r4")
        given = dict(reversed(GIVEN.items()))
        export(store, "r2", tmp_path / "second", given, as_of=AS_OF, tool="pcicloud 1.0")
    assert content_of(tmp_path / "first") == content_of(tmp_path / "second")


def test_a_log_that_is_not_signed_yet_is_signed_for_the_bundle(tmp_path: Path) -> None:
    with Store.open(tmp_path / "evidence", write=True, environment=ENVIRONMENT) as store:
        store.append(evidence("r1", 0, kept=None, gap="denied"))
        export(store, "r1", tmp_path / "bundle", {}, as_of=AS_OF, tool="t")
    assert verify(tmp_path / "bundle").lines == 1


def test_a_store_that_is_only_read_does_not_sign(store_folder: Path, tmp_path: Path) -> None:
    source = Path(shutil.copytree(store_folder, tmp_path / "evidence"))
    with Store.open(source, write=True) as store:
        store.append(evidence("r4", 0, kept=None, gap="denied"))
    with Store.open(source) as store, pytest.raises(StoreError, match="not signed yet"):
        export(store, "r4", tmp_path / "bundle", {}, as_of=AS_OF, tool="t")
    assert not (tmp_path / "bundle").exists()


def test_a_run_that_is_not_there_is_named(store_folder: Path, tmp_path: Path) -> None:
    with Store.open(store_folder) as store, pytest.raises(EvidenceMissing, match="there is no run r9"):
        export(store, "r9", tmp_path / "bundle", {}, as_of=AS_OF, tool="t")


def test_a_folder_in_use_is_left_alone(store_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    with Store.open(store_folder) as store, pytest.raises(UsageError, match="is not empty"):
        export(store, "r1", tmp_path, {}, as_of=AS_OF, tool="t")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_place_that_cannot_be_written_leaves_nothing_behind(store_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with Store.open(store_folder) as store, pytest.raises(OutsideError, match="not a directory"):
        export(store, "r1", tmp_path / "file" / "bundle", {}, as_of=AS_OF, tool="t")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    "path",
    [
        "../outside",
        "/etc/passwd",
        "a/../../b",
        "./a",
        "a//b",
        "",
        "manifest.json",
        "manifest.note",
        "log/x",
        "objects/x",
    ],
)
def test_a_given_file_stays_in_its_place(store_folder: Path, tmp_path: Path, path: str) -> None:
    with Store.open(store_folder) as store, pytest.raises(ValueError, match="can't be called"):
        export(store, "r1", tmp_path / "bundle", {path: b""}, as_of=AS_OF, tool="t")
    assert list(tmp_path.iterdir()) == []


NAMES = [
    "manifest.json",
    "manifest.note",
    "assessment.json",
    "reports/roc.html",
    "log/lines.jsonl",
    "log/proofs.jsonl",
    "log/checkpoint.note",
    "log/history.jsonl",
    "log/verifier.vkey",
    "objects",
]


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_one_flipped_bit_anywhere_is_found(name: str, data: st.DataObject, whole: Path) -> None:
    path = whole / name
    if path.is_dir():
        path = data.draw(st.sampled_from(sorted(path.iterdir())))
    content = path.read_bytes()
    bit = data.draw(st.integers(0, len(content) * 8 - 1))
    try:
        path.write_bytes(content[: bit // 8] + bytes([content[bit // 8] ^ 1 << bit % 8]) + content[bit // 8 + 1 :])
        with pytest.raises(StoreError) as caught:
            open_bundle(whole)
        assert caught.value.what.startswith(str(whole))
    finally:
        path.write_bytes(content)


def test_every_byte_of_the_small_files_counts(whole: Path) -> None:
    for name in ("manifest.note", "log/checkpoint.note", "log/verifier.vkey"):
        content = (whole / name).read_bytes()
        for place in range(len(content)):
            (whole / name).write_bytes(content[:place] + content[place + 1 :])
            with pytest.raises(StoreError):
                verify(whole)
        (whole / name).write_bytes(content)
    verify(whole)


def test_a_file_that_is_missing_or_not_listed_or_a_link_is_named(folder: Path) -> None:
    for name, content in content_of(folder).items():
        (folder / name).unlink()
        with pytest.raises(PcicloudError, match=re.escape(name)):
            open_bundle(folder)
        (folder / name).symlink_to("/dev/null")
        with pytest.raises(PcicloudError, match=re.escape(str(folder))):
            open_bundle(folder)
        (folder / name).unlink()
        (folder / name).write_bytes(content)
    (folder / "reports" / "more.html").touch()
    with pytest.raises(StoreError, match=r"more\.html does not belong to the bundle"):
        verify(folder)
    (folder / "reports" / "more.html").unlink()
    (folder / "elsewhere").symlink_to("/tmp")
    with pytest.raises(StoreError, match="elsewhere does not belong to the bundle"):
        verify(folder)


def test_a_bundle_that_somebody_else_signed_is_told_from_ours(whole: Path, store_folder: Path, tmp_path: Path) -> None:
    write_store(tmp_path / "forged", "r2")
    with Store.open(tmp_path / "forged") as store:
        export(store, "r2", tmp_path / "bundle", {}, as_of=AS_OF, tool="t")
    ours = verify(whole).vkey
    assert verify(tmp_path / "bundle").vkey != ours
    with pytest.raises(StoreError, match="is signed with another key"):
        verify(tmp_path / "bundle", vkey=ours)


def test_a_bundle_of_a_newer_version_is_left_alone(folder: Path) -> None:
    (folder / "manifest.json").write_text('{"schema":"pcicloud.bundle/2"}')
    with pytest.raises(StoreError, match="was written by a newer pcicloud"):
        verify(folder)


def test_what_is_no_bundle_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(EvidenceMissing, match="is not a bundle"):
        open_bundle(tmp_path)


def rows(content: Content, name: str) -> list[bytes]:
    return content[name].splitlines(keepends=True)


def drop_a_line(content: Content) -> None:
    content["log/lines.jsonl"] = b"".join(rows(content, "log/lines.jsonl")[:-1])


def drop_a_line_and_the_proof_of_another(content: Content) -> None:
    lines, proofs = rows(content, "log/lines.jsonl"), rows(content, "log/proofs.jsonl")
    content["log/lines.jsonl"] = b"".join([lines[0], *lines[2:]])
    content["log/proofs.jsonl"] = b"".join(proofs[1:])


def swap_lines(content: Content) -> None:
    for name in ("log/lines.jsonl", "log/proofs.jsonl"):
        first, second, *rest = rows(content, name)
        content[name] = b"".join([second, first, *rest])


def alter_line(content: Content) -> None:
    content["log/lines.jsonl"] = content["log/lines.jsonl"].replace(b'"gap":"denied"', b'"gap":"banana"')


def line_of_another_run(content: Content) -> None:
    content["log/lines.jsonl"] = content["log/lines.jsonl"].replace(b'"run":"r2"', b'"run":"r1"')


def cut_newline(content: Content) -> None:
    content["log/lines.jsonl"] = content["log/lines.jsonl"][:-1]


def shift_index(content: Content) -> None:
    content["log/proofs.jsonl"] = content["log/proofs.jsonl"].replace(b'"index":9', b'"index":10')


def garble_proofs(content: Content) -> None:
    content["log/proofs.jsonl"] = b"[]\n" * 5


def drop_an_object(content: Content) -> None:
    del content[min(name for name in content if name.startswith("objects/"))]


def swap_objects(content: Content) -> None:
    first, second, *_ = sorted(name for name in content if name.startswith("objects/"))
    content[first], content[second] = content[second], content[first]


def foreign_object(content: Content) -> None:
    content[f"objects/{sha256(b'1').hexdigest()}.json"] = b"1"


def former_with_wrong_proof(content: Content) -> None:
    former = json.loads(content["log/history.jsonl"])
    content["log/history.jsonl"] = canonical({**former, "proof": former["proof"][::-1]}) + b"\n"


def last_checkpoint_as_former(content: Content) -> None:
    row = {"checkpoint": content["log/checkpoint.note"].decode(), "proof": []}
    content["log/history.jsonl"] += canonical(row) + b"\n"


def manifest_as_checkpoint(content: Content) -> None:
    content["log/checkpoint.note"] = content["manifest.note"]


@pytest.mark.parametrize(
    ("alter", "what"),
    [
        (drop_a_line, r"log/proofs\.jsonl: 5 proofs for 4 lines"),
        (drop_a_line_and_the_proof_of_another, r"log/proofs\.jsonl:1: the checkpoint does not cover this line"),
        (swap_lines, r"log/lines\.jsonl:2: the line is not the next one of run r2"),
        (alter_line, r"log/proofs\.jsonl:4: the checkpoint does not cover this line"),
        (line_of_another_run, r"log/lines\.jsonl:1: the line is not the next one of run r2"),
        (cut_newline, r"log/lines\.jsonl: the last line is cut off"),
        (shift_index, r"log/proofs\.jsonl:5: the checkpoint does not cover this line"),
        (garble_proofs, r"log/proofs\.jsonl: a line is damaged"),
        (drop_an_object, r"object [0-9a-f]{64} is missing from the bundle"),
        (swap_objects, r"object [0-9a-f]{64} is damaged"),
        (foreign_object, r"no line of the run names this object"),
        (former_with_wrong_proof, r"log/history\.jsonl:1: the log is not a continuation of this checkpoint"),
        (last_checkpoint_as_former, r"log/history\.jsonl:2: the log is not a continuation of this checkpoint"),
        (manifest_as_checkpoint, r"log/checkpoint\.note: this is not a checkpoint of pcicloud/payments/"),
    ],
)
def test_a_well_signed_manifest_does_not_hide_what_does_not_fit_the_checkpoint(
    folder: Path, store_folder: Path, alter: Callable[[Content], None], what: str
) -> None:
    content = content_of(folder)
    alter(content)
    sign_again(folder, content, store_folder / "keys" / "signing.pem")
    with pytest.raises(StoreError, match=what) as caught:
        verify(folder)
    assert caught.value.hint


def sign_again(folder: Path, content: Content, key: Path) -> None:
    """Write this content as a bundle whose manifest is right and well signed."""
    signer = load_signer(key, ENVIRONMENT)
    assert signer is not None
    manifest = json.loads(content.pop("manifest.json"))
    del content["manifest.note"]
    manifest["files"] = [
        {"path": name, "sha256": sha256(body).hexdigest(), "size": len(body)} for name, body in sorted(content.items())
    ]
    content["manifest.json"] = canonical(manifest) + b"\n"
    content["manifest.note"] = signer.sign(manifest_text(signer.verifier.name, content["manifest.json"])).encode()
    shutil.rmtree(folder)
    for name, body in content.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)


def test_a_line_that_the_holder_of_the_key_left_out_is_missed(folder: Path, store_folder: Path) -> None:
    content = content_of(folder)
    lines, proofs = rows(content, "log/lines.jsonl"), rows(content, "log/proofs.jsonl")
    del content[f"objects/{json.loads(lines[1])['object']}.json"]
    content["log/lines.jsonl"] = b"".join([lines[0], *lines[2:]])
    content["log/proofs.jsonl"] = b"".join([proofs[0], *proofs[2:]])
    sign_again(folder, content, store_folder / "keys" / "signing.pem")
    with pytest.raises(StoreError, match=r"log/lines\.jsonl:2: lines of the log before this one were left out"):
        open_bundle(folder)


def test_last_lines_that_the_holder_of_the_key_left_out_are_betrayed_by_the_plan_of_the_run(
    folder: Path, store_folder: Path
) -> None:
    """The run then has no end, and the plan in its signed begin still asks for what is gone."""
    content = content_of(folder)
    content["log/lines.jsonl"] = b"".join(rows(content, "log/lines.jsonl")[:-2])
    content["log/proofs.jsonl"] = b"".join(rows(content, "log/proofs.jsonl")[:-2])
    sign_again(folder, content, store_folder / "keys" / "signing.pem")
    bundle = open_bundle(folder)
    (record,) = bundle.runs()
    seen = {(body["collector"], body["target"]) for _, body in bundle.lines("pcicloud.evidence/1")}
    assert record.end is None
    assert bundle.verified.unverified == ("the run has no end: it was cut off, or its last lines were left out",)
    assert [look.collector for look in record.begin.planned if (look.collector, look.target) not in seen] == [
        "aws.thing_2"
    ]


def test_a_line_after_the_end_of_the_run_is_refused(tmp_path: Path) -> None:
    """What was not seen while the run went on can't be added to it afterwards."""
    write_store(tmp_path / "evidence", "r1")
    with Store.open(tmp_path / "evidence", write=True) as store:
        store.append(evidence("r1", 2, kept=None, gap="better"))
        export(store, "r1", tmp_path / "bundle", {}, as_of=AS_OF, tool="t")
    with pytest.raises(StoreError, match=r"log/lines\.jsonl:6: the line comes after the end of run r1"):
        verify(tmp_path / "bundle")


def test_a_folder_with_nothing_in_it_does_not_belong_to_the_bundle(folder: Path) -> None:
    (folder / "reports" / "everything is in place").mkdir()
    with pytest.raises(StoreError, match="reports/everything is in place does not belong to the bundle"):
        verify(folder)


def test_a_checkpoint_of_a_shorter_log_does_not_cover_the_run(folder: Path, store_folder: Path) -> None:
    content = content_of(folder)
    signer = load_signer(store_folder / "keys" / "signing.pem", ENVIRONMENT)
    assert signer is not None
    root = json.loads(content["log/proofs.jsonl"].splitlines()[0])["proof"][0]
    note = signer.sign(Checkpoint(origin=signer.verifier.name, size=5, root=base64.b64decode(root)).text())
    content["log/checkpoint.note"] = note.encode()
    content["log/history.jsonl"] = b""
    sign_again(folder, content, store_folder / "keys" / "signing.pem")
    with pytest.raises(StoreError, match=r"log/proofs\.jsonl:1: the checkpoint does not cover this line"):
        verify(folder)


def list_again(folder: Path, key: Path, listed: list[tuple[str, bytes]]) -> None:
    """Sign a manifest that lists these paths, whatever is in the folder."""
    signer = load_signer(key, ENVIRONMENT)
    assert signer is not None
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["files"] = [{"path": path, "sha256": sha256(body).hexdigest(), "size": len(body)} for path, body in listed]
    content = canonical(manifest) + b"\n"
    (folder / "manifest.json").write_bytes(content)
    (folder / "manifest.note").write_text(signer.sign(manifest_text(signer.verifier.name, content)))


def files_of(folder: Path) -> list[tuple[str, bytes]]:
    return sorted((name, body) for name, body in content_of(folder).items() if not name.startswith("manifest."))


@pytest.mark.parametrize("path", ["/etc/hostname", "../outside", "reports/../../outside", ".", "", "./empty", "a//b"])
def test_a_signed_manifest_can_list_no_file_outside_of_the_bundle(folder: Path, store_folder: Path, path: str) -> None:
    (folder.parent / "outside").write_bytes(b"x")
    listed = sorted([*files_of(folder), (path, b"x")])
    list_again(folder, store_folder / "keys" / "signing.pem", listed)
    with pytest.raises(StoreError, match="is no place in a bundle"):
        verify(folder)


@pytest.mark.parametrize("path", ["log/assessment.html", "log/more/lines.jsonl", "objects/assessment.html"])
def test_a_signed_manifest_can_list_nothing_among_the_evidence_that_is_none(
    folder: Path, store_folder: Path, path: str
) -> None:
    (folder / path).parent.mkdir(exist_ok=True)
    (folder / path).write_bytes(b"all fine")
    list_again(folder, store_folder / "keys" / "signing.pem", files_of(folder))
    with pytest.raises(StoreError, match=f"{path}(:| does)"):
        verify(folder)


def test_a_signed_manifest_can_list_no_file_twice(folder: Path, store_folder: Path) -> None:
    listed = files_of(folder)
    forged = [("assessment.json", b"{}"), *listed]
    list_again(folder, store_folder / "keys" / "signing.pem", forged)
    with pytest.raises(StoreError, match="a file is listed twice"):
        verify(folder)
    list_again(folder, store_folder / "keys" / "signing.pem", listed)
    verify(folder)


@pytest.mark.parametrize("name", ["manifest.json", "manifest.note", "log/verifier.vkey", "assessment.json"])
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(folder: Path, name: str) -> None:
    (folder / name).unlink()
    os.mkfifo(folder / name)
    with pytest.raises(PcicloudError, match=r"is not a plain file|is not a bundle"):
        verify(folder)


@pytest.mark.parametrize("name", ["manifest.json", "manifest.note", "log/verifier.vkey", "log", "objects"])
def test_a_link_is_refused_also_where_it_leads_to_the_right_content(folder: Path, name: str) -> None:
    (folder / name).rename(folder.parent / "elsewhere")
    (folder / name).symlink_to(folder.parent / "elsewhere")
    with pytest.raises(StoreError, match=r"is a link and no file|does not belong to the bundle"):
        verify(folder)


def test_a_file_that_would_fill_the_memory_is_not_read(folder: Path) -> None:
    with (folder / "manifest.json").open("r+b") as file:
        file.truncate(1 << 40)
    with pytest.raises(StoreError, match="is larger than a file of a bundle can be"):
        verify(folder)


def test_a_manifest_that_is_nothing_but_brackets_is_damaged(folder: Path) -> None:
    (folder / "manifest.json").write_bytes(b"[" * 200_000)
    with pytest.raises(StoreError, match="the manifest is damaged"):
        verify(folder)


@pytest.mark.parametrize("named", [["x"], 1, {"a": 1}])
def test_a_line_whose_object_is_no_text_is_refused(tmp_path: Path, named: object) -> None:
    """Anybody can sign such a line with a key of their own."""
    with Store.open(tmp_path / "evidence", write=True, environment=ENVIRONMENT) as store:
        store.append(evidence("r1", 0, kept=None, gap="denied"))
        export(store, "r1", tmp_path / "bundle", {}, as_of=AS_OF, tool="t")
    content = content_of(tmp_path / "bundle")
    line = canonical({**json.loads(content["log/lines.jsonl"]), "object": named})
    signer = load_signer(tmp_path / "evidence" / "keys" / "signing.pem", ENVIRONMENT)
    assert signer is not None
    root = sha256(b"\x00" + line).digest()
    content["log/lines.jsonl"] = line + b"\n"
    note = signer.sign(Checkpoint(origin=signer.verifier.name, size=1, root=root).text())
    content["log/checkpoint.note"] = note.encode()
    sign_again(tmp_path / "bundle", content, tmp_path / "evidence" / "keys" / "signing.pem")
    with pytest.raises(StoreError, match="names no object's digest"):
        verify(tmp_path / "bundle")
