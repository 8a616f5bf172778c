"""Systems Manager parameters: their kind and key, never their value."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(where="regional", permissions=("ssm:DescribeParameters",), shapes="ssm:DescribeParameters.Parameters[]")
def ssm_parameters(account: Account) -> Iterator[Seen]:
    """Each parameter's name, kind and key; values are not asked for."""
    for parameter in account.pages("ssm", "DescribeParameters", "Parameters", MaxResults=50):
        yield Seen(parameter.get("ARN") or parameter["Name"], parameter)
