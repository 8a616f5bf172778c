"""No account that can log in may be everybody's, a test's or the vendor's."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.accounts import accounts, is_expired

GENERIC = {
    "admin", "administrator", "user", "guest", "test", "testuser", "demo", "temp", "tmp", "shared", "operator1",
    "oracle", "support", "debian", "ubuntu", "ec2-user", "centos", "rocky", "almalinux", "vagrant", "pi",
    "default",
}  # fmt: skip


@check(evidence="host.accounts", when_none=failed("no accounts could be read"))
def accounts_generic(body: Json, env: Environment) -> Outcome:
    """No account that can log in may be everybody's, a test's or the vendor's.

    Why: what such an account did can't be traced to one person, and its password is often well known.
    Fix: remove the account, or lock it and take its shell away.
    Source: shadow, passwd(5).
    """
    open_ = [a for a in accounts(body) if a.has_shell and a.lock_state != "missing" and not is_expired(a, env.as_of)]
    found = [account.name for account in open_ if account.name.lower() in GENERIC]
    if found:
        return failed(f"these accounts belong to nobody by name and can log in: {', '.join(found)}")
    return passed("no account with a shared, test or vendor's name can log in")
