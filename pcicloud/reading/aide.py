"""AIDE's configuration (aide.conf(5)): which paths are watched for what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from pcicloud.model.outcome import Json
from pcicloud.reading.lines import contents

SELECTION = re.compile(
    r"(?:(?P<negative>[!-])|(?P<whole>=))?(?P<pattern>/\S*)"
    r"(?:\s+(?P<types>0|[a-zD](?:,[a-zD])*)(?(negative)|(?=\s)))?(?:\s+(?P<rule>\S+))?"
)
DEFINITION = re.compile(r"@@define\s+(\w+)(?:\s+(\S+))?")
CONDITION = re.compile(r"@@(?:if(?P<not>n?)def|if\s+(?P<negated>not\s+)?defined)\s+(?P<name>\w+)")
GROUP = re.compile(r"(?P<name>\w+)\s*=\s*(?P<rule>[\w>+\-\s]+)")
NOT_PLAIN = re.compile(r"(?<!\\)[(^$?*\[].*")
CLASSES = {"alnum": "A-Za-z0-9", "alpha": "A-Za-z", "digit": "0-9", "lower": "a-z", "upper": "A-Z"}
ANY_TYPE = (None, "0")
HASHES = frozenset(
    {"sha256", "sha512", "sha512_256", "sha3_256", "sha3_512", "rmd160", "tiger", "whirlpool", "gost", "stribog256"}
    | {"stribog512", "haval", "md5", "sha1"}
)
BUILT_IN = {
    "R": frozenset({"p", "i", "n", "u", "g", "s", "m", "c", "md5"}),
    "L": frozenset({"p", "i", "n", "u", "g"}),
    ">": frozenset({"p", "i", "n", "u", "g", "s", "growing"}),
    "H": HASHES,
    "E": frozenset[str](),
}


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """A selection line: whether it takes out again, its pattern, and what it compares. `sure`: under no condition.

    It is kept under a `folder`, which ends at the last slash of its pattern's plain part (/var of `/var/log`), and
    only holds for what is in there.
    """

    negative: bool
    pattern: re.Pattern[str]
    folder: str
    attributes: frozenset[str]
    sure: bool


def left_out(files: list[Json], paths: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the (files') paths of which no hash is compared.

    That is: no selection line fits, a negative one does, or the line that decides compares only other things. It is
    the first one of the deepest folder that patterns name.
    Source: AIDE manual, The selection algorithm.
    """
    rules = sorted(_selections(files), key=lambda one: -len(one.folder))
    return tuple(path for path in paths if not _is_covered(rules, path))


def _is_covered(rules: list[Selection], path: str) -> bool:
    fitting = [rule for rule in rules if path.startswith(f"{rule.folder}/") and rule.pattern.match(path)]
    if any(rule.negative for rule in fitting):
        return False
    positive = [rule for rule in fitting if rule.sure or not rule.attributes & HASHES]
    return bool(positive) and bool(positive[0].attributes & HASHES)


def _selections(files: list[Json]) -> Iterator[Selection]:
    names: dict[str, str] = {}
    groups = dict(BUILT_IN)
    blocks: list[bool | None] = []
    for line in contents(files):
        if line.startswith("@@"):
            _directive(line, names, blocks)
        if False in blocks:
            continue
        sure = all(blocks)
        group = GROUP.fullmatch(line)
        if group:
            groups[group["name"]] = _attributes(group["rule"], groups)
        match = SELECTION.fullmatch(re.sub(r"@@\{(\w+)\}", lambda name: names.get(name[1], "@@"), line))
        if match and "@@" not in match["pattern"] and _is_of_files(match["types"]):
            yield from _selection(match, groups, sure)


def _directive(line: str, names: dict[str, str], blocks: list[bool | None]) -> None:
    """Take a @@ line to heart. A block is True, False, or None where it can't be said whether its lines hold."""
    word, defined, asked = line.split()[0], DEFINITION.fullmatch(line), CONDITION.fullmatch(line)
    if asked:
        blocks.append((asked["name"] in names) is not bool(asked["not"] or asked["negated"]))
    elif word.startswith("@@if"):
        blocks.append(None)
    elif word == "@@else" and blocks:
        blocks[-1] = None if blocks[-1] is None else not blocks[-1]
    elif word == "@@endif" and blocks:
        blocks.pop()
    elif defined and False not in blocks and None not in blocks:
        names[defined[1]] = defined[2] or ""
    elif word == "@@undef":
        names.pop(line.split()[-1], None)


def _selection(match: re.Match[str], groups: dict[str, frozenset[str]], sure: bool) -> Iterator[Selection]:
    text = match["pattern"].replace("\\\\", "\\")
    plain = NOT_PLAIN.sub("", text).replace("\\", "")
    text = re.sub(r"\[:(\w+):\]", lambda name: CLASSES.get(name[1], ""), text)
    try:
        pattern = re.compile(f"{text}$" if match["whole"] else text)
    except re.error:
        return
    yield Selection(
        negative=bool(match["negative"]),
        pattern=pattern,
        folder=plain.rpartition("/")[0],
        attributes=_attributes(match["rule"] or "", groups),
        sure=sure,
    )


def _attributes(rule: str, groups: dict[str, frozenset[str]]) -> frozenset[str]:
    """What a rule compares: names added with + and taken away with -; a group stands for its own."""
    found: frozenset[str] = frozenset()
    for sign, name in re.findall(r"([+-]?)\s*([\w>]+)", rule):
        meant = groups.get(name, frozenset({name}))
        found = found - meant if sign == "-" else found | meant
    return found


def _is_of_files(types: str | None) -> bool:
    return types in ANY_TYPE or "f" in str(types).split(",")
