"""Derives the status of a testing procedure, and of a requirement, from findings. Pure."""

from __future__ import annotations

from collections import Counter

from pcicloud.model.assessment import Finding, ProcedureResult, Status, Text
from pcicloud.model.environment import Environment, StandingException
from pcicloud.model.outcome import Verdict
from pcicloud.model.requirement import Procedure

#: Kinds of evidence that a machine can read by itself; whatever else a procedure wants, a person must show.
MACHINE_KINDS = frozenset({"configuration", "access_list", "system_material"})
WORST_FIRST = (
    Status.NOT_MET, Status.UNKNOWN, Status.EXCEPTED, Status.NEEDS_PERSON, Status.MET, Status.NOT_APPLICABLE,
)  # fmt: skip
KINDS_JA = {
    "document": "文書", "interview": "インタビュー", "observation": "観察", "configuration": "設定",
    "access_list": "アカウント・権限一覧", "record": "運用記録", "test_result": "テスト結果", "diagram": "図",
    "risk_analysis": "ターゲットリスク分析", "training": "教育記録", "agreement": "契約書",
    "system_material": "システム資料",
}  # fmt: skip


def standing(requirement: str, environment: Environment) -> tuple[StandingException, ...]:
    """The exceptions of a requirement that have not ended; one that has ended holds no more."""
    return tuple(
        one
        for one in environment.exceptions
        if one.requirement == requirement and one.until >= environment.as_of.date()
    )


def worst(procedures: tuple[ProcedureResult, ...]) -> ProcedureResult:
    """The procedure that decides the requirement: the first of those with the worst status."""
    return min(procedures, key=lambda procedure: WORST_FIRST.index(procedure.status))


def of_procedure(
    procedure: Procedure, findings: tuple[Finding, ...], exceptions: tuple[StandingException, ...], why_not: Text | None
) -> ProcedureResult:
    """The status of one testing procedure and, in both languages, why."""
    status, reason = (Status.NOT_APPLICABLE, why_not) if why_not else _judge(procedure, findings, exceptions)
    return ProcedureResult(
        id=procedure.id,
        status=status,
        reason=reason,
        kinds=procedure.kinds,
        findings=tuple(finding.id for finding in findings),
    )


def _judge(
    procedure: Procedure, findings: tuple[Finding, ...], exceptions: tuple[StandingException, ...]
) -> tuple[Status, Text]:
    if not findings:
        return Status.NEEDS_PERSON, _person(procedure.kinds)
    counts = Counter(finding.verdict for finding in findings)
    fails = [finding for finding in findings if finding.verdict is Verdict.FAIL]
    excused = all(any(_covers(one, finding) for one in exceptions) for finding in fails)
    if fails and not excused:
        return Status.NOT_MET, _first("failed", "不合格", fails, len(findings))
    if counts[Verdict.UNKNOWN]:
        unseen = [finding for finding in findings if finding.verdict is Verdict.UNKNOWN]
        return Status.UNKNOWN, _first("could not be seen", "未確認", unseen, len(findings))
    if fails:
        return Status.EXCEPTED, _first("failed under an exception", "例外の下で不合格", fails, len(findings))
    if not counts[Verdict.PASS]:
        reason = findings[0].reason
        return Status.NEEDS_PERSON, Text(
            en=f"nothing to judge ({reason}); a person confirms that it does not apply",
            ja=f"判定対象なし ({reason})。適用外であることを担当者が確認する",
        )
    return _passed(procedure, findings, counts[Verdict.PASS])


def _passed(procedure: Procedure, findings: tuple[Finding, ...], passes: int) -> tuple[Status, Text]:
    checks = len({finding.check for finding in findings})
    en, ja = f"{_count(checks, 'check')} passed on {_count(passes, 'finding')}", f"検査 {checks} 種、{passes} 件が合格"
    remaining = tuple(kind for kind in procedure.kinds if kind not in MACHINE_KINDS)
    if procedure.kinds and not remaining:
        return Status.MET, Text(en=en, ja=ja)
    left = _person(remaining)
    return Status.NEEDS_PERSON, Text(en=f"{en}; {left.en}", ja=f"{ja}。{left.ja}")


def _person(kinds: tuple[str, ...]) -> Text:
    if not kinds:
        return Text(en="a person must show it", ja="担当者による提示が必要")
    shown = ", ".join(kind.replace("_", " ") for kind in kinds)
    return Text(en=f"a person must show: {shown}", ja=f"担当者が提示: {'、'.join(KINDS_JA[kind] for kind in kinds)}")


def _first(en: str, ja: str, findings: list[Finding], total: int) -> Text:
    one = findings[0]
    example = f"{one.check} on {one.resource}: {one.reason}"
    return Text(
        en=f"{len(findings)} of {total} findings {en}, first {example}",
        ja=f"{total} 件中 {len(findings)} 件が{ja}。例: {example}",
    )


def _covers(exception: StandingException, finding: Finding) -> bool:
    return exception.check in (None, finding.check) and exception.resource in (None, finding.resource)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
