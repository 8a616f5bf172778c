"""Stores and bundles of an environment that can be judged: what a small run of real collectors leaves."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from pcicloud import catalog, workspace
from pcicloud.canonical import canonical
from pcicloud.environment import load
from pcicloud.evidence.bundle_format import manifest_text
from pcicloud.evidence.export import export
from pcicloud.evidence.keys import load_signer
from pcicloud.evidence.note import Signer
from pcicloud.evidence.store import Store
from pcicloud.judge import judge
from pcicloud.model.run import Planned, RunBegin, RunEnd
from pcicloud.model.sighting import Evidence, Seen, Sighting
from pcicloud.render import forms

NAME = "shop"
ACCOUNT = "aws:123456789012:global"
REGION = "aws:123456789012:ap-northeast-1"
POLICY = "aws.iam_password_policy"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
AS_OF = NOON + timedelta(hours=1)
ENVIRONMENT = f"name: {NAME}\nmodel: aws\naws: {{}}\n"
STRONG = {"MinimumPasswordLength": 14, "RequireNumbers": True, "RequireSymbols": True,
          "RequireLowercaseCharacters": True, "RequireUppercaseCharacters": True}  # fmt: skip
WEAK = {**STRONG, "MinimumPasswordLength": 8}


def environment_file(folder: Path, text: str = ENVIRONMENT) -> Path:
    """An environment.yaml in the folder."""
    file = folder / "environment.yaml"
    file.write_text(text)
    return file


def evidence(run: str, policy: Mapping[str, Any], **changes: Any) -> tuple[Evidence, Sighting]:
    """The line that says that the account has this password policy, and what it points at."""
    seen = Sighting(seen=(Seen("password-policy", dict(policy)),))
    line = Evidence(
        environment=NAME, run=run, collector=POLICY, target=ACCOUNT, started_at=NOON, collected_at=NOON,
        period_from=NOON, period_to=NOON, max_age_s=86400, collected_by="auditor", tool="pcicloud 0",
        asked=("iam:GetAccountPasswordPolicy",), population=1, object=sha256(canonical(seen)).hexdigest(),
    )  # fmt: skip
    return msgspec.structs.replace(line, **changes), seen


def collected(
    file: Path,
    run: str,
    policy: Mapping[str, Any] = WEAK,
    *,
    requirements: tuple[str, ...] = (),
    ends: bool = True,
    begin: Callable[[RunBegin], RunBegin] = lambda begin: begin,
    lines: Callable[[Evidence], list[Evidence]] = lambda line: [line],
) -> Path:
    """Add a run to the store of the environment in the file, sign it where it `ends`, and return the store's folder.

    `begin` and `lines` may change what an honest run would write.
    """
    environment = load(file)
    folder = workspace.evidence(file)
    with Store.open(folder, write=True, environment=environment.name) as store:
        line, seen = evidence(run, policy)
        first = RunBegin(
            run=run, environment=NAME, object=store.keep(environment), targets=(REGION, ACCOUNT), requirements=requirements,
            planned=(Planned(collector=POLICY, target=ACCOUNT),), started_at=NOON, tool="pcicloud 0",
        )  # fmt: skip
        store.keep(seen)
        store.append(begin(first))
        store.append_all(lines(line))
        if ends:
            store.append(RunEnd(run=run, ended_at=NOON, calls=1))
            store.sign()
    return folder


def bundled(file: Path, folder: Path, *, language: Any = "en") -> Path:
    """The bundle that `pcicloud report` would write of the store's newest run, at AS_OF."""
    with Store.open(workspace.evidence(file), write=True) as store:
        assessment, _ = judge(catalog.load(), store, as_of=AS_OF)
        files = {form.FILE: form.render(assessment, language=language) for form in forms().values()}
        export(store, assessment.run, folder, files, as_of=AS_OF, tool=assessment.tool)
    return folder


def signer_of(file: Path) -> Signer:
    """The signer of the environment's own log."""
    signer = load_signer(workspace.evidence(file) / "keys" / "signing.pem", NAME)
    assert signer is not None
    return signer


def forge(folder: Path, signer: Signer, changes: Mapping[str, bytes | None], **manifest_changes: Any) -> None:
    """Change files of a bundle (None: remove) and make a manifest that is right and well signed."""
    manifest = {**json.loads((folder / "manifest.json").read_bytes()), **manifest_changes}
    for path, body in changes.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).unlink() if body is None else (folder / path).write_bytes(body)
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    content = {path: (folder / path).read_bytes() for path in files if not path.startswith("manifest.")}
    manifest["files"] = [
        {"path": path, "sha256": sha256(body).hexdigest(), "size": len(body)} for path, body in content.items()
    ]
    (folder / "manifest.json").write_bytes(canonical(manifest) + b"\n")
    note = signer.sign(manifest_text(signer.verifier.name, (folder / "manifest.json").read_bytes()))
    (folder / "manifest.note").write_text(note)


def copied(folder: Path, place: Path) -> Path:
    """A copy that a test may alter."""
    return Path(shutil.copytree(folder, place / folder.name))
