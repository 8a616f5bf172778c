"""What a person reads of servers names servers, not stacks of an account."""

from __future__ import annotations

from pcicloud.cli import env_text
from pcicloud.model.plan import Destroyed, Destruction, DoomedStack, StackStatus, Status

WHERE = {"environment": "shop", "driver": "lab"}


def test_status_and_destruction_speak_of_servers() -> None:
    stands = StackStatus(name="web", stack_name="10.30.10.13", state="SET")
    doomed = DoomedStack(name="web", stack_name="web", resources=1)
    texts = (
        env_text.status(Status(**WHERE, stacks=(stands,), settings=())),
        env_text.destruction(Destruction(**WHERE, stacks=(doomed,), settings=(), emptied=(), unprotected=(), kept=())),
        env_text.destroyed(Destroyed(**WHERE, stacks=("web",), settings=(), remains=())),
    )
    for text in texts:
        assert "web" in text
        assert not {"stack", "resources", "AWS"} & set(text.replace("'", " ").split()), text
    assert texts[2] == "Deleted: web.\nNothing is left."
