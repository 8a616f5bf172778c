"""An assessment made from the catalogue: every status, real check names, and names that attack whoever shows them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from pcicloud import catalog
from pcicloud.model.assessment import (
    Assessment,
    EvidenceRef,
    Finding,
    ProcedureResult,
    RequirementResult,
    Status,
    Subject,
    Text,
)
from pcicloud.model.outcome import Verdict
from pcicloud.model.requirement import Requirement

AS_OF = datetime(2026, 11, 23, 2, 10, tzinfo=UTC)
ACCOUNT = "aws:123456789012:ap-northeast-1"
SCRIPT = "<script>document.title='owned'</script>"
IMAGE = "\"><img src=x onerror=document.title='owned'>"
CLOSING = "</script><script>document.title='owned'</script><!--"
ESCAPE = "\x1b[31mred\x1b]0;owned\x07"
REVERSED = "invoice-\u202efdp.exe"
FORMULA = '=HYPERLINK("http://127.0.0.1/";"x")'
MARKUP = "[red]bucket[/red] :smile: {0} [x](http://127.0.0.1/)"
NEWLINE = "two\nlines\ttab"
BAD_NAMES = (SCRIPT, IMAGE, CLOSING, ESCAPE, REVERSED, FORMULA, MARKUP, NEWLINE)
PLACES = (
    "pay-tg-prod-artefacts",
    "cde-ledger",
    "arn:aws:iam::123456789012:role/deploy",
    "i-0a1b2c3d4e5f60718",
    "日本語のバケット",
)
CHECKS = {
    "2": "host.service_disabled", "3": "aws.s3_bucket_encryption", "8": "aws.iam_password_length",
    "10": "aws.cloudtrail_multi_region", "1": "aws.security_group_open", "6": "host.package_updates",
}  # fmt: skip
REASONS = {
    Verdict.PASS: "at least 12 characters",
    Verdict.FAIL: "8 characters are enough, 12 are required",
    Verdict.UNKNOWN: "ListBuckets was denied: the role lacks s3:ListAllMyBuckets",
    Verdict.NOT_APPLICABLE: "the account has no such resource",
}


def sample(*, many: int = 1) -> Assessment:
    """An assessment of all 280 requirements; each failing requirement has some `many` times eight findings."""
    requirements: list[RequirementResult] = []
    findings: list[Finding] = []
    for number, requirement in enumerate(catalog.load().requirements):
        found = tuple(_findings(requirement, number, many))
        findings += found
        requirements.append(_result(requirement, number, found))
    statuses = Counter(result.status for result in requirements)
    verdicts = Counter(finding.verdict for finding in findings)
    return Assessment(
        tool="pcicloud 0.1.0",
        standard="PCI DSS v4.0.1",
        catalogue=catalog.load().digest,
        environment=Subject(
            name="pay-tg 本番",
            model="aws",
            entity="service_provider",
            traits=("multi_tenant",),
            targets=(ACCOUNT, "host:web1"),
        ),
        run="20261123T021000Z-7f3a",
        as_of=AS_OF,
        summary={status.value: statuses[status] for status in Status},
        verdicts={verdict.value: verdicts[verdict] for verdict in Verdict},
        requirements=tuple(requirements),
        findings=tuple(findings),
        evidence=tuple(_evidence()),
    )


def _status(requirement: Requirement, number: int) -> Status:
    if requirement.audience == "designated_entities":
        return Status.NOT_APPLICABLE
    if catalog.chapter(requirement.id) not in CHECKS or number % 3 == 0:
        return Status.NEEDS_PERSON
    return (Status.MET, Status.MET, Status.NOT_MET, Status.MET, Status.UNKNOWN, Status.MET, Status.EXCEPTED)[number % 7]


def _verdicts(status: Status, many: int) -> tuple[Verdict, ...]:
    match status:
        case Status.NOT_MET | Status.EXCEPTED:
            return (Verdict.FAIL, Verdict.PASS, Verdict.FAIL, Verdict.PASS, Verdict.FAIL, Verdict.NOT_APPLICABLE) * many
        case Status.UNKNOWN:
            return (Verdict.UNKNOWN, Verdict.PASS)
        case Status.MET:
            return (Verdict.PASS, Verdict.PASS, Verdict.PASS)
        case _:
            return ()


def _findings(requirement: Requirement, number: int, many: int) -> Iterator[Finding]:
    names = (*PLACES, *BAD_NAMES)
    for place, verdict in enumerate(_verdicts(_status(requirement, number), many)):
        name = names[(number * 5 + place) % len(names)]
        resource = name if place < len(names) else f"{name}-{place}"
        check = CHECKS[catalog.chapter(requirement.id)]
        yield Finding(
            id=_digest(f"{requirement.id} {place} {resource}")[:16],
            check=check,
            params={"length_min": 12, "letters": True, "protocols": ["TLSv1.2", "TLSv1.3"]} if place % 2 else {},
            target=ACCOUNT,
            resource=resource,
            verdict=verdict,
            reason=REASONS[verdict],
            evidence=() if verdict is Verdict.UNKNOWN and number % 2 else _read(check, number),
            requirements=(requirement.id,),
        )


def _read(check: str, number: int) -> tuple[str, ...]:
    """The ids of what the check read: every other requirement's checks also read what another collector saw."""
    beside = next(other for other in sorted(CHECKS.values()) if other != check)
    return (_digest(check), _digest(beside)) if number % 2 else (_digest(check),)


def _result(requirement: Requirement, number: int, findings: tuple[Finding, ...]) -> RequirementResult:
    status = _status(requirement, number)
    reason = _reason(status, findings)
    return RequirementResult(
        id=requirement.id,
        chapter=catalog.chapter(requirement.id),
        section=requirement.section,
        title=requirement.title,
        status=status,
        reason=reason,
        testing_procedures=tuple(
            ProcedureResult(
                id=procedure.id,
                status=status,
                reason=reason,
                kinds=procedure.kinds,
                findings=tuple(finding.id for finding in findings),
            )
            for procedure in requirement.procedures
        ),
        findings=tuple(finding.id for finding in findings),
        exceptions=("CISO, until 2027-01-31: the vendor mends it in January",) if status is Status.EXCEPTED else (),
    )


def _reason(status: Status, findings: tuple[Finding, ...]) -> Text:
    match status:
        case Status.NOT_MET | Status.EXCEPTED:
            first = findings[0]
            example = f"{first.check} on {first.resource}: {first.reason}"
            return Text(en=f"findings failed, first {example}", ja=f"不合格がある。例: {example}")
        case Status.UNKNOWN:
            return Text(en=f"1 of 2 findings could not be seen: {findings[0].reason}", ja="2 件中 1 件が未確認")
        case Status.NEEDS_PERSON:
            return Text(en="a person must show: document, interview", ja="担当者が提示: 文書、インタビュー")
        case Status.MET:
            return Text(en="1 check passed on 3 findings", ja="検査 1 種、3 件が合格")
        case _:
            return Text(
                en="asked of designated entities only", ja="ブランドまたはアクワイアラが指定した事業体のみが対象"
            )


def _evidence() -> Iterator[EvidenceRef]:
    for number, check in enumerate(sorted(CHECKS.values())):
        gap = "ListBuckets was denied: the role lacks s3:ListAllMyBuckets" if number == 4 else None
        yield EvidenceRef(
            id=_digest(check),
            collector=check.replace("password_length", "password_policy"),
            target=ACCOUNT,
            collected_at=AS_OF - timedelta(hours=1 + 20 * number),
            max_age_s=86_400 * (1 if number == 4 else 7),
            population=0 if gap else 3 + 11 * number,
            object=None if gap else _digest(check + "object"),
            gap=gap,
        )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
