"""Reads the catalogue: 280 requirements, one file each, compiled once and cached by content."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from pcicloud import __version__, resources, strict_yaml
from pcicloud.errors import DefinitionError, UsageError
from pcicloud.filling import Unfillable, figures, filled
from pcicloud.model.quantity import Quantity
from pcicloud.model.requirement import Requirement
from pcicloud.model.standard import CrosswalkRow, Edition, SaqType, Section, Term

STANDARD = "PCI DSS v4.0.1"
FOLDER = "pci_dss_4_0_1"
COUNT = 280
PIECE = re.compile(r"(\d+)")


class Catalog(msgspec.Struct, frozen=True, kw_only=True):
    """All requirements in the standard's order, what goes with them, and the SHA-256 of the files they come from."""

    digest: str
    requirements: tuple[Requirement, ...]
    edition: Edition
    sections: tuple[Section, ...]
    saqs: tuple[SaqType, ...]
    crosswalk: tuple[CrosswalkRow, ...]
    glossary: tuple[Term, ...]

    def requirement(self, id_: str) -> Requirement:
        """The requirement with this id. Raises UsageError where the standard has none."""
        for requirement in self.requirements:
            if requirement.id == id_:
                return requirement
        near = [r.id for r in self.requirements if r.id.startswith(id_ + ".") or r.section == id_][:5]
        hint = f"perhaps {', '.join(near)}?" if near else "see `pcicloud controls list`"
        raise UsageError(f"PCI DSS v4.0.1 has no requirement {id_}", hint=hint)

    def section(self, id_: str) -> Section:
        return next(section for section in self.sections if section.id == id_)


#: The files beside the requirements, by the field that they fill.
BESIDE: dict[str, Any] = {
    "edition": Edition,
    "sections": tuple[Section, ...],
    "saqs": tuple[SaqType, ...],
    "crosswalk": tuple[CrosswalkRow, ...],
    "glossary": tuple[Term, ...],
}


def chapter(id_: str) -> str:
    """The principal requirement or appendix of an id: `8` of 8.3.6, `A3` of A3.2.1."""
    return id_.split(".")[0]


def order(id_: str) -> tuple[int, tuple[int, ...]]:
    """A sort key that puts ids in the standard's order: 8.2 before 8.10, the appendices last."""
    return (int(id_.startswith("A")), tuple(int(piece) for piece in PIECE.findall(id_)))


@cache
def load(folder: Path | None = None) -> Catalog:
    """The catalogue of `controls/`. Raises DefinitionError with file and line for the first wrong file."""
    place = folder or resources.folder("controls")
    paths = sorted((place / FOLDER).glob("*.yaml"))
    files = [(path, _bytes(path)) for path in paths]
    beside = [(place / f"{name}.yaml", _bytes(place / f"{name}.yaml")) for name in BESIDE]
    digest = _digest(place, [*files, *beside])
    found = _cached(digest) or _compile(digest, files, beside)
    if folder is None and len(found.requirements) != COUNT:
        raise DefinitionError(
            f"{place / FOLDER}: there are {len(found.requirements)} requirements, {STANDARD} has {COUNT}",
            hint="a requirement that is absent would be judged by nobody: bring its file back",
        )
    return found


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DefinitionError(f"{path}: it can't be read: {error.strerror or error}") from error


def _digest(place: Path, texts: list[tuple[Path, bytes]]) -> str:
    whole = hashlib.sha256()
    for path, text in texts:
        whole.update(f"{path.relative_to(place)}\0{len(text)}\0".encode() + text)
    return whole.hexdigest()


def _compile(digest: str, files: list[tuple[Path, bytes]], beside: list[tuple[Path, bytes]]) -> Catalog:
    parts = {path.stem: _document(path, text).as_(BESIDE[path.stem]) for path, text in beside}
    documents = [(path, text, _document(path, text)) for path, text in files]
    figures = _figures(documents)
    known = {section.id for section in parts["sections"]}
    requirements: dict[str, Requirement] = {}
    for path, text, document in documents:
        with _place_of_figure(path, text):
            requirement = document.as_(Requirement, filled(document.plain, path.stem, figures))
        if requirement.id in requirements:
            raise DefinitionError(f"{path}:1: the id {requirement.id} is taken by another file")
        if path.stem != requirement.id:
            raise DefinitionError(f"{path}:1: the file is called {path.stem} but its id is {requirement.id}")
        if requirement.section not in known:
            line = strict_yaml.line_of(text.decode(), "$.section", name=str(path))
            raise DefinitionError(f"{path}:{line}: section: sections.yaml has no section {requirement.section}")
        requirements[requirement.id] = requirement
    in_order = tuple(sorted(requirements.values(), key=lambda r: order(r.id)))
    catalog = Catalog(digest=digest, requirements=in_order, **parts)
    _keep(catalog)
    return catalog


def _document(path: Path, text: bytes) -> strict_yaml.Document:
    return strict_yaml.document(strict_yaml.decoded(text, name=str(path)), name=str(path))


def _figures(documents: list[tuple[Path, bytes, strict_yaml.Document]]) -> dict[str, dict[str, Quantity]]:
    found: dict[str, dict[str, Quantity]] = {}
    for path, text, document in documents:
        with _place_of_figure(path, text):
            found[path.stem] = figures(document.plain)
    return found


@contextmanager
def _place_of_figure(path: Path, text: bytes) -> Iterator[None]:
    """Say in which file and line a figure or its placeholder fits nothing."""
    try:
        yield
    except Unfillable as error:
        before, _, _ = text.decode().partition(error.text.splitlines()[0] if error.text else "\0")
        raise DefinitionError(f"{path}:{before.count(chr(10)) + 1}: {error}") from error


def _cache_file(digest: str) -> Path:
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "pcicloud" / f"catalog-{__version__}-{digest}.msgpack"


def _cached(digest: str) -> Catalog | None:
    try:
        return msgspec.msgpack.decode(_cache_file(digest).read_bytes(), type=Catalog)
    except (OSError, msgspec.MsgspecError):
        return None


def _keep(catalog: Catalog) -> None:
    """Write the compiled catalogue beside the user's other caches; without one it is compiled each time."""
    path = _cache_file(catalog.digest)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(msgspec.msgpack.encode(catalog))
        Path(file.name).replace(path)
    except OSError:
        return
