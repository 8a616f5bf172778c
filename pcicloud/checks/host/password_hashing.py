"""New passwords must be stored as strong, salted hashes."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.lines import content, lines, pairs
from pcicloud.reading.pam import module, passwords

STRONG = ("yescrypt", "gost_yescrypt", "sha512", "blowfish")
WEAK = ("md5", "bigcrypt", "sha256")


@check(evidence="host.pam", when_none=failed("no PAM stack is there"))
def password_hashing(body: Json, env: Environment) -> Outcome:
    """New passwords must be stored as strong, salted hashes.

    Why: weak hashes give the passwords away when the file leaks.
    Fix: use `yescrypt` (or sha512) with pam_unix in the password stack.
    Source: Linux-PAM, pam_unix(8); crypt(5).
    """
    rules = module(passwords(body), "pam_unix", "password")
    if not rules:
        return failed("pam_unix is not in the password stack")
    weak = [word for rule in rules for word in WEAK if rule.argument(word) is not None]
    if weak:
        return failed(f"pam_unix stores new passwords with {weak[0]}")
    named = [word for rule in rules for word in STRONG if rule.argument(word) is not None]
    method = named[0] if named else pairs(lines(content(body["login_defs"]))).get("encrypt_method", "DES")
    if method.lower() not in STRONG:
        return failed(f"new passwords are stored with {method}")
    return passed(f"new passwords are stored with {method}")
