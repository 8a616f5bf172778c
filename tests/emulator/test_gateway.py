"""The way in: credentials, faults, what can't be answered."""

from __future__ import annotations

import http.client
import json
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, HTTPClientError

from pcicloud.emulator import process
from pcicloud.emulator.process import EmulatorStatus
from tests.emulator.conftest import Client
from tests.emulator.stacks import body, create, delete

pytestmark = [pytest.mark.aws, pytest.mark.usefixtures("emptied")]


def ask(running: EmulatorStatus, method: str, path: str, document: Any = None) -> tuple[int, Any]:
    """Ask the emulator's own address; return the status and the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", running.port or 0, timeout=10)
    content = b"" if document is None else json.dumps(document).encode()
    connection.request(method, path, body=content)
    answer = connection.getresponse()
    read = json.loads(answer.read())
    connection.close()
    return answer.status, read


@pytest.mark.parametrize(
    ("service", "method", "parameters"),
    [
        ("cloudtrail", "list_queries", {"EventDataStore": "store"}),  # json
        ("backup", "list_tiering_configurations", {}),  # rest-json
        ("elbv2", "describe_trust_stores", {}),  # query
        ("ec2", "describe_ipams", {}),  # ec2
        ("route53", "list_cidr_collections", {}),  # rest-xml
        ("s3control", "list_access_grants", {"AccountId": "123456789012"}),  # rest-xml of its own
        ("accessanalyzer", "list_access_preview_findings", {"accessPreviewId": "x", "analyzerArn": "y"}),
    ],
)
def test_an_operation_that_cannot_be_answered_is_an_unsupported_operation(
    client: Client, service: str, method: str, parameters: dict[str, Any]
) -> None:
    with pytest.raises(ClientError) as raised:
        getattr(client(service), method)(**parameters)
    assert raised.value.response["Error"]["Code"] == "UnsupportedOperation"
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


@pytest.mark.parametrize("service", ["sts", "ec2", "ssm", "backup", "s3", "route53"])
def test_a_key_that_nobody_made_is_refused(client: Client, service: str) -> None:
    methods = {
        "sts": "get_caller_identity",
        "ec2": "describe_vpcs",
        "ssm": "describe_parameters",
        "backup": "list_backup_vaults",
        "s3": "list_buckets",
        "route53": "list_hosted_zones",
    }
    with pytest.raises(ClientError) as raised:
        getattr(client(service, key="AKIAAAAAAAAAAAAAAAAA"), methods[service])()
    assert raised.value.response["Error"]["Code"] == "InvalidClientTokenId"
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


@pytest.mark.parametrize("service", ["sts", "s3"])
def test_a_wrong_secret_is_refused(client: Client, service: str) -> None:
    method = {"sts": "get_caller_identity", "s3": "list_buckets"}[service]
    with pytest.raises(ClientError) as raised:
        getattr(client(service, secret="wrong"), method)()
    assert raised.value.response["Error"]["Code"] == "SignatureDoesNotMatch"


def test_odd_names_are_signed_as_the_emulator_computes_it(client: Client) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="odd", CreateBucketConfiguration={"LocationConstraint": "ap-northeast-1"})
    for key in ("a b+c/ü=1&x.json", "plain", "tilde~(paren)"):
        s3.put_object(Bucket="odd", Key=key, Body=b"content")
        assert s3.get_object(Bucket="odd", Key=key)["Body"].read() == b"content"
    assert client("ssm").describe_parameters(ParameterFilters=[{"Key": "Name", "Values": ["/a b"]}])["Parameters"] == []


def test_a_key_of_its_own_iam_is_accepted_with_its_secret(client: Client) -> None:
    client("iam").create_user(UserName="reader")
    made = client("iam").create_access_key(UserName="reader")["AccessKey"]
    identity = client("sts", key=made["AccessKeyId"], secret=made["SecretAccessKey"]).get_caller_identity()
    assert identity["Arn"].endswith("user/reader")
    with pytest.raises(ClientError):
        client("sts", key=made["AccessKeyId"], secret="wrong").get_caller_identity()


def test_an_assumed_role_acts_in_its_own_account(client: Client) -> None:
    role = client("sts").assume_role(RoleArn="arn:aws:iam::210987654321:role/reader", RoleSessionName="tests")
    given = role["Credentials"]
    other = {"key": given["AccessKeyId"], "secret": given["SecretAccessKey"], "token": given["SessionToken"]}
    assert client("sts", **other).get_caller_identity()["Account"] == "210987654321"
    client("sns").create_topic(Name="here")
    assert client("sns", **other).list_topics()["Topics"] == []
    assert client("cloudformation", **other).list_stacks()["StackSummaries"] == []


def test_the_account_wide_s3_block_is_reached_through_the_profile(client: Client) -> None:
    control, account = client("s3control"), "123456789012"
    with pytest.raises(ClientError) as raised:
        control.get_public_access_block(AccountId=account)
    assert raised.value.response["Error"]["Code"] == "NoSuchPublicAccessBlockConfiguration"
    block = {
        "BlockPublicAcls": True,
        "IgnorePublicAcls": True,
        "BlockPublicPolicy": True,
        "RestrictPublicBuckets": True,
    }
    control.put_public_access_block(AccountId=account, PublicAccessBlockConfiguration=block)
    found = control.get_public_access_block(AccountId=account)["PublicAccessBlockConfiguration"]
    assert found == block


@pytest.mark.parametrize(
    ("operation", "error", "code", "status"),
    [
        ("iam:GetAccountPasswordPolicy", "AccessDenied", "AccessDenied", 403),
        ("iam:*", "Throttling", "Throttling", 400),
        ("iam:GetAccountPasswordPolicy", "InternalError", "InternalError", 500),
    ],
)
def test_a_fault_strikes_as_often_as_asked(
    client: Client, running: EmulatorStatus, operation: str, error: str, code: str, status: int
) -> None:
    assert ask(running, "POST", "/_pcicloud/faults", [{"operation": operation, "error": error, "times": 1}])[0] == 200
    iam = client("iam")
    with pytest.raises(ClientError) as raised:
        iam.get_account_password_policy()
    assert raised.value.response["Error"]["Code"] == code
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert iam.list_users()["Users"] == []


def test_a_fault_speaks_the_protocol_of_the_service(client: Client, running: EmulatorStatus) -> None:
    ask(running, "POST", "/_pcicloud/faults", [{"operation": "*:*", "error": "AccessDenied", "times": None}])
    codes = {}
    for service, method in (("ec2", "describe_vpcs"), ("ssm", "describe_parameters"), ("s3", "list_buckets")):
        with pytest.raises(ClientError) as raised:
            getattr(client(service), method)()
        codes[service] = raised.value.response["Error"]["Code"]
    ask(running, "DELETE", "/_pcicloud/faults")
    assert codes == {"ec2": "UnauthorizedOperation", "ssm": "AccessDeniedException", "s3": "AccessDenied"}
    assert client("ssm").describe_parameters()["Parameters"] == []


def test_a_call_that_hangs_ends_without_an_answer(client: Client, running: EmulatorStatus) -> None:
    ask(running, "POST", "/_pcicloud/faults", [{"operation": "sts:*", "error": "hang", "times": 1, "delay_s": 0.01}])
    with pytest.raises(HTTPClientError):
        client("sts").get_caller_identity()
    assert client("sts").get_caller_identity()["Account"] == "123456789012"


@pytest.mark.parametrize("faults", [[{"error": "AccessDenied"}], [{"operation": "iam:*", "error": "Bad"}], [{"x": 1}]])
def test_a_fault_that_says_nothing_known_is_refused(running: EmulatorStatus, faults: Any) -> None:
    status, answer = ask(running, "POST", "/_pcicloud/faults", faults)
    assert status == 400
    assert answer["error"]


def test_calls_are_counted_by_operation(client: Client, running: EmulatorStatus) -> None:
    client("s3").list_buckets()
    client("backup").list_backup_vaults()
    client("iam").list_users()
    counted = ask(running, "GET", "/_pcicloud/status")[1]
    assert counted["pid"] == running.pid
    assert counted["calls_by_operation"] == {"backup:ListBackupVaults": 1, "iam:ListUsers": 1, "s3:ListBuckets": 1}


def test_a_reset_empties_all_every_time(client: Client, state: Path) -> None:
    for _ in range(2):
        client("sns").create_topic(Name="topic")
        client("accessanalyzer").create_analyzer(analyzerName="a", type="ACCOUNT")
        process.reset(state)
        assert client("sns").list_topics()["Topics"] == []
        assert client("accessanalyzer").list_analyzers()["analyzers"] == []


def test_a_new_account_has_aws_s_own_defaults(client: Client) -> None:
    ec2 = client("ec2")
    assert ec2.get_snapshot_block_public_access_state()["State"] == "unblocked"
    assert ec2.get_instance_metadata_defaults()["AccountLevel"] == {}
    assert ec2.get_ebs_encryption_by_default()["EbsEncryptionByDefault"] is False
    with pytest.raises(ClientError, match="Macie is not enabled"):
        client("macie2").get_macie_session()
    setting = "/ssm/documents/console/public-sharing-permission"
    assert client("ssm").get_service_setting(SettingId=setting)["ServiceSetting"]["SettingValue"] == "Enable"


def test_an_account_setting_is_kept_and_undone(client: Client) -> None:
    ec2, ssm = client("ec2"), client("ssm")
    ec2.enable_snapshot_block_public_access(State="block-all-sharing")
    assert ec2.get_snapshot_block_public_access_state()["State"] == "block-all-sharing"
    ec2.disable_snapshot_block_public_access()
    assert ec2.get_snapshot_block_public_access_state()["State"] == "unblocked"
    ec2.modify_instance_metadata_defaults(HttpTokens="required", HttpPutResponseHopLimit=1)
    assert ec2.get_instance_metadata_defaults()["AccountLevel"] == {
        "HttpTokens": "required",
        "HttpPutResponseHopLimit": 1,
    }
    setting = "/ssm/documents/console/public-sharing-permission"
    ssm.update_service_setting(SettingId=setting, SettingValue="Disable")
    assert ssm.get_service_setting(SettingId=setting)["ServiceSetting"]["SettingValue"] == "Disable"


def test_a_policy_that_denies_calls_without_tls_does_not_deny_all(client: Client) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="tls", CreateBucketConfiguration={"LocationConstraint": "ap-northeast-1"})
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::tls", "arn:aws:s3:::tls/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    s3.put_bucket_policy(Bucket="tls", Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    s3.put_object(Bucket="tls", Key="k", Body=b"content")
    assert s3.get_object(Bucket="tls", Key="k")["Body"].read() == b"content"


def test_a_planted_answer_is_given_until_it_is_forgotten(client: Client, running: EmulatorStatus) -> None:
    iam = client("iam")
    before = iam.get_account_summary()["SummaryMap"]
    planted = {"operation": "iam:GetAccountSummary", "answer": {"SummaryMap": {"AccountMFAEnabled": 0}}}
    assert ask(running, "POST", "/_pcicloud/answers", planted)[0] == 200
    assert iam.get_account_summary()["SummaryMap"] == {"AccountMFAEnabled": 0}
    assert ask(running, "DELETE", "/_pcicloud/answers", [{"operation": "iam:GetAccountSummary"}])[0] == 200
    assert iam.get_account_summary()["SummaryMap"] == before
    assert ask(running, "POST", "/_pcicloud/answers", {"answer": {}})[0] == 400


def test_the_credential_report_has_the_root_user(client: Client) -> None:
    iam = client("iam")
    iam.create_user(UserName="reader")
    iam.generate_credential_report()
    head, *lines = iam.get_credential_report()["Content"].decode().strip().splitlines()
    assert [line.split(",")[0] for line in lines] == ["<root_account>", "reader"]
    assert {len(line.split(",")) for line in lines} == {len(head.split(","))}


def test_a_patch_baseline_comes_and_goes_with_its_group(client: Client) -> None:
    cloudformation = client("cloudformation")
    properties = {"Name": "baseline", "OperatingSystem": "AMAZON_LINUX_2023", "PatchGroups": ["hosts"]}
    text = body({"Baseline": {"Type": "AWS::SSM::PatchBaseline", "Properties": properties}})
    for _ in range(2):
        assert create(cloudformation, "one", text)["StackStatus"] == "CREATE_COMPLETE"
        assert delete(cloudformation, "one")["StackStatus"] == "DELETE_COMPLETE"


def test_a_backup_plan_can_be_made_again_after_its_deletion(client: Client) -> None:
    backup = client("backup")
    backup.create_backup_vault(BackupVaultName="vault")
    plan = {"BackupPlanName": "daily", "Rules": [{"RuleName": "daily", "TargetBackupVaultName": "vault"}]}
    for _ in range(2):
        backup.delete_backup_plan(BackupPlanId=backup.create_backup_plan(BackupPlan=plan)["BackupPlanId"])
    assert backup.list_backup_plans()["BackupPlansList"] == []


def test_one_kind_of_event_selectors_takes_the_place_of_the_other(client: Client) -> None:
    s3, cloudtrail = client("s3"), client("cloudtrail")
    s3.create_bucket(Bucket="trail-logs", CreateBucketConfiguration={"LocationConstraint": "ap-northeast-1"})
    cloudtrail.create_trail(Name="trail", S3BucketName="trail-logs")
    field = {"Field": "eventCategory", "Equals": ["Management"]}
    kinds: dict[str, list[dict[str, object]]] = {
        "AdvancedEventSelectors": [{"Name": "all", "FieldSelectors": [field]}],
        "EventSelectors": [{"ReadWriteType": "WriteOnly", "IncludeManagementEvents": True}],
    }
    for kind in ("AdvancedEventSelectors", "EventSelectors", "AdvancedEventSelectors"):
        cloudtrail.put_event_selectors(TrailName="trail", **{kind: kinds[kind]})
        answer = cloudtrail.get_event_selectors(TrailName="trail")
        assert {name for name in kinds if answer.get(name)} == {kind}


def test_insight_selectors_that_are_put_are_the_only_ones(client: Client) -> None:
    s3, cloudtrail = client("s3"), client("cloudtrail")
    s3.create_bucket(Bucket="trail-logs", CreateBucketConfiguration={"LocationConstraint": "ap-northeast-1"})
    cloudtrail.create_trail(Name="trail", S3BucketName="trail-logs")
    for kind in ("ApiCallRateInsight", "ApiErrorRateInsight"):
        cloudtrail.put_insight_selectors(TrailName="trail", InsightSelectors=[{"InsightType": kind}])
    answer = cloudtrail.get_insight_selectors(TrailName="trail")
    assert answer["InsightSelectors"] == [{"InsightType": "ApiErrorRateInsight"}]


def test_a_metric_filter_that_is_put_again_is_replaced(client: Client) -> None:
    logs = client("logs")
    metric = {"metricName": "RootUse", "metricNamespace": "cde/trail", "metricValue": "1"}
    for group in ("/cde/trail", "/cde/other"):
        logs.create_log_group(logGroupName=group)
        for pattern in ("first", "second"):
            logs.put_metric_filter(
                logGroupName=group, filterName="root-use", filterPattern=pattern, metricTransformations=[metric]
            )
    found = logs.describe_metric_filters()["metricFilters"]
    assert [(one["logGroupName"], one["filterPattern"]) for one in found] == [
        ("/cde/trail", "second"),
        ("/cde/other", "second"),
    ]
