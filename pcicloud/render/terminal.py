"""Text for a terminal: what is not met, what is unknown and all 280 requirements, in 80 columns."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from pcicloud.model.assessment import Assessment, Finding, RequirementResult, Status
from pcicloud.model.outcome import Verdict
from pcicloud.render import Language
from pcicloud.render._plain import clip, plain
from pcicloud.render._view import SYMBOLS, VERDICT_SYMBOLS, View, counted, of_status, view
from pcicloud.render._words import load, moment, say, spoken, within

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text as Line

NAME = "text"
MEDIA_TYPE = "text/plain; charset=utf-8"
FILE = "assessment.txt"
COLUMNS = 80
EXAMPLES_MAX = 4
SERVED_MAX = 6
REASONS_MAX = 20
CHARACTERS_MAX = 240
ASCII = str.maketrans({"✗": "x", "☐": "o", "✓": "+"})
STYLES = {
    Status.NOT_MET: "bold red",
    Status.UNKNOWN: "yellow",
    Status.EXCEPTED: "magenta",
    Status.NEEDS_PERSON: "blue",
    Status.MET: "green",
    Status.NOT_APPLICABLE: "dim",
}


def render(assessment: Assessment, *, language: Language) -> bytes:
    """The text without colour, 80 columns wide, in UTF-8."""
    from rich.console import Console

    file = io.StringIO()
    console = Console(file=file, width=COLUMNS, color_system=None, force_terminal=False, legacy_windows=False)
    _print(assessment, language, console)
    return "".join(f"{line.rstrip()}\n" for line in file.getvalue().splitlines()).encode()


def show(assessment: Assessment, *, language: Language, stream: TextIO) -> None:
    """Print the text to the stream: in colour and as wide as the terminal, where it is one and NO_COLOR is not set.

    A stream that can't write the signs gets others, never the one of another status.
    """
    from rich.console import Console

    if _writes_signs(stream):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
        _print(assessment, language, Console(file=stream))
        return
    text = render(assessment, language=language).decode().translate(ASCII)
    stream.write(text.encode(stream.encoding, "replace").decode(stream.encoding))


def _writes_signs(stream: TextIO) -> bool:
    try:
        "".join(SYMBOLS.values()).encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _print(assessment: Assessment, language: Language, console: Console) -> None:
    for part in _parts(assessment, language, console.width):
        console.print(part, markup=False, highlight=False, emoji=False)


def _parts(assessment: Assessment, language: Language, columns: int) -> Iterator[RenderableType]:
    ways = view(assessment)
    yield _head(assessment, language)
    yield _bar(assessment, min(columns, COLUMNS))
    yield _counts(assessment, language)
    yield _line()
    yield _chapters(ways, language)
    yield from _not_met(assessment, ways, language)
    yield from _unknown(assessment, ways, language)
    yield from _excepted(assessment, language)
    yield from _every_id(assessment, ways, language)
    yield _line(_say("indicated", language), "dim")
    yield _next(assessment, language)


def _say(key: str, language: Language, **values: object) -> str:
    return spoken(say(key, **values), language)


def _line(*pieces: str) -> Line:
    """A line of (text, style) pairs, flat: `_line("8.3.6", "bold", " title", "")`."""
    from rich.text import Text as Line

    return Line.assemble(*zip(pieces[::2], pieces[1::2], strict=True))


def _indented(line: Line, columns: int) -> RenderableType:
    from rich.padding import Padding

    return Padding(line, (0, 0, 0, columns), expand=False)


def _heading(text: str) -> Line:
    return _line(f"\n{text}", "bold")


def _head(assessment: Assessment, language: Language) -> Line:
    subject = assessment.environment
    entity = spoken(within(load().entities, subject.entity), language)
    name = clip(subject.name, CHARACTERS_MAX)
    facts = ", ".join(plain(fact) for fact in (subject.model, entity, *subject.traits))
    when = f"{_say('as_of', language)} {moment(assessment.as_of)}"
    ran = f"{_say('run', language)} {plain(assessment.run)}"
    return _line(
        _say("title", language, name=name), "bold", f" ({facts})\n", "",
        f"{when} - {ran} - {plain(assessment.tool)}\n", "dim",
    )  # fmt: skip


def _bar(assessment: Assessment, columns: int) -> Line:
    """A line of signs, as many of each as its share of all; a status that occurs has one sign at least."""
    total = max(1, len(assessment.requirements))
    counts = {status: count for status, count in counted(assessment.requirements).items() if count}
    widths = {status: max(1, count * columns // total) for status, count in counts.items()}
    if widths:
        widest = max(widths, key=lambda status: widths[status])
        widths[widest] += columns - sum(widths.values())
    pieces = [piece for status, width in widths.items() for piece in (SYMBOLS[status] * width, STYLES[status])]
    return _line(*pieces)


def _counts(assessment: Assessment, language: Language) -> RenderableType:
    from rich.table import Table

    words = load().statuses
    counts = counted(assessment.requirements)
    cells = [
        _line(f"{SYMBOLS[status]} {count:>3} {spoken(words[status], language)}", STYLES[status])
        for status, count in counts.items()
    ]
    grid = Table.grid(padding=(0, 4))
    for start in range(0, len(cells), 3):
        grid.add_row(*cells[start : start + 3])
    return grid


def _chapters(ways: View, language: Language) -> RenderableType:
    from rich.table import Table

    words = load()
    table = Table(box=None, pad_edge=False, padding=(0, 1), show_edge=False)
    table.add_column(_line(f"\n{_say('chapter', language)}", "bold"), no_wrap=True)
    for status in Status:
        heading = f"{SYMBOLS[status]}\n{spoken(words.statuses_short[status], language)}"
        table.add_column(_line(heading, STYLES[status]), justify="right", no_wrap=True)
    table.add_column(_line(f"\n{_say('total', language)}", "bold"), justify="right", no_wrap=True)
    for chapter, requirements in ways.chapters.items():
        counts = counted(requirements)
        cells = [_line(str(count or "."), STYLES[status] if count else "dim") for status, count in counts.items()]
        title = spoken(within(words.chapters, chapter), language)
        table.add_row(_line(f"{chapter:>2} {title}", ""), *cells, _line(str(len(requirements)), "bold"))
    return table


def _not_met(assessment: Assessment, ways: View, language: Language) -> Iterator[RenderableType]:
    failing = of_status(assessment, Status.NOT_MET)
    yield _heading(_say("not_met_title", language, count=len(failing)))
    if not failing:
        yield _indented(_line(_say("none_not_met", language), ""), 2)
    for requirement in failing:
        yield _title(requirement, language)
        fails = [one for one in ways.findings_of(requirement) if one.verdict is Verdict.FAIL]
        for finding in fails[:EXAMPLES_MAX]:
            yield _indented(_finding(finding), 4)
        if not fails:
            yield _indented(_line(clip(spoken(requirement.reason, language), CHARACTERS_MAX), ""), 4)
        left = len(fails) - EXAMPLES_MAX
        if left > 0:
            yield _indented(_line(_say("more_findings", language, count=left, id=requirement.id), "dim"), 4)


def _title(requirement: RequirementResult, language: Language) -> RenderableType:
    symbol, style = SYMBOLS[requirement.status], STYLES[requirement.status]
    title = clip(spoken(requirement.title, language), CHARACTERS_MAX)
    return _indented(_line(f"{symbol} {requirement.id}", style, f" {title}", "bold"), 2)


def _finding(finding: Finding) -> Line:
    resource = clip(finding.resource, CHARACTERS_MAX)
    reason = clip(finding.reason, CHARACTERS_MAX)
    return _line(f"{VERDICT_SYMBOLS[finding.verdict]} {resource}", "", f": {reason} ", "", f"({finding.check})", "dim")


def _unknown(assessment: Assessment, ways: View, language: Language) -> Iterator[RenderableType]:
    """The unknown requirements by reason: one gap often hides many requirements."""
    unknown = of_status(assessment, Status.UNKNOWN)
    yield _heading(_say("unknown_title", language, count=len(unknown)))
    if not unknown:
        yield _indented(_line(_say("none_unknown", language), ""), 2)
    reasons = _by_reason(unknown, ways, language)
    for reason, (findings, requirements) in list(reasons.items())[:REASONS_MAX]:
        text = _say("why_unknown", language, count=len(findings), reason=clip(reason, CHARACTERS_MAX))
        yield _indented(_line("? ", STYLES[Status.UNKNOWN], text, ""), 2)
        ids = ", ".join(list(requirements)[:SERVED_MAX])
        left = len(requirements) - SERVED_MAX
        more = f", {_say('more_failing', language, count=left)}" if left > 0 else ""
        yield _indented(_line(_say("serves", language, ids=ids) + more, "dim"), 4)
    if len(reasons) > REASONS_MAX:
        yield _indented(_line(_say("more_reasons", language, count=len(reasons) - REASONS_MAX), "dim"), 2)


def _by_reason(
    requirements: tuple[RequirementResult, ...], ways: View, language: Language
) -> dict[str, tuple[dict[str, None], dict[str, None]]]:
    """For each reason the ids of the findings and of the requirements that it leaves unknown, most findings first."""
    found: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for requirement in requirements:
        unseen = [one for one in ways.findings_of(requirement) if one.verdict is Verdict.UNKNOWN]
        reasons = [(one.reason, one.id) for one in unseen] or [(spoken(requirement.reason, language), requirement.id)]
        for reason, name in reasons:
            findings, ids = found.setdefault(reason, ({}, {}))
            findings[name] = None
            ids[requirement.id] = None
    return dict(sorted(found.items(), key=lambda item: -len(item[1][0])))


def _excepted(assessment: Assessment, language: Language) -> Iterator[RenderableType]:
    excepted = of_status(assessment, Status.EXCEPTED)
    if excepted:
        yield _heading(_say("excepted_title", language, count=len(excepted)))
    for requirement in excepted:
        yield _title(requirement, language)
        for exception in requirement.exceptions:
            yield _indented(_line(clip(exception, CHARACTERS_MAX), ""), 4)


def _every_id(assessment: Assessment, ways: View, language: Language) -> Iterator[RenderableType]:
    yield _heading(_say("all_title", language, count=len(assessment.requirements)))
    for chapter, requirements in ways.chapters.items():
        yield _line(f"{chapter:>2} {spoken(within(load().chapters, chapter), language)}", "bold")
        pieces: list[str] = []
        for requirement in requirements:
            pieces += [f"{SYMBOLS[requirement.status]}{requirement.id}", STYLES[requirement.status], " ", ""]
        yield _indented(_line(*pieces[:-2]), 3)


def _next(assessment: Assessment, language: Language) -> Line:
    command, why = _next_command(assessment)
    return _line(f"\n{_say('next', language)}: ", "bold", command, "bold", f"  ({_say(why, language)})", "dim")


def _next_command(assessment: Assessment) -> tuple[str, str]:
    for requirement in of_status(assessment, Status.NOT_MET):
        return f"pcicloud why {requirement.id}", "next_why"
    if of_status(assessment, Status.UNKNOWN):
        return "pcicloud collect", "next_collect"
    return "pcicloud report", "next_report"
