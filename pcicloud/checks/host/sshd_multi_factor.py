"""SSH must ask for two different factors."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.pam import Rule, module, of_type, stack
from pcicloud.reading.pam_runs import way_past
from pcicloud.reading.sshd import values

ONE_TIME = ("pam_google_authenticator", "pam_oath", "pam_yubico", "pam_duo", "pam_u2f", "pam_radius_auth")


@check(evidence="host.sshd_settings", when_none=not_applicable("no SSH server is installed"), beside=("host.pam",))
def sshd_multi_factor(body: Json, env: Environment, *, pam: tuple[Json, ...]) -> Outcome:
    """SSH must ask for two different factors.

    A Match block for exactly one account of the automation from exactly one address (`automation_accounts` in
    environment.yaml, user@address) is left out: behind it is a program, and no person.

    Why: one stolen factor then opens nothing.
    Fix: `AuthenticationMethods publickey,keyboard-interactive`, and a one-time-password module in /etc/pam.d/sshd, no
      nullok.
    Source: OpenSSH manual sshd_config(5), AuthenticationMethods; pam_google_authenticator(8), nullok; Linux-PAM,
      pam.conf(5).
    """
    programs = frozenset(_criteria(one) for one in str(env.parameters.get("automation_accounts", "")).split(","))
    methods = values(body, "authenticationmethods", left_out=programs) or ("any",)
    paths = [path for said in methods for path in said.split()]
    single = [path for path in paths if not _is_two(path)]
    if single:
        return failed(f"AuthenticationMethods allows {single[0]}, which is one factor")
    rules = tuple(rule for stacks in pam for rule in of_type(stack(stacks, "sshd"), "auth"))
    found = [rule for name in ONE_TIME for rule in module(rules, name, "auth")]
    if not found:
        return failed("no module for one-time passwords is in the stack of sshd, so the second step is a password")
    return _judged(rules, found)


def _criteria(account: str) -> str:
    """The Match line of an account of the automation, written as user@address."""
    user, _, address = account.strip().partition("@")
    return f"user {user} address {address}".lower()


def _is_two(path: str) -> bool:
    steps = {step.split(":")[0] for step in path.split(",")}
    return "publickey" in steps and "keyboard-interactive" in steps


def _judged(rules: tuple[Rule, ...], found: list[Rule]) -> Outcome:
    rule = found[0]
    if any(one.argument("nullok") is not None for one in found):
        return failed(f"{rule.module} has nullok: who never enrolled gets in without the second factor")
    way = way_past(rules, tuple(found), ("auth_err", "maxtries"))
    if way:
        return failed(f"the second factor may fail: {way}")
    return passed(f"a key and a one-time password ({rule.module}) are required")
