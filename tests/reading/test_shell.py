"""Which commands of a profile are sure to be run, and which of its lines leave the host."""

from __future__ import annotations

import re

import pytest

from pcicloud.collectors.host.shell_profiles import TIMEOUTS
from pcicloud.reading.shell import commands


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("wanted", True),
        ("a; wanted", True),
        ("a\nwanted # a; b", True),
        ("a &\nwanted", True),
        ("if a; then b; fi; wanted", True),
        ("case $x in a) b;; (c) d;; esac\nwanted", True),
        ("for i in a b; do c; done\nwanted", True),
        ("f() { a; }; wanted", True),
        ("(a); wanted", True),
        ("x='a && '; wanted", True),
        ("echo {; wanted", False),
        ("a && wanted", False),
        ("a ||\nwanted", False),
        ("a | \\\nwanted", False),
        ("wanted | a", False),
        ("wanted &", False),
        ("(wanted)", False),
        ("x=$(wanted)", False),
        ("if a\nthen\nwanted\nfi", False),
        ("if a; then b; else wanted; fi", False),
        ("case $x in\na)\nwanted;;\nesac", False),
        ("while a; do wanted; done", False),
        ("f()\n{\nwanted\n}", False),
        ("function f {\nwanted\n}", False),
        ("cat <<X\nwanted\nX", False),
        ("x='\nwanted\n'", False),
        ("fi\nwanted", False),
    ],
)
def test_a_command_is_sure_only_outside_of_every_block_and_link(text: str, sure: bool) -> None:
    (found,) = (one for one in commands(text) if "wanted" in one.words)
    assert found.sure is sure


@pytest.mark.parametrize(
    "text", ["echo wanted", "'wanted'", "x=wanted", "# wanted", "return\nwanted", "exit 0; wanted"]
)
def test_what_is_only_said_or_never_reached_is_no_command(text: str) -> None:
    assert not [one for one in commands(text) if one.words[0] == "wanted" and one.sure]


@pytest.mark.parametrize(
    "line",
    [
        "export TOKEN=abc",
        "TOKEN=abc; if true; then",
        "if login --password=abc; then",
        "echo abc",
        "export TOKEN=abc &&",
    ],
)
def test_lines_that_may_hold_a_secret_stay_on_the_host(line: str) -> None:
    assert not re.search(TIMEOUTS, line)


@pytest.mark.parametrize(
    "line",
    ["  TMOUT=900", 'if [ "$USER" = nobody ]', "  then", "fi", "f() {", "{", "}", "esac", "[ -n x ] &&", "cat <<END"],
)
def test_lines_about_blocks_and_time_outs_are_seen(line: str) -> None:
    assert re.search(TIMEOUTS, line)
