"""The reading of PAM stacks is held to libpam itself: both go through the same random stacks."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import random
from pathlib import Path

import pytest

from pcicloud.reading.pam import Rule, of_type, stack
from pcicloud.reading.pam_runs import free, runs, way_past

CODES = ("success", "auth_err", "perm_denied", "user_unknown", "ignore", "new_authtok_reqd", "maxtries")
ACTIONS = ("ok", "done", "bad", "die", "ignore", "reset", "1", "2", "3")
KEYWORDS = ("required", "requisite", "sufficient", "optional", "unheard_of")
FILES = ("inner", "middle", "top")
STACKS = 500
CONVERSATION_ERROR = 19
CONVERSATION = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)


class Conversation(ctypes.Structure):
    _fields_ = (("call", CONVERSATION), ("data", ctypes.c_void_p))


@pytest.fixture(scope="module")
def libpam() -> ctypes.CDLL:
    name = ctypes.util.find_library("pam")
    try:
        library = ctypes.CDLL(name or "libpam.so.0")
        assert library.pam_start_confdir
    except (OSError, AttributeError):
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail("libpam 1.4 or newer is needed; in CI that is a failure")
        pytest.skip("libpam 1.4 or newer is needed")
    return library


def granted(library: ctypes.CDLL, folder: Path) -> bool:
    """What libpam itself says to the auth stack of the service `top`."""
    handle = ctypes.c_void_p()
    conversation = Conversation(CONVERSATION(lambda *_: CONVERSATION_ERROR), None)
    said = (b"top", b"root", ctypes.byref(conversation), str(folder).encode(), ctypes.byref(handle))
    assert library.pam_start_confdir(*said) == 0
    code: int = library.pam_authenticate(handle, 0)
    library.pam_end(handle, code)
    return code == 0


def control(dice: random.Random) -> str:
    if dice.random() < 0.5:
        return dice.choice(KEYWORDS)
    pairs = [f"{code}={dice.choice(ACTIONS)}" for code in dice.sample(CODES, dice.randint(1, 3))]
    pairs += [f"default={dice.choice(ACTIONS)}"] if dice.random() < 0.7 else []
    return f"[{' '.join(pairs)}]"


def line(dice: random.Random, names: tuple[str, ...]) -> str:
    kinds = ["debug"] * 6 + ["deny", "permit", "account"] + ["substack", "include", "@include"] * bool(names)
    match dice.choice(kinds):
        case "debug":
            return f"auth {control(dice)} pam_debug.so auth={dice.choice(CODES)}"
        case "deny" | "permit" as module:
            return f"auth {control(dice)} pam_{module}.so"
        case "account":
            return "account required pam_deny.so"
        case "@include":
            return f"@include @{dice.choice(names)}"
        case kind:
            return f"auth {kind} @{dice.choice(names)}"


def read(files: dict[str, str], service: str = "top") -> tuple[Rule, ...]:
    return of_type(stack({"stacks": [{"path": name, "content": files[name]} for name in files]}, service), "auth")


def told(rule: Rule) -> tuple[str, ...]:
    """What pam_debug answers because it is told to, and pam_deny and pam_permit always."""
    return ({"pam_deny": "auth_err", "pam_permit": "success"}.get(rule.name) or str(rule.argument("auth")),)


def test_a_stack_grants_where_libpam_grants(libpam: ctypes.CDLL, tmp_path: Path) -> None:
    dice = random.Random(8_3_6)
    ends = set()
    for _ in range(STACKS):
        plain = {}
        for place, name in enumerate(FILES):
            lines = [line(dice, FILES[:place]) for _ in range(dice.randint(1, 4))]
            plain[name] = "\n".join(lines).replace(" @", " ") + "\n"
            (tmp_path / name).write_text("\n".join(lines).replace(" @", f" {tmp_path}/") + "\n")
        (run,) = runs(read(plain), told, watched=frozenset())
        assert run.granted == granted(libpam, tmp_path), plain
        ends.add(run.granted)
    assert ends == {True, False}


def test_every_answer_of_an_unknown_module_is_tried() -> None:
    rules = read({"top": "auth [success=1 user_unknown=2 default=ignore] pam_x.so\nauth required pam_deny.so\n"})
    assert set(free(rules[0])) >= {"success", "user_unknown", "ignore"}
    assert free(rules[1]) == ("an error",)


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("auth required pam_wheel.so\nauth required pam_permit.so\n", ""),
        ("auth optional pam_wheel.so\nauth required pam_permit.so\n", "pam_wheel is optional"),
        ("auth sufficient pam_x.so\nauth required pam_wheel.so\n", "pam_x (sufficient) can grant before"),
        ("-auth SUFFICIENT pam_x.so\nAuth required pam_wheel.so\n", "pam_x (sufficient) can grant before"),
        ("auth include gone\nauth required pam_wheel.so\n", "gone (included, but not seen)"),
        ("auth include top\nauth required pam_wheel.so\n", "top (included, but not seen)"),
        ("auth required pam_wheel.so\nauth include gone\n", ""),
    ],
)
def test_a_way_past_a_guard_names_what_opens_it(text: str, way: str) -> None:
    rules = read({"top": text})
    guards = tuple(rule for rule in rules if rule.name == "pam_wheel")
    said = way_past(rules, guards, ("perm_denied",))
    assert (way in said) if way else said == ""
