"""Every function with the policy that says who may call it, null where there is none."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen


@collector(
    where="regional",
    permissions=("lambda:ListFunctions", "lambda:GetPolicy"),
    shapes={"FunctionArn": "lambda:ListFunctions.Functions[].FunctionArn", "Policy": "lambda:GetPolicy.Policy"},
)
def lambda_policies(account: Account) -> Iterator[Seen | Unseen]:
    """Every function with the policy that says who may call it, null where there is none."""

    def look(function: Json) -> Json:
        arn = function["FunctionArn"]
        answer = account.call("lambda", "GetPolicy", none_when=("ResourceNotFoundException",), FunctionName=arn)
        return {"FunctionArn": arn, "Policy": answer["Policy"] if answer else None}

    functions = account.pages("lambda", "ListFunctions", "Functions")
    yield from account.each(functions, lambda function: str(function["FunctionArn"]), look)
