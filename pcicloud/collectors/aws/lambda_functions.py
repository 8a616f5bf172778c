"""Every function, without its environment variables: they may hold secrets."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen


@collector(where="regional", permissions=("lambda:ListFunctions",), shapes="lambda:ListFunctions.Functions[]")
def lambda_functions(account: Account) -> Iterator[Seen]:
    """Every function, without its environment variables: they may hold secrets."""
    for function in account.pages("lambda", "ListFunctions", "Functions"):
        yield Seen(function["FunctionArn"], {key: value for key, value in function.items() if key != "Environment"})
