"""Functions can't be called by everybody."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.resource_policy import lets_everybody, principals, statements


@check(evidence="aws.lambda_policies", when_none=not_applicable("there is no function"))
def lambda_not_public(body: Json, env: Environment) -> Outcome:
    """Functions can't be called by everybody.

    Why: a public function lets everybody run our code with our rights and our data.
    Fix: name the principal in the function's policy and add its account or source.
    Source: AWS Lambda Developer Guide, Viewing resource-based IAM policies in Lambda.
    """
    if any(lets_everybody(statement) for statement in statements(body["Policy"])):
        return failed("everybody with an AWS account may call this function")
    for statement in statements(body["Policy"]):
        url_open = statement.get("Condition", {}).get("StringEquals", {}).get("lambda:FunctionUrlAuthType") == "NONE"
        if "*" in principals(statement) and url_open:
            return failed("its URL lets everybody call it without logging in")
    return passed("only named principals may call it")
