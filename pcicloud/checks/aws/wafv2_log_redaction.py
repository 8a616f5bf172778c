"""Logs of web filters hold no session or credential."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.wafv2_logging", when_none=not_applicable("there is no web filter"))
def wafv2_log_redaction(body: Json, env: Environment, *, headers: list[str]) -> Outcome:
    """Logs of web filters hold no session or credential.

    Why: whoever reads the log could take over the session of any customer or administrator.
    Fix: redact the headers authorization and cookie in the logging configuration.
    Source: AWS WAF API Reference, LoggingConfiguration: RedactedFields.
    """
    log = body["LoggingConfiguration"]
    if not log:
        return not_applicable("this web filter doesn't log")
    fields = log.get("RedactedFields", ())
    hidden = {field["SingleHeader"]["Name"].lower() for field in fields if "SingleHeader" in field}
    shown = [name for name in headers if name not in hidden]
    return failed(f"the header {shown[0]} is logged readable") if shown else passed("credentials are redacted")
