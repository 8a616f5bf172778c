"""Functions run on a runtime that still gets patches."""

from __future__ import annotations

from pcicloud.checking import check
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Json, Outcome, failed, not_applicable, passed


@check(evidence="aws.lambda_functions", when_none=not_applicable("there is no function"))
def lambda_runtime(function: Json, env: Environment, *, ended: list[str]) -> Outcome:
    """Functions run on a runtime that still gets patches.

    Why: AWS stops patching a runtime when its support ends, and nobody notices.
    Fix: move the function to a newer runtime.
    Source: AWS Lambda Developer Guide, Lambda runtimes: deprecated runtimes.
    """
    runtime = function.get("Runtime")
    if not runtime:
        return not_applicable("it runs a container image, whose patches the image scan watches")
    return failed(f"{runtime} gets no patches any more") if runtime in ended else passed(f"{runtime} is supported")
