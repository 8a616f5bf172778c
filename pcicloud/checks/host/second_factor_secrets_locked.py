"""Stored second factors must be closed to everybody, their owners too where root keeps them."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.modes import loose, looser, told


@check(evidence="host.second_factors", when_none=not_applicable("no second factor of a person is stored here"))
def second_factor_secrets_locked(body: Json, env: Environment) -> Outcome:
    """Stored second factors must be closed to everybody, their owners too where root keeps them.

    Why: who reads the secret has the second factor for ever, and nobody notices.
    Fix: 0400 and root as owner in a folder with 0700; in a home, 0400 and the person as owner.
    Source: google-authenticator(1), --secret; pam_google_authenticator(8), secret=.
    """
    wrong = loose([stat for stat in body["folders"] if stat["type"] == "folder"], 0o700)
    wrong += loose([stat for stat in body["folders"] if stat["type"] == "file"], 0o600)
    for stat in body["found"]:
        home = stat["path"].split("/")[2] if stat["path"].startswith("/home/") else "root"
        wrong += [reason] if (reason := looser(stat, 0o600, owners=(home,))) else []
    if wrong:
        return failed(told(wrong))
    return passed(f"{len(body['found'])} files of second factors are closed")
