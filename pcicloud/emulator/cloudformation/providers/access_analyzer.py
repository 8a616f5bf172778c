"""IAM Access Analyzer: analyzers."""

from __future__ import annotations

from botocore.exceptions import ClientError

from pcicloud.emulator.cloudformation.provider import Aws, Json, Provider, is_gone
from pcicloud.emulator.cloudformation.retag import retag
from pcicloud.emulator.cloudformation.shapes import api_parameters, cfn_properties

PARTS = (("UnusedAccessConfiguration", "unusedAccess"), ("InternalAccessConfiguration", "internalAccess"))


def _to_api(wanted: Json) -> Json:
    kept = {name: value for name, value in wanted.items() if name != "AnalyzerConfiguration"}
    given = wanted.get("AnalyzerConfiguration")
    return kept | ({"Configuration": {theirs: given[ours] for ours, theirs in PARTS if ours in given}} if given else {})


def _create(aws: Aws, wanted: Json) -> str:
    client = aws.client("accessanalyzer")
    named = {"AnalyzerName": aws.unique_name()} | wanted
    return str(client.create_analyzer(**api_parameters(client, "create_analyzer", _to_api(named)))["arn"])


def _read(aws: Aws, arn: str) -> Json | None:
    try:
        found = aws.client("accessanalyzer").get_analyzer(analyzerName=arn.rpartition("/")[2])["analyzer"]
    except ClientError as error:
        if is_gone(error):
            return None
        raise
    given = found.get("configuration") or {}
    configuration = {ours: given[theirs] for ours, theirs in PARTS if theirs in given}
    properties = cfn_properties("AWS::AccessAnalyzer::Analyzer", found | {"AnalyzerConfiguration": configuration})
    return properties | {"AnalyzerName": found["name"]}


def _update(aws: Aws, arn: str, old: Json, new: Json) -> None:
    client = aws.client("accessanalyzer")
    retag(client, old, new, resourceArn=arn)
    parameters = api_parameters(client, "update_analyzer", _to_api(new)) | {"analyzerName": arn.rpartition("/")[2]}
    client.update_analyzer(**parameters)


def _delete(aws: Aws, arn: str) -> None:
    aws.client("accessanalyzer").delete_analyzer(analyzerName=arn.rpartition("/")[2])


PROVIDERS = (
    Provider(type_name="AWS::AccessAnalyzer::Analyzer", create=_create, read=_read, update=_update, delete=_delete),
)
