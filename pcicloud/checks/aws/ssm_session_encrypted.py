"""Sessions on hosts must be encrypted with a key of the account."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.session_preferences import inputs, opens_shell


@check(
    evidence="aws.ssm_session_documents",
    when_none=failed("no session preferences are set, so no key of the account encrypts sessions"),
)
def ssm_session_encrypted(document: Json, env: Environment) -> Outcome:
    """Sessions on hosts must be encrypted with a key of the account.

    Why: on top of TLS the key ties a session to host and administrator: both need the right to use it.
    Fix: set kmsKeyId in the session document.
    Source: AWS Systems Manager User Guide, "Turn on KMS key encryption of session data".
    """
    if not opens_shell(document):
        return not_applicable("the document opens no shell")
    if not inputs(document).get("kmsKeyId"):
        return failed("session data is encrypted with no key of the account")
    return passed("session data is encrypted with a key of the account")
