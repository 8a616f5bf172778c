"""What administrators do in sessions on hosts must be recorded."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.session_preferences import inputs, opens_shell


@check(
    evidence="aws.ssm_session_documents", when_none=failed("no session preferences are set, so no session is recorded")
)
def ssm_session_recorded(document: Json, env: Environment) -> Outcome:
    """What administrators do in sessions on hosts must be recorded.

    Why: the trail shows that a session began, only the session's log shows what was done in it.
    Fix: set cloudWatchLogGroupName (with encryption) or s3BucketName in the session document.
    Source: AWS Systems Manager User Guide, "Session document schema".
    """
    if not opens_shell(document):
        return not_applicable("the document opens no shell")
    given = inputs(document)
    to_group, to_bucket = given.get("cloudWatchLogGroupName"), given.get("s3BucketName")
    if not to_group and not to_bucket:
        return failed("sessions are recorded nowhere, a log group or a bucket is required")
    encrypted = given.get("cloudWatchEncryptionEnabled") if to_group else given.get("s3EncryptionEnabled")
    if not encrypted:
        return failed(f"sessions are recorded to {to_group or to_bucket} without asking for encryption")
    return passed(f"sessions are recorded to {to_group or to_bucket}, encrypted")
