"""`pcicloud env`, `collect` and `emulator` as an engineer and a pipeline meet them: hints, guards, exit codes, JSON."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from pcicloud import workspace
from pcicloud.aws import Aws
from pcicloud.cli.check import note_exceptions
from pcicloud.cli.env import _progress
from pcicloud.emulator import process
from pcicloud.environment import parse
from pcicloud.model.environment import Environment
from pcicloud.model.plan import Progress
from pcicloud.render.schemas import files

pytestmark = pytest.mark.aws
ROOT = Path(__file__).resolve().parents[1]
ASKING = [("collect",), ("env", "plan"), ("env", "apply", "--yes"), ("env", "status"), ("env", "drift"),
          ("env", "destroy", "--yes")]  # fmt: skip


def pcicloud(*words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    env = {**kept, "AWS_EC2_METADATA_DISABLED": "true", "NO_COLOR": "1", "PYTHONPATH": str(ROOT), "HOME": str(cwd)}
    command = [sys.executable, "-m", "pcicloud", *(str(word) for word in words)]
    return subprocess.run(command, cwd=cwd, env=env, text=True, capture_output=True, check=False)


def declare(folder: Path, aws: str = "", more: str = "") -> Path:
    file = folder / "environment.yaml"
    file.write_text(f"name: guarded\nmodel: aws\naws:\n  requests_per_s: 1000\n{aws}{more}")
    return file


def reach(emulated: Path) -> str:
    return f"  profile: emulator\n  config_file: {workspace.emulator(emulated) / 'aws_config'}\n"


def next_step(said: str) -> list[str]:
    line = next(line for line in said.splitlines() if line.startswith("Next: "))
    return shlex.split(line.removeprefix("Next: pcicloud "))


@pytest.mark.parametrize(
    ("aws", "config", "says"),
    [
        ("  profile: nobody\n", None, "the AWS profile can't be used: The config profile (nobody) could not be found"),
        ("  profile: x\n  config_file: gone\n", None, "there is no AWS config file"),
        (
            "  profile: x\n  config_file: broken\n",
            "[profile x\nregion",
            "the AWS profile can't be used: Unable to parse",
        ),
        ("  profile: x\n  config_file: broken\n", "[profile x]\nendpoint_url = nonsense\n", "Invalid endpoint"),
        ("  profile: x\n  config_file: broken\n", "[profile x]\nregion = a\n", "there are no AWS credentials"),
        (
            "  profile: x\n  config_file: broken\n",
            "[profile x]\naws_access_key_id = a\n",
            "the AWS profile can't be used: Partial credentials found",
        ),
    ],
)
def test_a_profile_that_can_not_be_used_is_exit_4_with_a_hint(
    aws: str, config: str | None, says: str, tmp_path: Path
) -> None:
    declare(tmp_path, aws)
    if config:
        (tmp_path / "broken").write_text(config)
    for command in (("collect",), ("env", "plan")) if config is None else (("env", "plan"),):
        done = pcicloud(*command, cwd=tmp_path)
        assert done.returncode == 4, done.stderr
        assert says in done.stderr
        assert len(done.stderr.splitlines()) == 2


@pytest.mark.parametrize("command", ASKING)
def test_another_account_than_the_declared_one_is_neither_read_nor_changed(
    command: tuple[str, ...], emulated: Path, tmp_path: Path
) -> None:
    declare(tmp_path, reach(emulated) + '  account: "999999999999"\n')
    before = process.status(workspace.emulator(emulated)).calls_by_operation or {}
    done = pcicloud(*command, cwd=tmp_path)
    after = process.status(workspace.emulator(emulated)).calls_by_operation or {}
    assert done.returncode == 4
    assert "are of the account 123456789012, environment.yaml names 999999999999" in done.stderr
    assert {name for name in after if after[name] != before.get(name)} == {"sts:GetCallerIdentity"}


def test_the_declared_account_is_asked(emulated: Path, tmp_path: Path) -> None:
    declare(tmp_path, reach(emulated) + '  account: "123456789012"\n')
    assert pcicloud("env", "status", cwd=tmp_path).returncode == 0


class _Html(BaseHTTPRequestHandler):
    page: bytes

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.page)))
        self.end_headers()
        self.wfile.write(self.page)


@pytest.fixture(params=[b"<html><body>Sign in, secret", b"<html><body>Sign in, secret</body></html>"])
def web_page(request: pytest.FixtureRequest) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Page", (_Html,), {"page": request.param}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("command", [("collect",), ("env", "plan")])
def test_an_endpoint_that_is_not_aws_is_exit_4_and_its_page_is_not_shown(
    command: tuple[str, ...], web_page: str, emulated: Path, tmp_path: Path
) -> None:
    declare(tmp_path, reach(emulated) + f"  endpoint_url: {web_page}\n")
    done = pcicloud(*command, cwd=tmp_path)
    assert done.returncode == 4
    assert "not AWS" in done.stderr
    assert f"--endpoint-url {web_page}" in done.stderr
    assert "secret" not in done.stderr


def test_what_is_built_in_one_region_only_says_so(emulated: Path, tmp_path: Path) -> None:
    declare(tmp_path, reach(emulated) + "  regions: [ap-northeast-1, ap-northeast-3, us-east-1]\n")
    done = pcicloud("env", "plan", cwd=tmp_path)
    assert done.returncode == 0
    line = "built in ap-northeast-1 only; ap-northeast-3, us-east-1: looked at by `pcicloud collect`"
    assert line in done.stderr.splitlines()


def test_a_plan_that_mends_drift_leads_to_an_apply_that_does(emulated: Path, tmp_path: Path) -> None:
    folder = tmp_path / "my shop"
    folder.mkdir()
    declare(folder, reach(emulated))
    done = pcicloud("env", "plan", "--mend-drift", "--brief", "-e", "my shop/environment.yaml", cwd=tmp_path)
    assert next_step(done.stderr) == ["env", "apply", "--mend-drift", "-e", "my shop/environment.yaml"]


def test_destroy_of_nothing_is_done_at_once(emulated: Path, tmp_path: Path) -> None:
    declare(tmp_path, reach(emulated))
    done = pcicloud("env", "destroy", "--no-input", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "nothing to destroy\n")


def test_init_names_the_parameters_that_the_model_has(tmp_path: Path) -> None:
    done = pcicloud("env", "init", "--parameter", "alert_mail=a@b.jp", cwd=tmp_path)
    assert done.returncode == 2
    assert "--parameter: the model aws has no parameter alert_mail" in done.stderr
    assert "alert_email" in done.stderr
    done = pcicloud("env", "init", "--parameter", "alert_email=nobody", cwd=tmp_path)
    assert done.returncode == 2
    assert not (tmp_path / "environment.yaml").exists()


@pytest.mark.parametrize("file", ["environment.yaml", "my shop/shop one.yaml"])
def test_the_hints_from_an_empty_folder_to_a_plan_work_as_typed(file: str, tmp_path: Path) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    try:
        started = pcicloud("emulator", "start", "-e", file, cwd=tmp_path)
        initialised = pcicloud(*next_step(started.stderr), cwd=tmp_path)
        assert initialised.returncode == 0, initialised.stderr
        assert (tmp_path / file).exists()
        planned = pcicloud(*next_step(initialised.stderr), cwd=tmp_path)
        assert planned.returncode == 0, planned.stderr
        again = pcicloud("emulator", "start", "-e", file, cwd=tmp_path)
        assert next_step(again.stderr) == next_step(initialised.stderr)
        assert next_step(planned.stderr)[:2] == ["env", "apply"]
    finally:
        process.stop(workspace.emulator(tmp_path / file))


@pytest.mark.parametrize(
    "aws",
    [
        "",
        "aws: {}\n",
        "aws: {profile: prod, config_file: .pcicloud/emulator/aws_config}\n",
        "aws: {profile: emulator}\n",
        "aws: {profile: emulator, config_file: elsewhere}\n",
        'aws: {endpoint_url: "http://127.0.0.1:1"}\n',
        'aws: {profile: emulator, config_file: .pcicloud/emulator/aws_config, endpoint_url: "http://127.0.0.1:1"}\n',
    ],
)
def test_an_emulator_to_which_the_environment_does_not_lead_says_the_lines_that_make_it(
    aws: str, emulated: Path
) -> None:
    other = emulated.parent / "other.yaml"
    other.write_text(f"name: shop\nmodel: aws\n{aws}")
    done = pcicloud("emulator", "start", "-e", other.name, cwd=emulated.parent)
    assert done.returncode == 0
    assert "Next:" not in done.stderr
    assert f"{other.name} does not lead to this emulator" in done.stderr
    assert ("no endpoint_url" in done.stderr) == ("endpoint_url" in aws)

    lines = [line for line in done.stderr.splitlines() if line.startswith("  ")]
    other.write_text("\n".join(["name: shop", "model: aws", "aws:", *lines]))
    again = pcicloud("emulator", "start", "-e", other.name, cwd=emulated.parent)
    assert next_step(again.stderr) == ["env", "plan", "-e", other.name]


def test_an_environment_that_names_the_endpoint_of_the_emulator_leads_to_it(emulated: Path) -> None:
    url = process.status(workspace.emulator(emulated)).endpoint_url
    (emulated.parent / "other.yaml").write_text(f"name: shop\nmodel: aws\naws: {{endpoint_url: '{url}/'}}\n")
    done = pcicloud("emulator", "start", "-e", "other.yaml", cwd=emulated.parent)
    assert next_step(done.stderr) == ["env", "plan", "-e", "other.yaml"]


@pytest.mark.parametrize("aws", ["", "  profile: prod\n", "  profile: emulator\n  config_file: elsewhere\n"])
def test_a_demo_builds_nothing_where_an_environment_leads_to_another_account(aws: str, tmp_path: Path) -> None:
    declare(tmp_path, aws)
    done = pcicloud("demo", "--folder", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert "environment.yaml is not of a demo: it leads to another place" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["environment.yaml"]


EXCEPTION = "exceptions:\n  - {requirement: 8.3.6, reason: old mainframe, owner: sato, until: %s}\n"


def test_an_exception_that_ends_in_more_than_a_year_is_said_wherever_it_is_taken_in(
    emulated: Path, tmp_path: Path
) -> None:
    declare(tmp_path, reach(emulated), EXCEPTION % "9999-12-31")
    commands = (("collect", "-r", "8.3.6"), ("check",), ("why", "8.3.6"), ("report", "-o", "bundle"),
                ("evidence", "verify", "bundle"), ("check", "--bundle", "bundle"))  # fmt: skip
    for words in commands:
        said = pcicloud(*words, cwd=tmp_path).stderr
        assert said.count("note: the exception from 8.3.6 (sato) ends on 9999-12-31, more than a year from") == 1, words


@pytest.mark.parametrize(
    ("until", "as_of", "is_said"),
    [
        ("2027-11-24", "2026-11-23", False),
        ("2027-11-25", "2026-11-23", True),
        ("2026-01-01", "2026-11-23", False),
        ("9999-12-31", "9999-12-31", False),
    ],
)
def test_an_exception_may_end_within_366_days_of_the_judgement(
    until: str, as_of: str, is_said: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    declared = parse(f"name: shop\nmodel: aws\naws: {{}}\n{EXCEPTION % until}", name="x")
    note_exceptions(declared, datetime.fromisoformat(as_of).replace(tzinfo=UTC))
    assert bool(capfd.readouterr().err) == is_said


def document(text: str) -> str:
    """The name of a document that keeps to its own published schema."""
    found = json.loads(text)
    schema = files()[f"{found['schema'].replace('/', '-')}.json"]
    Draft202012Validator(json.loads(schema)).validate(found)
    return str(found["schema"])


def test_every_json_answer_names_its_schema_and_keeps_to_it(emulated: Path, tmp_path: Path) -> None:
    declare(tmp_path, reach(emulated))
    as_json = ("--format", "json")
    answers = {
        "pcicloud.requirement_list/1": ("controls", "list"),
        "pcicloud.unit_list/1": ("controls", "list", "--checks"),
        "pcicloud.requirement/1": ("controls", "show", "8.3.6"),
        "pcicloud.coverage/1": ("controls", "coverage"),
        "pcicloud.check/1": ("explain", "aws.iam_password_length"),
        "pcicloud.plan/1": ("env", "plan"),
        "pcicloud.status/1": ("env", "status"),
        "pcicloud.destroyed/1": ("env", "destroy", "--yes"),
        "pcicloud.collected/1": ("collect", "-r", "8.3.6"),
        "pcicloud.why/1": ("why", "8.3.6"),
        "pcicloud.emulator/1": ("emulator", "status"),
    }
    said = {name: document(pcicloud(*words, *as_json, cwd=tmp_path).stdout) for name, words in answers.items()}
    assert said == {name: name for name in answers}


def test_stacks_that_end_at_the_same_time_are_a_line_each(capfd: pytest.CaptureFixture[str]) -> None:
    def told(stack: str, resource: str, status: str) -> Progress:
        now = datetime.now(UTC)
        return Progress(
            at=now, stack=stack, resource=resource, type="T", status=status, reason="", done=3, total=3
        )  # fmt: skip

    names = [f"stack-{number}" for number in range(40)]
    with _progress("Applying", quiet=False) as tell, ThreadPoolExecutor(16) as pool:
        for name in names:
            for event in (("A", "CREATE_COMPLETE"), ("", "CREATE_IN_PROGRESS"), ("", "CREATE_COMPLETE")):
                pool.submit(tell, told(name, *event))
        pool.submit(tell, told("account_settings", "password_policy", "UPDATE_COMPLETE"))
    lines = [f"{name}: 3 of 3 CREATE_COMPLETE" for name in names]
    assert sorted(capfd.readouterr().err.splitlines()) == sorted(
        [*lines, "account_settings: password_policy UPDATE_COMPLETE"]
    )


@pytest.mark.slow
def test_drift_offers_to_mend_only_what_an_apply_can_mend(emulated: Path, deployed: Environment) -> None:
    assert deployed.aws
    # Other suites break things in this environment, and mend them in their own ways.
    pcicloud("env", "apply", "--mend-drift", "--yes", "-e", emulated, cwd=emulated.parent)
    ec2, logs = (Aws(deployed.aws).client(service, deployed.aws.regions[0]) for service in ("ec2", "logs"))
    by_stack = [{"Name": "tag:pcicloud:environment", "Values": [deployed.name]}]
    group = ec2.describe_security_groups(Filters=by_stack)["SecurityGroups"][0]["GroupId"]
    opened = [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "198.51.100.0/24"}]}]
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=opened)
    by_hand = pcicloud("env", "drift", "-e", emulated, cwd=emulated.parent)
    ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=opened)
    assert by_hand.returncode == 1
    assert "--profile emulator" in by_hand.stdout
    assert "Next:" not in by_hand.stderr, by_hand.stdout

    log_group = next(one for one in logs.describe_log_groups()["logGroups"] if one.get("retentionInDays"))
    logs.put_retention_policy(logGroupName=log_group["logGroupName"], retentionInDays=7)
    by_apply = pcicloud("env", "drift", "-e", emulated, cwd=emulated.parent)
    assert by_apply.returncode == 1
    assert next_step(by_apply.stderr)[:2] == ["env", "fix"]
    mended = pcicloud(*next_step(by_apply.stderr), "--brief", "--yes", cwd=emulated.parent)
    assert mended.returncode == 0
    assert "1 to update" in mended.stderr
    assert "Applied: 1 changes" in mended.stdout
    found = logs.describe_log_groups(logGroupNamePrefix=log_group["logGroupName"])["logGroups"][0]
    assert found["retentionInDays"] == log_group["retentionInDays"]


@pytest.mark.slow
def test_an_apply_of_what_is_there_changes_nothing_and_says_so_in_its_own_document(
    emulated: Path, deployed: Environment
) -> None:
    done = pcicloud("env", "apply", "--yes", "--format", "json", "-e", emulated, cwd=emulated.parent)
    assert done.returncode == 0
    assert document(done.stdout) == "pcicloud.applied/1"
    steps = json.loads(done.stdout)["steps"]
    assert {(step["action"], step["changed"]) for step in steps} == {("none", 0)}
    drift = pcicloud("env", "drift", "--format", "json", "-e", emulated, cwd=emulated.parent)
    assert document(drift.stdout) == "pcicloud.drift/1"
    assert json.loads(drift.stdout)["environment"] == deployed.name
