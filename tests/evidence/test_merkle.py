from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcicloud.evidence.merkle import Tree, is_consistent, is_included, leaf_hash

# The vectors of the Certificate Transparency reference implementation.
ENTRIES = [
    bytes.fromhex(entry)
    for entry in ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION_OF_0_IN_8 = [
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
]
CONSISTENCY_FROM_1_TO_8 = INCLUSION_OF_0_IN_8

entries = st.lists(st.binary(max_size=8), min_size=1, max_size=70)


def naive_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962, 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_known_vectors(size: int) -> None:
    assert Tree(ENTRIES).root(size).hex() == ROOTS[size]


def test_proofs_are_those_of_the_known_vectors() -> None:
    tree = Tree(ENTRIES)
    assert [node.hex() for node in tree.inclusion(0, 8)] == INCLUSION_OF_0_IN_8
    assert [node.hex() for node in tree.consistency(1, 8)] == CONSISTENCY_FROM_1_TO_8
    assert tree.consistency(8, 8) == ()


@given(entries)
def test_each_root_is_the_one_of_the_definition(leaves: list[bytes]) -> None:
    tree = Tree(leaves)
    assert [tree.root(size) for size in range(len(leaves) + 1)] == [
        naive_root(leaves[:size]) for size in range(len(leaves) + 1)
    ]


@given(st.data(), entries)
def test_an_inclusion_proof_holds_for_its_leaf_and_for_nothing_else(data: st.DataObject, leaves: list[bytes]) -> None:
    tree = Tree(leaves)
    size = data.draw(st.integers(1, len(leaves)))
    index = data.draw(st.integers(0, size - 1))
    proof, root, leaf = tree.inclusion(index, size), tree.root(size), leaf_hash(leaves[index])
    assert is_included(leaf, index, size, proof=proof, root=root)
    assert not is_included(leaf_hash(leaves[index] + b"!"), index, size, proof=proof, root=root)
    assert not is_included(leaf, index, size, proof=(*proof, leaf), root=root)
    assert not is_included(leaf, index, size, proof=proof, root=leaf_hash(root))
    assert not is_included(leaf, size, size, proof=proof, root=root)
    assert not is_included(leaf, -1, size, proof=proof, root=root)
    if proof:
        assert not is_included(leaf, index, size, proof=proof[:-1], root=root)
        assert not is_included(leaf, index, size, proof=(leaf_hash(proof[0]), *proof[1:]), root=root)
        if index ^ 1 < size and leaves[index] != leaves[index ^ 1]:
            assert not is_included(leaf, index ^ 1, size, proof=proof, root=root)


def test_a_proof_that_ends_below_the_root_of_the_claimed_size_is_refused() -> None:
    tree = Tree([b"a", b"b", b"c", b"d"])
    proof, root = tree.inclusion(0, 2), tree.root(2)
    assert is_included(leaf_hash(b"a"), 0, 2, proof=proof, root=root)
    assert not is_included(leaf_hash(b"a"), 0, 3, proof=proof, root=root)
    assert not is_included(leaf_hash(b"a"), 0, 4, proof=proof, root=root)


@given(st.data(), entries)
def test_a_consistency_proof_holds_for_its_two_trees_and_for_no_others(
    data: st.DataObject, leaves: list[bytes]
) -> None:
    tree = Tree(leaves)
    new = data.draw(st.integers(1, len(leaves)))
    old = data.draw(st.integers(0, new))
    proof, old_root, new_root = tree.consistency(old, new), tree.root(old), tree.root(new)
    other = leaf_hash(b"another log")
    assert is_consistent(old, new, old_root=old_root, new_root=new_root, proof=proof)
    assert not is_consistent(old, new, old_root=other, new_root=new_root, proof=proof)
    assert not is_consistent(old, new, old_root=old_root, new_root=new_root, proof=(*proof, other))
    assert not is_consistent(new + 1, new, old_root=old_root, new_root=new_root, proof=proof)
    if old:
        assert not is_consistent(old, new, old_root=old_root, new_root=other, proof=proof)
    if proof:
        assert not is_consistent(old, new, old_root=old_root, new_root=new_root, proof=proof[:-1])
        assert not is_consistent(old, new, old_root=old_root, new_root=new_root, proof=(other, *proof[1:]))


@given(st.data(), entries)
def test_a_log_that_changed_an_old_entry_has_no_proof(data: st.DataObject, leaves: list[bytes]) -> None:
    old = data.draw(st.integers(1, len(leaves)))
    changed = data.draw(st.integers(0, old - 1))
    honest = Tree(leaves)
    forged = Tree([*leaves[:changed], leaves[changed] + b"!", *leaves[changed + 1 :]])
    proof = forged.consistency(old, len(leaves))
    roots = {"old_root": honest.root(old), "new_root": forged.root(len(leaves))}
    assert not is_consistent(old, len(leaves), **roots, proof=proof)


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 4), (0, 0)])
def test_no_inclusion_proof_is_made_for_what_is_not_there(index: int, size: int) -> None:
    with pytest.raises(IndexError):
        Tree([b"a", b"b", b"c"]).inclusion(index, size)


@pytest.mark.parametrize(("old", "new"), [(-1, 2), (3, 2), (2, 4)])
def test_no_consistency_proof_is_made_between_trees_that_are_not_there(old: int, new: int) -> None:
    with pytest.raises(IndexError):
        Tree([b"a", b"b", b"c"]).consistency(old, new)
