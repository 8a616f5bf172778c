"""The credential report: each user's passwords, keys and second factor, with the times of their last use."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.errors import NotSeen
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen
from pcicloud.reading.credential_report import lines_of

ATTEMPTS = 10
PAUSE_S = 2.0
NOT_YET = ("ReportInProgress", "ReportNotPresent", "ReportExpired")


@collector(where="global", permissions=("iam:GenerateCredentialReport", "iam:GetCredentialReport"))
def iam_credential_report(account: Account) -> Iterator[Seen | Unseen]:
    """Each line of the credential report as text, by the report's own column names; the root user is a line, too.

    Raises NotSeen where AWS has not finished the report in time. AWS writes a new report every four hours at most.
    Source: AWS IAM User Guide, "Generate credential reports".
    """
    account.call("iam", "GenerateCredentialReport")
    content = base64.b64decode(_report(account)["Content"]).decode()
    for name, line in lines_of(content):
        yield Seen(name, line) if line else Unseen(name, "the report's line has not the report's columns")


def _report(account: Account) -> Json:
    for _ in range(ATTEMPTS):
        answer = account.call("iam", "GetCredentialReport", none_when=NOT_YET, again=True)
        if answer:
            return answer
        time.sleep(PAUSE_S)
    raise NotSeen("failed", "iam:GetCredentialReport: AWS is still writing the report; run again in a minute")
