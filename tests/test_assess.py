"""Judging: what was not seen is unknown with its reason, a crash too, and statuses follow from findings alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from pcicloud import catalog
from pcicloud.assess import Kept, Shelf, assess, findings_of
from pcicloud.checking import Check, check
from pcicloud.contained import Crash
from pcicloud.linking import Job
from pcicloud.model.assessment import Assessment, Status
from pcicloud.model.environment import AwsPlace, Environment, HostPlace, StandingException
from pcicloud.model.outcome import Outcome, Verdict, failed, not_applicable, passed
from pcicloud.model.sighting import Evidence, Seen, Sighting, Target, Unseen

AS_OF = datetime(2026, 11, 23, 12, tzinfo=UTC)
GLOBAL = Target(family="aws", name="123456789012", part="global")
TOKYO = Target(family="aws", name="123456789012", part="ap-northeast-1")
ENV = Environment(name="shop", model="aws", aws=AwsPlace(), as_of=AS_OF)
POLICY = "aws.iam_password_policy"
NOTHING = failed("nothing is there")


def kept(sighting: Sighting | None, *, gap: str | None = None, age: timedelta = timedelta(), **more: Any) -> Kept:
    at = AS_OF - age
    evidence = Evidence(
        environment="shop", run="r", collector=POLICY, target=str(GLOBAL), started_at=at, collected_at=at, period_from=at,
        period_to=at, max_age_s=86400, collected_by="me", tool="t", asked=(), population=0, object=None, gap=gap,
    )  # fmt: skip
    return Kept(id="e" * 64, evidence=msgspec.structs.replace(evidence, **more), sighting=sighting)


def of(function: Any, when_none: Outcome = NOTHING, **options: Any) -> Check:
    return check(evidence=POLICY, when_none=when_none, **options)(function)


def judged(unit: Check, *lines: Kept, params: Any = None) -> list[tuple[str, Verdict, str]]:
    job = Job(key=b"k", check=unit, params=params or {}, requirements=("8.3.6",))
    found = findings_of(job, ENV, Shelf(lines, ENV), (GLOBAL, TOKYO), lambda crash: None)
    return [(finding.resource, finding.verdict, finding.reason) for finding in found]


def long_enough(body: Any, env: Environment) -> Outcome:
    return passed("long") if body["n"] > 7 else failed("short")


def raising(body: Any, env: Environment) -> Outcome:
    raise KeyError(body["secret"])


def test_each_resource_gets_its_own_verdict() -> None:
    line = kept(Sighting(seen=(Seen("a", {"n": 9}), Seen("b", {"n": 1}))))
    assert judged(of(long_enough), line) == [("a", Verdict.PASS, "long"), ("b", Verdict.FAIL, "short")]


def test_what_was_never_collected_is_unknown() -> None:
    [(_, verdict, reason)] = judged(of(long_enough))
    assert verdict is Verdict.UNKNOWN
    assert "was not collected" in reason


def test_a_gap_is_unknown_with_the_gaps_reason() -> None:
    assert judged(of(long_enough), kept(None, gap="denied: no")) == [(str(GLOBAL), Verdict.UNKNOWN, "denied: no")]


def test_stale_evidence_is_unknown_and_says_its_age() -> None:
    line = kept(Sighting(seen=(Seen("a", {"n": 9}),)), age=timedelta(days=2))
    [(_, verdict, reason)] = judged(of(long_enough), line)
    assert verdict is Verdict.UNKNOWN
    assert "2.0 days old" in reason


def test_evidence_at_its_very_last_second_still_holds() -> None:
    line = kept(Sighting(seen=(Seen("a", {"n": 9}),)), age=timedelta(days=1))
    assert judged(of(long_enough), line)[0][1] is Verdict.PASS


def test_a_resource_that_could_not_be_looked_at_is_unknown_beside_those_that_could() -> None:
    line = kept(Sighting(seen=(Seen("a", {"n": 9}),), unseen=(Unseen("b", "denied"),)))
    assert judged(of(long_enough), line) == [("a", Verdict.PASS, "long"), ("b", Verdict.UNKNOWN, "denied")]


def test_nothing_there_is_what_the_author_said_it_is() -> None:
    assert judged(of(long_enough), kept(Sighting())) == [(str(GLOBAL), Verdict.FAIL, "nothing is there")]
    assert judged(of(long_enough, not_applicable("none")), kept(Sighting()))[0][1] is Verdict.NOT_APPLICABLE


def test_a_crash_is_unknown_and_says_only_its_type() -> None:
    crashes: list[Crash] = []
    job = Job(key=b"k", check=of(raising), params={}, requirements=())
    line = kept(Sighting(seen=(Seen("a", {"secret": "4111111111111111"}),)))
    [finding] = findings_of(job, ENV, Shelf([line], ENV), (GLOBAL,), crashes.append)
    assert finding.verdict is Verdict.UNKNOWN
    assert "KeyError" in finding.reason
    assert "4111" not in finding.reason + repr(crashes)
    assert len(crashes) == 1


def test_a_whole_check_judges_all_bodies_at_once_and_only_if_all_were_seen() -> None:
    def some(bodies: Any, env: Environment) -> Outcome:
        return passed("one is long") if any(body["n"] > 7 for body in bodies) else failed("none is long")

    unit = of(some, whole=True)
    seen = (Seen("a", {"n": 1}), Seen("b", {"n": 9}))
    assert judged(unit, kept(Sighting(seen=seen))) == [(str(GLOBAL), Verdict.PASS, "one is long")]
    assert judged(unit, kept(Sighting(seen=seen, unseen=(Unseen("c", "denied"),))))[0][1] is Verdict.UNKNOWN


def test_beside_evidence_that_was_not_seen_makes_the_verdict_unknown() -> None:
    def both(body: Any, env: Environment, *, iam_users: Any) -> Outcome:
        return passed("both")

    unit = of(both, beside=("aws.iam_users",))
    [(_, verdict, reason)] = judged(unit, kept(Sighting(seen=(Seen("a", {}),))))
    assert verdict is Verdict.UNKNOWN
    assert "aws.iam_users was not collected" in reason
    beside = kept(Sighting(seen=(Seen("u", {}),)), collector="aws.iam_users")
    assert judged(unit, kept(Sighting(seen=(Seen("a", {}),))), beside)[0][1] is Verdict.PASS


def assessed(env: Environment = ENV, *lines: Kept) -> Assessment:
    assessment, crashes = assess(catalog.load(), env, lines, run="r", targets=(GLOBAL, TOKYO))
    assert not crashes
    return assessment


def requirement(assessment: Assessment, id_: str) -> Any:
    return next(result for result in assessment.requirements if result.id == id_)


def length(n: int) -> Kept:
    return kept(Sighting(seen=(Seen("password policy", {"MinimumPasswordLength": n, "RequireNumbers": True}),)))


def test_all_280_requirements_and_512_procedures_are_always_there() -> None:
    for assessment in (assessed(), assessed(ENV, length(14))):
        assert len(assessment.requirements) == 280
        assert sum(len(result.testing_procedures) for result in assessment.requirements) == 512
        assert sum(assessment.summary.values()) == 280
        assert all(result.reason.en and result.reason.ja for result in assessment.requirements)


def test_without_any_evidence_no_requirement_is_met() -> None:
    assessment = assessed()
    assert assessment.summary["met"] == 0
    assert assessment.summary["not_met"] == 0
    assert assessment.summary["unknown"] > 50


def test_one_failing_resource_makes_the_requirement_not_met() -> None:
    assert requirement(assessed(ENV, length(6)), "8.3.6").status is Status.NOT_MET


def password_policy() -> Kept:
    body = {
        "MinimumPasswordLength": 14, "RequireNumbers": True, "RequireLowercaseCharacters": True,
        "RequireUppercaseCharacters": True, "RequireSymbols": True,
    }  # fmt: skip
    return kept(Sighting(seen=(Seen("password policy", body),)))


def test_passing_checks_beside_unseen_ones_are_not_enough() -> None:
    with_host = assess(
        catalog.load(), ENV, [password_policy()], run="r", targets=(GLOBAL, Target(family="host", name="web1"))
    )[0]
    result = requirement(with_host, "8.3.6")
    verdicts = {f.verdict for f in with_host.findings if f.id in result.findings}
    assert verdicts == {Verdict.PASS, Verdict.UNKNOWN}
    assert result.status is Status.UNKNOWN


def test_without_a_declared_host_what_hosts_must_show_stays_open() -> None:
    result = requirement(assessed(ENV, password_policy()), "8.3.6")
    assert result.status is Status.NEEDS_PERSON
    assert "names no host" in result.reason.en


def instances(*names: str) -> Kept:
    there = Sighting(seen=(Seen("i-0a1", {}, (names,)), Seen("i-0b2", {})))
    return kept(there, collector="aws.ec2_instances", target=str(TOKYO))


def test_a_running_host_that_the_environment_does_not_name_is_unknown() -> None:
    said = assessed(ENV, password_policy(), msgspec.structs.replace(instances("i-0a1", "10.0.0.5"), id="i" * 64))
    result = requirement(said, "8.3.6")
    assert result.status is Status.UNKNOWN
    assert {f.evidence for f in said.findings if f.target == "host:i-0a1"} == {("i" * 64,)}
    assert "aws.ec2_instances saw i-0a1 running, and environment.yaml names no such host" in result.reason.en


@pytest.mark.parametrize("place", [HostPlace(name="I-0A1"), HostPlace(name="web1", address="10.0.0.5:2222")])
def test_a_running_host_that_is_named_is_no_stranger(place: HostPlace) -> None:
    env = msgspec.structs.replace(ENV, hosts=(place,))
    said = assessed(env, password_policy(), instances("i-0a1", "10.0.0.5"))
    assert not [f for f in said.findings if f.target == "host:i-0a1"]


def test_a_folder_cannot_stand_in_for_a_running_host() -> None:
    env = msgspec.structs.replace(ENV, hosts=(HostPlace(name="i-0a1", root="/mnt/image"),))
    said = assessed(env, password_policy(), instances("i-0a1", "10.0.0.5"))
    assert requirement(said, "8.3.6").status is Status.UNKNOWN


def test_evidence_from_after_the_moment_of_judgement_is_unknown() -> None:
    [(_, verdict, reason)] = judged(
        of(long_enough), kept(Sighting(seen=(Seen("a", {"n": 9}),)), age=timedelta(hours=-1))
    )
    assert verdict is Verdict.UNKNOWN
    assert "after the moment of judgement" in reason


def test_a_finding_names_all_the_evidence_that_it_read() -> None:
    def both(body: Any, env: Environment, *, iam_users: Any) -> Outcome:
        return passed("both")

    main = kept(Sighting(seen=(Seen("a", {}),)))
    beside = msgspec.structs.replace(kept(Sighting(), collector="aws.iam_users"), id="b" * 64)
    job = Job(key=b"k", check=of(both, beside=("aws.iam_users",)), params={}, requirements=())
    [finding] = findings_of(job, ENV, Shelf([main, beside], ENV), (GLOBAL,), lambda crash: None)
    assert finding.evidence == ("e" * 64, "b" * 64)


def test_equal_evidence_gives_equal_bytes() -> None:
    first, second = (msgspec.json.encode(assessed(ENV, length(14)), order="sorted") for _ in range(2))
    assert first == second


def excepted(until: date) -> Environment:
    one = StandingException(requirement="8.3.6", reason="the mainframe takes eight", owner="sato", until=until)
    return msgspec.structs.replace(ENV, exceptions=(one,))


def test_an_exception_stands_beside_the_unchanged_verdict_and_ends_with_its_day() -> None:
    standing = assessed(excepted(AS_OF.date()), length(6))
    result = requirement(standing, "8.3.6")
    assert result.status is not Status.NOT_MET
    assert "sato" in result.exceptions[0]
    assert any(f.verdict is Verdict.FAIL for f in standing.findings if f.id in result.findings)
    ended = assessed(excepted(AS_OF.date() - timedelta(days=1)), length(6))
    assert requirement(ended, "8.3.6").status is Status.NOT_MET


@pytest.mark.parametrize(
    ("id_", "change", "applies"),
    [
        ("12.9.1", {"entity": "merchant"}, False),
        ("12.9.1", {"entity": "service_provider"}, True),
        ("A1.1.1", {}, False),
        ("A1.1.1", {"traits": ("multi_tenant",)}, True),
        ("3.3.3", {}, False),
        ("3.3.3", {"traits": ("issuer",)}, True),
        ("A3.2.1", {}, False),
        ("A3.2.1", {"traits": ("designated",)}, True),
        ("6.4.1", {}, False),
        ("6.4.1", {"as_of": datetime(2025, 1, 1, tzinfo=UTC)}, True),
    ],
)
def test_only_what_the_environment_declares_takes_a_requirement_away(id_: str, change: Any, applies: bool) -> None:
    result = requirement(assessed(msgspec.structs.replace(ENV, **change)), id_)
    assert (result.status is not Status.NOT_APPLICABLE) == applies
