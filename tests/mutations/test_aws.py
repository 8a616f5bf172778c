"""Every AWS check flips: its control is broken in the living emulator, seen to fail, mended, seen to be as before."""

from __future__ import annotations

import json
import re
import urllib.request
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
from tests.mutations.certificates import made

HERE = Path(__file__).parent / "aws"
CHECKS = [id_ for id_ in discover.all_ids("checks") if id_.startswith("aws.")]
WHOLE = re.compile(r"\$\{([^}]+)\}")


class Call(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A call of boto3, `service.method`, with its arguments; `save` keeps parts of the answer by JMESPath.

    `region` is where it is made, the environment's first region where it isn't named.
    """

    call: str
    with_: dict[str, Any] = msgspec.field(name="with", default={})
    save: dict[str, str] = {}
    region: str | None = None


class Mutation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the control is broken and mended; `arrange` makes what the deployed model lacks, `tidy` removes it."""

    arrange: tuple[Call, ...] = ()
    break_: tuple[Call, ...] = msgspec.field(name="break")
    mend: tuple[Call, ...]
    tidy: tuple[Call, ...] = ()


class Hand:
    """Carries out calls; it knows the stacks' physical ids and what earlier calls saved."""

    def __init__(self, env: Environment, aws: Aws) -> None:
        self.aws = aws
        self.region = aws.place.regions[0]
        self.account_id, _ = aws.identity()
        self.saved: dict[str, Any] = {}
        self.env = env

    def do(self, calls: tuple[Call, ...]) -> None:
        for call in calls:
            service, method = call.call.split(".")
            if service == "emulator":
                self.tell_emulator(method, self.fill(call.with_))
                continue
            client = self.aws.client(service, call.region or self.region)
            answer = getattr(client, xform_name(method))(**self.fill(call.with_))
            self.saved |= {name: jmespath.search(path, answer) for name, path in call.save.items()}

    def tell_emulator(self, method: str, entry: Any) -> None:
        """Plant an answer that no API call can bring about (findings of a scanner, the root user), or forget it."""
        url = f"{self.aws.client('sts', self.region).meta.endpoint_url}/_pcicloud/answers"
        verb = {"answer": "POST", "forget": "DELETE"}[method]
        request = urllib.request.Request(url, data=json.dumps(entry).encode(), method=verb)
        urllib.request.urlopen(request).close()

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
            case ["certificate", algorithm, days, part]:
                return made(algorithm, int(days))[part]
            case ["saved", saved]:
                return self.saved[saved]
            case ["account_id"]:
                return self.account_id
            case ["region"]:
                return self.region
            case ["environment"]:
                return self.env.name
        raise KeyError(name)


Verdicts = dict[tuple[str, str, str], tuple[Verdict, str]]


@pytest.fixture(scope="session")
def aws(deployed: Environment) -> Aws:
    """One session for all mutations: its clients are costly, what it remembers is forgotten each time."""
    assert deployed.aws is not None
    return Aws(deployed.aws)


def verdicts(env: Environment, aws: Aws, id_: str, account_id: str) -> Verdicts:
    """Collect what the check reads, and nothing else, and judge it with each set of params that a control gives."""
    aws.answers.clear()
    asker = Asker(env=env, aws=aws, run="mutation", serves={}, principal="", clock=lambda: datetime.now(UTC))
    targets = tuple(Target(family="aws", name=account_id, part=part) for part in ("global", *aws.place.regions))
    jobs = [job for job in linking.jobs(catalog.load().requirements) if job.check.id == id_]
    assert jobs, f"no control uses {id_}"
    collectors = [discover.unit("collectors", name) for name in (jobs[0].check.evidence, *jobs[0].check.beside)]
    questions = [Question(collector=c, target=t) for t in targets for c in collectors if linking.looks_at(c.where, t)]
    kept = [
        Kept(id=answer.question.collector.id, evidence=asker.line(answer), sighting=answer.sighting)
        for batch in asker.answers(questions)
        for answer in batch
    ]
    crashes: list[Any] = []
    env = environment.at(env, datetime.now(UTC))
    shelf = Shelf(kept, env)
    found = {
        (job.key.decode(), finding.target, finding.resource): (finding.verdict, finding.reason)
        for job in jobs
        for finding in findings_of(job, env, shelf, targets, crashes.append)
    }
    assert not crashes
    return found


def only_verdicts(found: Verdicts) -> dict[tuple[str, str, str], Verdict]:
    return {place: verdict for place, (verdict, _) in found.items()}


@pytest.mark.aws
@pytest.mark.parametrize("id_", CHECKS)
def test_breaking_the_control_flips_the_check_and_mending_flips_it_back(
    id_: str, deployed: Environment, aws: Aws
) -> None:
    mutation = strict_yaml.load(HERE / f"{id_.split('.')[1]}.yaml", Mutation)
    hand = Hand(deployed, aws)
    hand.do(mutation.arrange)
    try:
        before = verdicts(deployed, aws, id_, hand.account_id)
        hand.do(mutation.break_)
        broken = verdicts(deployed, aws, id_, hand.account_id)
        hand.do(mutation.mend)
        after = verdicts(deployed, aws, id_, hand.account_id)
    finally:
        hand.do(mutation.tidy)
    flipped = {
        place: said
        for place, said in broken.items()
        if said[0] is Verdict.FAIL and before.get(place, ("",))[0] != "fail"
    }
    assert flipped, f"nothing failed that did not fail before: {broken}"
    assert only_verdicts(after) == only_verdicts(before)


def test_every_aws_check_has_a_mutation() -> None:
    assert sorted(path.stem for path in HERE.glob("*.yaml")) == sorted(id_.split(".")[1] for id_ in CHECKS)
