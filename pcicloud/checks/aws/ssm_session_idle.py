"""An idle session on a host must end in time."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.session_preferences import inputs, opens_shell

DEFAULT_MINUTES = 20


@check(
    evidence="aws.ssm_session_documents",
    when_none=failed(f"no session preferences are set, so an idle session stays open for {DEFAULT_MINUTES} minutes"),
)
def ssm_session_idle(document: Json, env: Environment, *, minutes_max: int) -> Outcome:
    """An idle session on a host must end in time.

    Why: whoever comes to an unlocked desk has the administrator's shell.
    Fix: set idleSessionTimeout in the session document.
    Source: AWS Systems Manager User Guide, "Specify an idle session timeout value" (default: 20 minutes).
    """
    if not opens_shell(document):
        return not_applicable("the document opens no shell")
    minutes = int(inputs(document).get("idleSessionTimeout") or DEFAULT_MINUTES)
    if minutes > minutes_max:
        return failed(f"an idle session ends after {minutes} minutes, {minutes_max} minutes are the most")
    return passed(f"an idle session ends after {minutes} minutes")
