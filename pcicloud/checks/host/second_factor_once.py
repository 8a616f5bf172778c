"""A one-time password must work once, and guesses be slowed down."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed, unknown
from pcicloud.reading.lines import content

WANTED = {"DISALLOW_REUSE": "a code works again", "RATE_LIMIT": "guesses are not slowed down"}


@check(evidence="host.second_factors", when_none=not_applicable("no second factor of a person is stored here"))
def second_factor_once(body: Json, env: Environment) -> Outcome:
    """A one-time password must work once, and guesses be slowed down.

    Why: a code that was looked over a shoulder else works for half a minute.
    Fix: make the factor with --disallow-reuse and --rate-limit.
    Source: google-authenticator(1), --disallow-reuse, --rate-limit; RFC 6238, section 5.2.
    """
    found = [file for file in body["options"] if not file["path"].endswith(".serial")]
    if not found:
        return unknown("the files of second factors could not be told apart")
    for file in found:
        for option, lack in WANTED.items():
            if option not in content(file):
                return failed(f"{file['path']}: {lack} ({option} is missing)")
    return passed(f"{len(found)} second factors work once a code, and guesses are slowed down")
