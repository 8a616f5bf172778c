"""Functions can't be called by everybody."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed
from pcicloud.reading.policy_conditions import condition_values
from pcicloud.reading.policy_text import statements_of
from pcicloud.reading.resource_policy import lets_everybody


@check(evidence="aws.lambda_policies", when_none=not_applicable("there is no function"))
def lambda_not_public(body: Json, env: Environment) -> Outcome:
    """Functions can't be called by everybody.

    Why: a public function lets everybody run our code with our rights and our data.
    Fix: name the principal in the function's policy and add its account or source.
    Source: AWS Lambda Developer Guide, Viewing resource-based IAM policies in Lambda.
    """
    for statement in statements_of(body["Policy"]):
        if lets_everybody(statement):
            kinds = [
                value for _, values in condition_values(statement, "lambda:FunctionUrlAuthType") for value in values
            ]
            if "NONE" in kinds:
                return failed("its URL lets everybody call it without logging in")
            return failed("everybody with an AWS account may call this function")
    return passed("only named principals may call it")
