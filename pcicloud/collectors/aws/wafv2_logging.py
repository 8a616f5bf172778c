"""Every regional web filter (web ACL) with where it logs, null where it doesn't."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(
    where="regional",
    permissions=("wafv2:ListWebACLs", "wafv2:ListLoggingConfigurations"),
    shapes={
        "WebACL": "wafv2:ListWebACLs.WebACLs[]",
        "LoggingConfiguration": "wafv2:ListLoggingConfigurations.LoggingConfigurations[]",
    },
)
def wafv2_logging(account: Account) -> Iterator[Seen]:
    """Every regional web filter (web ACL) with where it logs, null where it doesn't."""
    found = account.pages("wafv2", "ListLoggingConfigurations", "LoggingConfigurations", Scope="REGIONAL", Limit=100)
    logs = {log["ResourceArn"]: log for log in found}
    for item in account.pages("wafv2", "ListWebACLs", "WebACLs", Scope="REGIONAL", Limit=100):
        yield Seen(item["ARN"], {"WebACL": item, "LoggingConfiguration": logs.get(item["ARN"])})
