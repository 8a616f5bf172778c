"""Derives the status of a testing procedure, and of a requirement, from findings. Pure."""

from __future__ import annotations

from collections import Counter

import msgspec

from pcicloud.model.assessment import Finding, ProcedureResult, Status, Text
from pcicloud.model.environment import Environment, StandingException
from pcicloud.model.outcome import Verdict
from pcicloud.model.requirement import CheckUse, Procedure

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


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What one use of a check found; nothing where there was no place to look at."""

    use: CheckUse
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        return any(finding.verdict is Verdict.PASS for finding in self.findings)


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
    procedure: Procedure, answers: tuple[Answer, ...], exceptions: tuple[StandingException, ...], why_not: Text | None
) -> ProcedureResult:
    """The status of one testing procedure and, in both languages, why.

    `answers` are the uses of checks that answer it, where the environment has the family that they look at.
    """
    status, reason = (Status.NOT_APPLICABLE, why_not) if why_not else _judge(procedure, answers, exceptions)
    findings = dict.fromkeys(finding.id for answer in answers for finding in answer.findings)
    return ProcedureResult(
        id=procedure.id,
        status=status,
        reason=reason,
        kinds=procedure.kinds,
        findings=tuple(findings),
    )


def _judge(
    procedure: Procedure, answers: tuple[Answer, ...], exceptions: tuple[StandingException, ...]
) -> tuple[Status, Text]:
    findings = [finding for answer in answers for finding in answer.findings]
    if not findings:
        nowhere = _nowhere(answers)
        person = _person(procedure.kinds)
        return Status.NEEDS_PERSON, _joined(nowhere, person) if nowhere else person
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
    return _passed(procedure, answers)


def _passed(procedure: Procedure, answers: tuple[Answer, ...]) -> tuple[Status, Text]:
    passes = [finding for answer in answers for finding in answer.findings if finding.verdict is Verdict.PASS]
    checks = len({finding.check for finding in passes})
    said = Text(
        en=f"{_count(checks, 'check')} passed on {_count(len(passes), 'finding')}",
        ja=f"検査 {checks} 種、{len(passes)} 件が合格",
    )
    remaining = tuple(kind for kind in procedure.kinds if kind not in MACHINE_KINDS)
    if remaining or not procedure.kinds:
        return Status.NEEDS_PERSON, _joined(said, _person(remaining))
    lacking = _nowhere(answers) or _only_indicated(answers)
    return (Status.NEEDS_PERSON, _joined(said, lacking)) if lacking else (Status.MET, said)


def _nowhere(answers: tuple[Answer, ...]) -> Text | None:
    """The checks that had no place to look at, though the environment may have such places."""
    idle = [answer.use.uses for answer in answers if not answer.findings]
    if not idle:
        return None
    return Text(
        en=f"{idle[0]} looked at nothing, since environment.yaml names no host",
        ja=f"environment.yaml にホストの記載がないため {idle[0]} は何も確認していない",
    )


def _only_indicated(answers: tuple[Answer, ...]) -> Text | None:
    """The families in which no passing check shows all that is asked."""
    families = {answer.use.family for answer in answers}
    shown = {answer.use.family for answer in answers if answer.use.sufficient and answer.passed}
    if families <= shown:
        return None
    return Text(
        en="which indicates it; a person confirms that this is enough",
        ja="適合が示唆されるが、これで足りることは担当者が確認する",
    )


def _joined(first: Text, second: Text) -> Text:
    return Text(en=f"{first.en}; {second.en}", ja=f"{first.ja}。{second.ja}")


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
    return (
        exception.check in (None, finding.check)
        and exception.target in (None, finding.target)
        and exception.resource in (None, finding.resource)
    )


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
