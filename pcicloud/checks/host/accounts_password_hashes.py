"""Stored passwords must be strong, salted hashes."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.accounts import accounts

STRONG = ("yescrypt", "gost-yescrypt", "scrypt", "sha512", "bcrypt")


@check(evidence="host.accounts", when_none=failed("no accounts could be read"))
def accounts_password_hashes(body: Json, env: Environment) -> Outcome:
    """Stored passwords must be strong, salted hashes.

    Why: weak hashes give the passwords away when the file leaks.
    Fix: let the account set its password anew (`chage -d 0`), once pam_unix uses yescrypt.
    Source: crypt(5), shadow(5).
    """
    own = [account for account in accounts(body) if account.lock_state == "set"]
    weak = [f"{account.name} ({account.scheme})" for account in own if account.scheme not in STRONG]
    if weak:
        return failed(f"these passwords are stored weakly: {', '.join(weak)}")
    return passed(f"each of {len(own)} passwords is stored as a strong hash")
