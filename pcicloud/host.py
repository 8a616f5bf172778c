"""The door to hosts: one connection, one pass, and then a view of what the host answered for the collectors."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from importlib import resources

import msgspec

from pcicloud.errors import NotSeen
from pcicloud.model.asking import (
    Ask,
    Command,
    EachCommand,
    Facts,
    File,
    Files,
    Shadow,
    Stats,
    Walk,
    Walked,
)
from pcicloud.model.environment import HostPlace, PrivatePlace
from pcicloud.model.outcome import Json

LOCAL_TIMEOUT_S = 300


class HostAnswers(msgspec.Struct, frozen=True, kw_only=True):
    """What one host answered; each collector is a function of it.

    Every method returns the answer as plain JSON, None where the thing does not exist, and raises NotSeen where it
    could not be looked at. To ask for what no collector declared is a programmer's error (KeyError).
    """

    name: str
    facts: Facts
    answers: dict[str, Json]

    def command(self, *argv: str) -> Json:
        """`{argv, exit_code, stdout, stderr}`, None where there is no such command."""
        return self._answer(Command(argv=argv))

    def output(self, *argv: str) -> Json:
        """As `command`, but a command that ends with an error raises NotSeen("failed")."""
        said = self.command(*argv)
        if said is not None and said["exit_code"] != 0:
            told = (said["stderr"].strip() or said["stdout"].strip() or "no message").splitlines()[0][:200]
            raise NotSeen("failed", f"`{' '.join(argv)}` ended with {said['exit_code']}: {told}")
        return said

    def each(self, glob: str) -> list[Json]:
        """One command answer for each file that the pattern found."""
        said = self._answer(EachCommand(glob=glob, argv=()))
        if said is None:
            raise NotSeen("unsupported", f"the command for {glob} is not installed")
        return list(said)

    def file(self, path: str) -> Json:
        """`{path, mode, owner, group, size, content}`."""
        return self._answer(File(path=path))

    def files(self, glob: str, *, lines: str = "") -> list[Json]:
        """As `file`, one for each file that the pattern found; of its content the asked lines."""
        return list(self._answer(Files(glob=glob, lines=lines)))

    def stats(self, *globs: str) -> list[Json]:
        """`{path, type, mode, owner, group, size, modified_at}` each."""
        return list(self._answer(Stats(globs=globs)))

    def shadow(self) -> Json:
        """The lines of /etc/shadow without their secrets."""
        return self._answer(Shadow())

    def walk(self, what: Walked, *folders: str) -> list[Json]:
        return list(self._answer(Walk(what=what, folders=folders)))

    def _answer(self, ask: Ask) -> Json:
        answer = self.answers[key_of(ask)]
        if "not_seen" in answer:
            raise NotSeen(*answer["not_seen"])
        return answer["ok"]


def key_of(ask: Ask) -> str:
    """What tells two asks apart: their kind and their subject, not their limits."""
    match ask:
        case Command(argv=subject):
            return f"command {json.dumps(subject)}"
        case EachCommand(glob=pattern):
            return f"each {pattern}"
        case File(path=path):
            return f"file {path}"
        case Files(glob=pattern, lines=lines):
            return f"files {pattern} {lines}"
        case Stats(globs=patterns):
            return f"stats {json.dumps(patterns)}"
        case Shadow():
            return "shadow"
        case Walk():
            return f"walk {ask.what} {json.dumps(ask.folders)}"


def look(place: HostPlace, asks: Iterable[Ask]) -> HostAnswers:
    """The answers of one host, over one connection in one pass. Raises NotSeen where it can't be reached or entered."""
    answers = look_many((place,), asks)[place.name]
    if isinstance(answers, NotSeen):
        raise answers
    return answers


def look_many(
    places: Sequence[HostPlace], asks: Iterable[Ask], private: PrivatePlace | None = None
) -> dict[str, HostAnswers | NotSeen]:
    """The answers of many hosts by name, those reached by SSH in one batch; NotSeen for one that gave none."""
    ordered = list({key_of(ask): ask for ask in asks}.values())
    distant = tuple(place for place in places if place.connection == "ssh")
    said: dict[str, str | NotSeen] = {p.name: _local(p, ordered) for p in places if p.connection == "local"}
    if distant:
        from pcicloud.ansible import reach_of, run_script

        said |= run_script(distant, script_with(request("/", ordered)), reach_of(private))
    return {name: answers_of(name, text, ordered) for name, text in said.items()}


def request(root: str, asks: Sequence[Ask]) -> Json:
    """The message that the script reads."""
    return {"root": root, "asks": msgspec.to_builtins(asks)}


def script_text() -> str:
    """The script that runs on a host."""
    return resources.files("pcicloud").joinpath("host_script.py").read_text(encoding="utf-8")


def script_with(message: Json) -> str:
    """The script with its request inside, for a host that gets both as one text."""
    return script_text().replace('REQUEST = ""', f"REQUEST = {json.dumps(json.dumps(message))}", 1)


def _local(place: HostPlace, asks: Sequence[Ask]) -> str | NotSeen:
    argv = [sys.executable, "-I", "-X", "utf8", str(resources.files("pcicloud").joinpath("host_script.py"))]
    message = json.dumps(request(place.root, asks))
    try:
        done = subprocess.run(argv, input=message, capture_output=True, text=True, timeout=LOCAL_TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        return NotSeen("failed", f"{place.name} gave no answer within {LOCAL_TIMEOUT_S} seconds")
    if done.returncode != 0:
        return _script_failed(place, done.stderr)
    return done.stdout


def _script_failed(place: HostPlace, stderr: str) -> NotSeen:
    told = (stderr.strip().splitlines() or ["no message"])[-1][:200]
    if "PermissionError" in told:
        return NotSeen("denied", f"only root may look into {place.root} (chroot was refused)")
    return NotSeen("failed", f"the look at {place.name} ended with: {told}")


def answers_of(name: str, said: str | NotSeen, asks: Sequence[Ask]) -> HostAnswers | NotSeen:
    """What the script wrote on a host, as answers to what was asked; NotSeen where it is none."""
    if isinstance(said, NotSeen):
        return said
    try:
        document = json.loads(said)
    except ValueError:
        return NotSeen("failed", f"{name} answered something that is not JSON")
    keyed = dict(zip((key_of(ask) for ask in asks), document["answers"], strict=True))
    return HostAnswers(name=name, facts=msgspec.convert(document["facts"], Facts), answers=keyed)
