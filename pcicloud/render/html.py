"""HTML: one file that needs nothing from outside, for people to read, search, filter and print."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

import msgspec

from pcicloud import resources
from pcicloud.model.assessment import Assessment, EvidenceRef, RequirementResult, Status, Text
from pcicloud.model.outcome import Verdict
from pcicloud.render import Language
from pcicloud.render._plain import plain
from pcicloud.render._view import SYMBOLS, VERDICT_SYMBOLS, View, counted, params, view
from pcicloud.render._words import load, moment, say, span, spoken, within
from pcicloud.templating import markup

if TYPE_CHECKING:
    from jinja2 import Environment

NAME = "html"
MEDIA_TYPE = "text/html; charset=utf-8"
FILE = "assessment.html"
FINDINGS_SHOWN = 10
#: What JSON may not hold inside of a script element (HTML, section "Restrictions for contents of script elements").
UNSAFE_IN_SCRIPT = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
#: The sentences that the page's script says.
SCRIPT_SAYS = ("shown", "show_more", "findings_fit")


def render(assessment: Assessment, *, language: Language) -> bytes:
    """The page, which opens in `language` and can switch. Ten findings a requirement stand in its markup, the worst
    first; all of them are in its data, from which its script shows the rest.
    """
    folder = resources.folder("reports")
    style = (folder / "assessment.css").read_text(encoding="utf-8")
    script = (folder / "assessment.js").read_text(encoding="utf-8")
    page = _templates(language).get_template("assessment.html.j2")
    return page.render(
        assessment=assessment,
        ways=view(assessment),
        language=language,
        title=plain(spoken(say("title", name=assessment.environment.name), language)),
        style=_trusted(style),
        script=_trusted(script),
        policy=_policy(style, script),
        data=_trusted(_data(msgspec.json.encode(assessment, order="deterministic"))),
        words=_trusted(_data(msgspec.json.encode(_script_words()))),
        relying=_relying(assessment),
    ).encode()


def _templates(language: Language) -> Environment:
    environment = markup(resources.folder("reports"))
    environment.filters.update(
        plain=plain,
        both=_both,
        moment=moment,
        counted=counted,
        params=params,
        spoken=lambda text: spoken(text, language),
    )
    environment.globals.update(
        t=lambda key, **values: _both(say(key, **values)),
        say=say,
        all_words=load(),
        within=within,
        statuses=tuple(Status),
        verdicts=tuple(Verdict),
        symbols=SYMBOLS,
        verdict_symbols=VERDICT_SYMBOLS,
        findings_shown=FINDINGS_SHOWN,
        age=_age,
        span=span,
        stale=_stale,
        tallies=_tallies,
        bar=_bar,
    )
    return environment


def _both(text: Text) -> Any:
    """The text in both languages as markup; the style shows the one that the reader chose."""
    from markupsafe import Markup, escape

    if text.en == text.ja:
        return escape(plain(text.en))
    pair = Markup('<span lang="en">{}</span><span lang="ja">{}</span>')
    return pair.format(plain(text.en), plain(text.ja))


def _trusted(text: str) -> Any:
    """Our own style, script or JSON as markup. Never call it with what came from an environment as it was."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704


def _data(json: bytes) -> str:
    """JSON that can't end the script element that it stands in, nor open a comment."""
    return json.decode().translate(UNSAFE_IN_SCRIPT)


def _policy(style: str, script: str) -> str:
    """Content Security Policy Level 3: only this style and this script, nothing from outside, no text into code."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _script_words() -> dict[str, Any]:
    return {
        "say": {key: load().say[key] for key in SCRIPT_SAYS},
        "verdicts": {
            verdict.value: {"symbol": symbol, "word": load().verdicts[verdict]}
            for verdict, symbol in VERDICT_SYMBOLS.items()
        },
    }


def _relying(assessment: Assessment) -> dict[str, int]:
    """How many findings rely on each piece of evidence."""
    counts = {evidence.id: 0 for evidence in assessment.evidence}
    for finding in assessment.findings:
        for name in counts.keys() & set(finding.evidence):
            counts[name] += 1
    return counts


def _age(evidence: EvidenceRef, assessment: Assessment) -> Text:
    return span((assessment.as_of - evidence.collected_at).total_seconds())


def _stale(evidence: EvidenceRef, assessment: Assessment) -> bool:
    return (assessment.as_of - evidence.collected_at).total_seconds() > evidence.max_age_s


def _tallies(requirement: RequirementResult, ways: View) -> dict[Verdict, int]:
    """The verdicts that the requirement's findings have, the worst first, with their number."""
    found = ways.findings_of(requirement)
    counts = {verdict: sum(finding.verdict is verdict for finding in found) for verdict in VERDICT_SYMBOLS}
    return {verdict: count for verdict, count in counts.items() if count}


def _bar(requirements: tuple[RequirementResult, ...]) -> list[tuple[Status, int, int]]:
    """The pieces of a stacked bar: status, where it begins, how many."""
    pieces: list[tuple[Status, int, int]] = []
    start = 0
    for status, count in counted(requirements).items():
        if count:
            pieces.append((status, start, count))
        start += count
    return pieces
