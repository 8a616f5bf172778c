"""The door to AWS paces each service apart and reads the vendor's models as botocore itself does."""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from botocore.loaders import JSONFileLoader

from pcicloud import workspace
from pcicloud.aws import THREADS, Account, Aws, Pace
from pcicloud.aws_models import ModelFiles
from pcicloud.environment import load
from pcicloud.model.environment import AwsPlace
from pcicloud.model.outcome import Json
from pcicloud.model.sighting import Seen, Unseen
from tests.provision.conftest import clear_faults, make_fault

TOKYO = "ap-northeast-1"


def delays_s(pace: Pace, *asked: tuple[str, str]) -> list[float]:
    return [round(pace.book_s(service, region), 6) for service, region in asked]


def test_what_one_second_holds_goes_at_once_and_the_rest_one_by_one() -> None:
    pace = Pace(4, clock=lambda: 100.0)
    assert delays_s(pace, *[("kms", TOKYO)] * 7) == [0, 0, 0, 0, 0.25, 0.5, 0.75]


def test_a_service_that_rested_may_burst_again_but_not_more_than_a_second_holds() -> None:
    now = [0.0]
    pace = Pace(2, clock=lambda: now[0])
    assert delays_s(pace, *[("kms", TOKYO)] * 3) == [0, 0, 0.5]
    now[0] = 60.0
    assert delays_s(pace, *[("kms", TOKYO)] * 3) == [0, 0, 0.5]


def test_over_a_long_time_a_service_is_asked_no_more_often_than_the_pace() -> None:
    pace = Pace(10, clock=lambda: 0.0)
    assert delays_s(pace, *[("iam", TOKYO)] * 1000)[-1] == pytest.approx(99.0)


def test_one_request_a_second_has_no_burst() -> None:
    assert delays_s(Pace(1, clock=lambda: 0.0), *[("iam", TOKYO)] * 3) == [0, 1, 2]


def test_a_busy_service_or_region_does_not_hold_up_another() -> None:
    pace = Pace(1, clock=lambda: 0.0)
    asked = [("kms", TOKYO), ("kms", TOKYO), ("s3", TOKYO), ("kms", "us-east-1")]
    assert delays_s(pace, *asked) == [0, 1, 0, 0]


@pytest.mark.parametrize("name", ["kms/2014-11-01/service-2", "endpoints", "kms/2014-11-01/paginators-1"])
def test_a_model_is_read_as_botocore_reads_it(name: str) -> None:
    import botocore

    path = str(Path(botocore.__file__).parent / "data" / name)
    theirs, ours = JSONFileLoader().load_file(path), ModelFiles().load_file(path)
    assert ours == theirs
    assert [*ours] == [*theirs]


def test_a_model_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert ModelFiles().load_file(str(tmp_path / "service-2")) is None


@pytest.mark.parametrize("ending", [".json", ".json.gz"])
def test_a_model_that_is_not_json_is_a_value_error_with_its_file(ending: str, tmp_path: Path) -> None:
    content = b"{no json"
    (tmp_path / f"service-2{ending}").write_bytes(gzip.compress(content) if ending.endswith("gz") else content)
    with pytest.raises(ValueError, match=f"service-2{ending}"):
        ModelFiles().load_file(str(tmp_path / "service-2"))


def test_the_clients_read_models_by_our_reader_and_still_look_where_the_user_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    loader = Aws(AwsPlace()).session._session.get_component("data_loader")
    assert isinstance(loader.file_loader, ModelFiles)
    assert str(tmp_path) in loader.search_paths


def test_every_request_is_counted_the_repeated_ones_too(emulated: Path) -> None:
    environment = load(emulated)
    assert environment.aws
    aws = Aws(environment.aws)
    account = Account(aws, "123456789012", TOKYO)
    account.pages("kms", "ListKeys", "Keys")
    account.pages("kms", "ListKeys", "Keys")
    assert aws.calls == 1
    make_fault(workspace.emulator(emulated), "kms:ListAliases", "Throttling", times=2)
    try:
        account.pages("kms", "ListAliases", "Aliases")
    finally:
        clear_faults(workspace.emulator(emulated))
    assert aws.calls == 4


def test_no_connection_is_thrown_away_when_many_things_are_looked_at_at_once(
    emulated: Path, caplog: pytest.LogCaptureFixture
) -> None:
    environment = load(emulated)
    assert environment.aws
    account = Account(Aws(environment.aws), "123456789012", TOKYO)

    def collector(number: int) -> list[Seen | Unseen]:
        things = [{"id": f"{number}-{thing}"} for thing in range(8)]
        return list(account.each(things, lambda thing: str(thing["id"]), look))

    def look(thing: Json) -> Json:
        return account.call("kms", "ListAliases", KeyId=str(uuid4()))

    with ThreadPoolExecutor(THREADS) as pool:
        assert [len(found) for found in pool.map(collector, range(THREADS))] == [8] * THREADS
    assert "Connection pool is full" not in caplog.text
