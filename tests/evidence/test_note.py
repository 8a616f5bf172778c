from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pcicloud.errors import StoreError
from pcicloud.evidence.checkpoint import Checkpoint, open_checkpoint, origin
from pcicloud.evidence.note import (
    Signer,
    Verifier,
    generate_private_key,
    load_private_key,
    open_note,
    parse_verifier,
    private_pem,
)
from tests.evidence.c2sp_notes import checkpoint_of, verified_text

# From the documentation of golang.org/x/mod/sumdb/note, the first implementation of the format.
GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_NOTE = GO_TEXT + (
    "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)

signer = Signer("pcicloud/payments/0", generate_private_key())
other = Signer("pcicloud/payments/0", generate_private_key())
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.just("\n")).map(lambda t: t + "\n")


def test_a_note_of_the_go_implementation_is_verified() -> None:
    assert open_note(GO_NOTE.encode(), parse_verifier(GO_VKEY), place="note") == GO_TEXT


@given(texts)
def test_an_independent_parser_reads_what_is_signed(text: str) -> None:
    assert verified_text(signer.sign(text).encode(), str(signer.verifier)) == text.encode()


@given(texts)
def test_what_is_signed_is_read_again(text: str) -> None:
    assert open_note(signer.sign(text).encode(), signer.verifier, place="note") == text


@settings(max_examples=300)
@given(st.data())
def test_a_note_with_one_flipped_bit_is_refused(data: st.DataObject) -> None:
    note = bytearray(signer.sign("origin\n5\nroot\n").encode())
    bit = data.draw(st.integers(0, len(note) * 8 - 1))
    note[bit // 8] ^= 1 << (bit % 8)
    with pytest.raises(StoreError):
        open_note(bytes(note), signer.verifier, place="note")


@pytest.mark.parametrize("text", ["", "no newline at the end", "a tab\tin it\n", "\r\n"])
def test_text_that_cannot_be_a_note_is_not_signed(text: str) -> None:
    with pytest.raises(ValueError, match="note's text"):
        signer.sign(text)


def test_a_signature_has_one_spelling_only() -> None:
    note = signer.sign("text\n")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    unused_bit_set = note[:-3] + alphabet[alphabet.index(note[-3]) ^ 1] + note[-2:]
    assert note.endswith("=\n")
    with pytest.raises(StoreError, match="is not a signed note"):
        open_note(unused_bit_set.encode(), signer.verifier, place="note")


def test_signatures_of_others_are_passed_over() -> None:
    note = signer.sign("text\n") + other.sign("text\n").split("\n\n")[1]
    assert open_note(note.encode(), signer.verifier, place="note") == "text\n"
    assert open_note(note.encode(), other.verifier, place="note") == "text\n"


def test_a_note_without_a_signature_of_the_key_is_refused() -> None:
    with pytest.raises(StoreError, match="there is no signature of pcicloud/payments/0"):
        open_note(other.sign("text\n").encode(), signer.verifier, place="note")


def test_a_wrong_signature_of_the_key_is_refused_although_another_one_is_right() -> None:
    right, wrong = signer.sign("text\n"), signer.sign("another text\n").split("\n\n")[1]
    with pytest.raises(StoreError, match="the signature is wrong"):
        open_note((right + wrong).encode(), signer.verifier, place="note")


@pytest.mark.parametrize(
    "note",
    [b"", b"text\n", b"text\n\n", b"text\n\nno dash\n", "text\n\n— name !\n".encode(), b"\xff\n\n", b"a" * 2_000_000],
)
def test_what_is_no_note_is_refused(note: bytes) -> None:
    with pytest.raises(StoreError, match="place: this is not a signed note"):
        open_note(note, signer.verifier, place="place")


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "name",
        GO_VKEY.replace("c74f20a3", "c74f20a4"),
        GO_VKEY.replace("c74f20a3", "C74F20A3"),
        GO_VKEY.replace("PeterNeumann", "Peter Neumann"),
        GO_VKEY + "=",
        GO_VKEY + "\n",
        GO_VKEY[:-4],
        GO_VKEY.replace("+ARpc", "+AhpC"),
    ],
)
def test_a_malformed_verifier_key_is_refused(vkey: str) -> None:
    with pytest.raises(StoreError, match="not a C2SP Ed25519 verifier key"):
        parse_verifier(vkey)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u3000b"])
def test_a_key_cannot_have_a_name_that_a_note_cannot_hold(name: str) -> None:
    with pytest.raises(ValueError, match="key's name"):
        Verifier(name=name, public=bytes(32))


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_every_environment_has_an_origin_that_can_name_a_key(environment: str) -> None:
    name = origin(environment, bytes(32))
    assert name.startswith("pcicloud/")
    assert parse_verifier(str(Verifier(name=name, public=bytes(32)))).name == name


def test_an_independent_parser_reads_a_checkpoint() -> None:
    checkpoint = Checkpoint(origin=signer.verifier.name, size=0, root=bytes(range(32)))
    note = signer.sign(checkpoint.text()).encode()
    assert checkpoint_of(note, str(signer.verifier)) == (signer.verifier.name, 0, bytes(range(32)))
    assert open_checkpoint(note, signer.verifier, place="checkpoint") == checkpoint


ROOT = "A" * 43 + "="


@pytest.mark.parametrize(
    "text",
    [
        f"another/log\n5\n{ROOT}\n",
        f"pcicloud/payments/0\n05\n{ROOT}\n",
        f"pcicloud/payments/0\n-5\n{ROOT}\n",
        "pcicloud/payments/0\n5\nAAAA\n",
        "pcicloud/payments/0\n5\n",
        f"pcicloud/payments/0\n5\n{ROOT}\nextension\n",
    ],
)
def test_a_signed_text_that_is_no_checkpoint_of_the_log_is_refused(text: str) -> None:
    with pytest.raises(StoreError, match="is not a checkpoint of"):
        open_checkpoint(signer.sign(text).encode(), signer.verifier, place="checkpoint")


def test_a_signer_never_shows_its_key() -> None:
    private = generate_private_key()
    seed = private.private_bytes_raw()
    shown = repr(Signer("name", private)) + str(Signer("name", private)) + str(vars(Signer("name", private)))
    assert seed.hex() not in shown
    assert repr(seed) not in shown
    assert "PRIVATE KEY" not in shown


def test_a_private_key_survives_its_file() -> None:
    private = generate_private_key()
    again = load_private_key(private_pem(private), place="key.pem")
    assert Signer("name", again).verifier == Signer("name", private).verifier


#: A PKCS #8 key that says Ed448 (one bit beside Ed25519) and is as long as an Ed25519 key: OpenSSL itself stumbles.
ED448_TOO_SHORT = (
    b"-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VxBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
    b"-----END PRIVATE KEY-----\n"
)


@pytest.mark.parametrize(
    "pem", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", ED448_TOO_SHORT]
)
def test_an_unreadable_private_key_is_refused_without_showing_it(pem: bytes) -> None:
    with pytest.raises(StoreError) as caught:
        load_private_key(pem, place="key.pem")
    assert caught.value.what == "key.pem: this is not a readable private key"
    assert caught.value.__cause__ is None
