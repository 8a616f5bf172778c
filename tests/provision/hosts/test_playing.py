"""What a task's end means for a plan and for drift."""

from __future__ import annotations

import pytest

from pcicloud.ansible import Difference, TaskEnd
from pcicloud.provision.hosts.playing import as_change, as_drift, as_not_checked, meaning


def end(task: str, **more: object) -> TaskEnd:
    return TaskEnd(**{"host": "web", "task": task, "role": "ssh", "module": "template", "end": "changed", **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("task", "said"),
    [
        ("Lock accounts [8.3.4]", ("Lock accounts", ("8.3.4",))),
        ("Two [8.3.4, A1.2.1]", ("Two", ("8.3.4", "A1.2.1"))),
        ("None", ("None", ())),
        ("Set [this] up", ("Set [this] up", ())),
    ],
)
def test_a_task_names_its_requirements(task: str, said: tuple[str, tuple[str, ...]]) -> None:
    assert meaning(end(task)) == said


def test_drift_shows_only_the_lines_that_differ() -> None:
    differences = (Difference(what="/etc/a (content)", before="same\nnow\n", after="same\nwanted\n"),)
    found = as_drift(end("Set a [2.2.6]", differences=differences))
    assert (found.property, found.expected, found.seen) == (
        "/etc/a (content)".removesuffix(" (content)"),
        "wanted",
        "now",
    )
    assert found.requirements == ("2.2.6",)


def test_a_change_without_a_difference_is_still_a_change() -> None:
    found = as_change(end("Restart it"))
    assert (found.stack, found.action, found.properties) == ("web", "update", ())


def test_what_failed_is_not_checked_with_its_reason() -> None:
    found = as_not_checked(end("Set a [2.2.6]", end="failed", message="no such file"))
    assert (found.reason, found.requirements) == ("no such file", ("2.2.6",))


def test_what_a_loop_changed_is_named_with_its_own_requirements() -> None:
    items = ("the audit log [10.2.1]", "the time [10.6.1]", "/etc/issue")
    end = TaskEnd(host="web", task="Install [2.2.4]", role="r", module="apt", end="changed", items=items)
    assert meaning(end) == ("Install: the audit log; the time", ("2.2.4", "10.2.1", "10.6.1"))
