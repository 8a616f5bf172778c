"""The Merkle tree of RFC 6962: roots, proofs, and their verification."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import count


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one log entry (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that remembers the hash of each complete subtree, so that the root at any size is cheap.

    Holds about 64 bytes of hashes for each entry.
    """

    def __init__(self, entries: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for entry in entries:
            self.append(entry)

    def __len__(self) -> int:
        return len(self._levels[0])

    def append(self, entry: bytes) -> None:
        """Add an entry as the last leaf."""
        subtree = leaf_hash(entry)
        for height in count():
            if height == len(self._levels):
                self._levels.append([])
            level = self._levels[height]
            level.append(subtree)
            if len(level) % 2:
                return
            subtree = _node_hash(level[-2], level[-1])

    def root(self, size: int) -> bytes:
        """The Merkle tree hash of the first `size` entries (RFC 6962, 2.1)."""
        return self._hash(0, size) if size else hashlib.sha256(b"").digest()

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """The audit path for entry `index` in the tree of `size` (RFC 6962, 2.1.1)."""
        if not 0 <= index < size <= len(self):
            raise IndexError(f"entry {index} of a tree of {size} in one of {len(self)}")
        return tuple(self._path(index, 0, size))

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        """The proof that the tree of size `new` only adds to that of size `old` (RFC 6962, 2.1.2)."""
        if not 0 <= old <= new <= len(self):
            raise IndexError(f"from {old} to {new} in a tree of {len(self)}")
        return tuple(self._subproof(old, 0, new, known=True)) if 0 < old < new else ()

    def _hash(self, start: int, end: int) -> bytes:
        width = end - start
        if width & (width - 1) == 0:
            height = width.bit_length() - 1
            return self._levels[height][start >> height]
        middle = start + _split(width)
        return _node_hash(self._hash(start, middle), self._hash(middle, end))

    def _path(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + _split(end - start)
        if index < middle:
            return [*self._path(index, start, middle), self._hash(middle, end)]
        return [*self._path(index, middle, end), self._hash(start, middle)]

    def _subproof(self, old: int, start: int, end: int, *, known: bool) -> list[bytes]:
        if old == end:
            return [] if known else [self._hash(start, end)]
        middle = start + _split(end - start)
        if old <= middle:
            return [*self._subproof(old, start, middle, known=known), self._hash(middle, end)]
        return [*self._subproof(old, middle, end, known=False), self._hash(start, middle)]


def _split(width: int) -> int:
    """The largest power of two that is smaller than `width`, which is at least 2."""
    return 1 << ((width - 1).bit_length() - 1)


def is_included(leaf: bytes, index: int, size: int, *, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the audit path leads from the leaf's hash to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if node % 2 or node == last:
            found = _node_hash(sibling, found)
            node, last = _skip_zeros(node, last)
        else:
            found = _node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(old: int, new: int, *, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the tree of size `new` only adds to that of size `old` (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == hashlib.sha256(b"").digest()
    if not 0 < old < new or not proof:
        return False
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    node, last = old - 1, new - 1
    while node % 2:
        node, last = node >> 1, last >> 1
    found_old = found_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node % 2 or node == last:
            found_old, found_new = _node_hash(sibling, found_old), _node_hash(sibling, found_new)
            node, last = _skip_zeros(node, last)
        else:
            found_new = _node_hash(found_new, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and found_old == old_root and found_new == new_root


def _skip_zeros(node: int, last: int) -> tuple[int, int]:
    """Go up the levels at which a last node without a sibling is its own parent."""
    while node and node % 2 == 0:
        node, last = node >> 1, last >> 1
    return node, last
