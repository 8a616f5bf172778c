"""Every DynamoDB table."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="regional",
    permissions=("dynamodb:ListTables", "dynamodb:DescribeTable"),
    shapes="dynamodb:DescribeTable.Table",
)
def dynamodb_tables(account: Account) -> Iterator[Seen | Unseen]:
    """Every DynamoDB table."""

    def look(name: Json) -> Json:
        return account.call("dynamodb", "DescribeTable", TableName=name)["Table"]

    yield from account.each(account.pages("dynamodb", "ListTables", "TableNames"), str, look)
