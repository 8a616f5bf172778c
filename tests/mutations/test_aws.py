"""Every AWS check flips: the control is broken in the living emulator, seen to fail, mended, and seen to be as before."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jmespath
import msgspec
import pytest
from botocore import xform_name

from pcicloud import catalog, discover, environment, linking, strict_yaml
from pcicloud.assess import Kept, Shelf, findings_of
from pcicloud.aws import Aws
from pcicloud.collect import Asker, Question
from pcicloud.model.environment import Environment
from pcicloud.model.outcome import Verdict
from pcicloud.model.sighting import Target

HERE = Path(__file__).parent / "aws"
CHECKS = [id_ for id_ in discover.all_ids("checks") if id_.startswith("aws.")]
WHOLE = re.compile(r"\$\{([^}]+)\}")


class Call(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A call of boto3, `service.method`, with its arguments; `save` keeps parts of the answer by JMESPath."""

    call: str
    with_: dict[str, Any] = msgspec.field(name="with", default={})
    save: dict[str, str] = {}


class Mutation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the control is broken and mended; `arrange` makes what the deployed model lacks, `tidy` removes it."""

    arrange: tuple[Call, ...] = ()
    break_: tuple[Call, ...] = msgspec.field(name="break")
    mend: tuple[Call, ...]
    tidy: tuple[Call, ...] = ()


class Hand:
    """Carries out calls; it knows the stacks' physical ids and what earlier calls saved."""

    def __init__(self, env: Environment) -> None:
        assert env.aws is not None
        self.aws = Aws(env.aws)
        self.region = env.aws.regions[0]
        self.account_id, _ = self.aws.identity()
        self.saved: dict[str, Any] = {}
        self.env = env

    def do(self, calls: tuple[Call, ...]) -> None:
        for call in calls:
            service, method = call.call.split(".")
            client = self.aws.client(service, self.region)
            answer = getattr(client, xform_name(method))(**self.fill(call.with_))
            self.saved |= {name: jmespath.search(path, answer) for name, path in call.save.items()}

    def fill(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {self.fill(key): self.fill(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        if not isinstance(value, str):
            return value
        whole = WHOLE.fullmatch(value)
        return self.known(whole[1]) if whole else WHOLE.sub(lambda found: str(self.known(found[1])), value)

    def known(self, name: str) -> Any:
        match name.split("."):
            case ["stacks", stack, resource]:
                cloudformation = self.aws.client("cloudformation", self.region)
                answer = cloudformation.describe_stack_resource(
                    StackName=f"pcicloud-{self.env.name}-{stack}", LogicalResourceId=resource
                )
                return answer["StackResourceDetail"]["PhysicalResourceId"]
            case ["saved", saved]:
                return self.saved[saved]
            case ["account_id"]:
                return self.account_id
            case ["region"]:
                return self.region
            case ["environment"]:
                return self.env.name
        raise KeyError(name)


def job_of(id_: str) -> linking.Job:
    """The check with the params of the first requirement that uses it."""
    jobs = linking.jobs(catalog.load().requirements)
    return next(job for job in jobs if job.check.id == id_)


def verdicts(env: Environment, job: linking.Job, account_id: str) -> dict[tuple[str, str], tuple[Verdict, str]]:
    """Collect what the check reads, and nothing else, and judge it."""
    assert env.aws is not None
    env = environment.at(env, datetime.now(UTC))
    asker = Asker(env=env, aws=Aws(env.aws), run="mutation", serves={}, principal="", clock=lambda: datetime.now(UTC))
    targets = tuple(Target(family="aws", name=account_id, part=part) for part in ("global", *env.aws.regions))
    collectors = [discover.unit("collectors", name) for name in (job.check.evidence, *job.check.beside)]
    questions = [Question(collector=c, target=t) for t in targets for c in collectors if linking.looks_at(c.where, t)]
    kept = [
        Kept(id=answer.question.collector.id, evidence=asker.line(answer), sighting=answer.sighting)
        for batch in asker.answers(questions)
        for answer in batch
    ]
    crashes: list[Any] = []
    found = list(findings_of(job, env, Shelf(kept, env), targets, crashes.append))
    assert not crashes
    return {(finding.target, finding.resource): (finding.verdict, finding.reason) for finding in found}


def only_verdicts(found: dict[tuple[str, str], tuple[Verdict, str]]) -> dict[tuple[str, str], Verdict]:
    return {place: verdict for place, (verdict, _) in found.items()}


@pytest.mark.aws
@pytest.mark.parametrize("id_", CHECKS)
def test_breaking_the_control_flips_the_check_and_mending_flips_it_back(id_: str, deployed: Environment) -> None:
    mutation = strict_yaml.load(HERE / f"{id_.split('.')[1]}.yaml", Mutation)
    hand, job = Hand(deployed), job_of(id_)
    hand.do(mutation.arrange)
    try:
        before = verdicts(deployed, job, hand.account_id)
        hand.do(mutation.break_)
        broken = verdicts(deployed, job, hand.account_id)
        hand.do(mutation.mend)
        after = verdicts(deployed, job, hand.account_id)
    finally:
        hand.do(mutation.tidy)
    flipped = {
        place: said for place, said in broken.items() if said[0] is Verdict.FAIL and before.get(place, ("",))[0] != "fail"
    }
    assert flipped, f"nothing failed that did not fail before: {broken}"
    assert only_verdicts(after) == only_verdicts(before)


def test_every_aws_check_has_a_mutation() -> None:
    assert sorted(path.stem for path in HERE.glob("*.yaml")) == sorted(id_.split(".")[1] for id_ in CHECKS)
