"""The last passwords must not be used again."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, passed
from pcicloud.reading.pam import module, passwords, setting


@check(evidence="host.pam", when_none=failed("no PAM stack is there"))
def password_history(body: Json, env: Environment, *, count_min: int) -> Outcome:
    """The last passwords must not be used again.

    Why: who goes back to an old password undoes the change.
    Fix: put pam_pwhistory with `remember` and `enforce_for_root` before pam_unix in the password stack.
    Source: Linux-PAM, pam_pwhistory(8), pam_unix(8).
    """
    history = module(passwords(body), "pam_pwhistory", "password")
    unix = module(passwords(body), "pam_unix", "password")
    if not history and not any(rule.argument("remember") for rule in unix):
        return failed("nothing remembers old passwords (no pam_pwhistory in the password stack)")
    if history and history[0].control not in ("required", "requisite"):
        return failed(f"pam_pwhistory is {history[0].control}, so an old password is taken all the same")
    count = (
        (setting(body, history, "remember", "pwhistory") or 10)
        if history
        else setting(body, unix, "remember", "none") or 0
    )
    if count < count_min:
        return failed(f"{count} old passwords are remembered, {count_min} are required")
    return passed(f"{count} old passwords are remembered")
