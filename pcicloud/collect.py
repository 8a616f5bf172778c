"""Looks at an environment once: plans the questions, asks them in parallel, and keeps every answer or gap."""

from __future__ import annotations

import getpass
import platform
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from pcicloud import __version__, environment, linking
from pcicloud.aws import Account, Aws
from pcicloud.canonical import canonical, digest
from pcicloud.catalog import Catalog
from pcicloud.collecting import Collector
from pcicloud.contained import Crash, contained
from pcicloud.errors import NotSeen
from pcicloud.evidence.store import Store
from pcicloud.host import HostAnswers, look_many
from pcicloud.model.environment import Environment
from pcicloud.model.run import Planned, RunBegin, RunEnd
from pcicloud.model.sighting import Evidence, Seen, Serves, Sighting, Target, Unseen

THREADS = 16
RESUME_WITHIN = timedelta(hours=1)


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One collector to ask of one target."""

    collector: Collector
    target: Target


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a run is: `done` of `total` questions, and the last one answered (a gap where `gap` is set)."""

    done: int
    total: int
    collector: str
    target: str
    gap: str | None


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What a run brought back."""

    run: str
    resumed: int
    questions: int
    resources: int
    gaps: tuple[tuple[str, str, str], ...]
    calls: int
    checkpoint: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What one question brought back, before it is kept."""

    question: Question
    started_at: datetime
    ended_at: datetime
    sighting: Sighting | None
    gap: str | None
    asked: tuple[str, ...]


def collect(
    env: Environment,
    catalogue: Catalog,
    store: Store,
    *,
    requirements: tuple[str, ...] = (),
    fresh: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Summary:
    """Ask everything that the checks of the requirements (all where none is named) need, and keep it.

    A run of the same plan that was cut off within the last hour goes on where it stopped, unless `fresh`.
    Raises OutsideError where AWS doesn't know us or can't be reached; any smaller failure becomes a gap.
    """
    chosen = tuple(catalogue.requirement(id_) for id_ in requirements) or catalogue.requirements
    aws = Aws(env.aws) if env.aws else None
    account_id, principal = aws.identity() if aws else (None, "")
    targets = environment.targets(env, account_id)
    questions = plan(chosen, targets)
    run, done = _begin(env, store, questions, targets, requirements, fresh=fresh, now=clock())
    left = [q for q in questions if (q.collector.id, str(q.target)) not in done]
    asker = Asker(env=env, aws=aws, run=run, serves=_serves(chosen), principal=principal, clock=clock)
    gaps: list[tuple[str, str, str]] = []
    resources = 0
    finished = len(done)
    for batch in asker.answers(left):
        for answer in batch:
            if answer.sighting:
                store.keep(answer.sighting)
        kept = [asker.line(answer) for answer in batch]
        store.append_all(kept)
        for evidence in kept:
            finished += 1
            resources += evidence.population
            if evidence.gap:
                gaps.append((evidence.collector, evidence.target, evidence.gap))
            progress(
                Progress(
                    done=finished,
                    total=len(questions),
                    collector=evidence.collector,
                    target=evidence.target,
                    gap=evidence.gap,
                )
            )
    calls = aws.calls if aws else 0
    store.append(RunEnd(run=run, ended_at=clock(), calls=calls))
    return Summary(
        run=run,
        resumed=len(done),
        questions=len(questions),
        resources=resources,
        gaps=tuple(sorted(gaps)),
        calls=calls,
        checkpoint=store.sign(),
    )


def plan(requirements: tuple[Any, ...], targets: tuple[Target, ...]) -> tuple[Question, ...]:
    """Each collector that the requirements' checks read, once for each target that it looks at."""
    collectors = linking.collectors(linking.jobs(requirements), requirements)
    return tuple(Question(collector=c, target=t) for t in targets for c in collectors if linking.looks_at(c.where, t))


def _begin(
    env: Environment,
    store: Store,
    questions: tuple[Question, ...],
    targets: tuple[Target, ...],
    requirements: tuple[str, ...],
    *,
    fresh: bool,
    now: datetime,
) -> tuple[str, set[tuple[str, str]]]:
    """The id of the run, new or gone on with, and the (collector, target) pairs that it has already."""
    planned = tuple(Planned(collector=q.collector.id, target=str(q.target)) for q in questions)
    snapshot = store.keep(env)
    last = store.runs()[-1:]
    if last and not fresh and last[0].end is None:
        begin = last[0].begin
        wanted = (planned, snapshot, requirements)
        same = (begin.planned, begin.object, begin.requirements) == wanted
        if same and now - begin.started_at < RESUME_WITHIN:
            lines = store.lines("pcicloud.evidence/1", run=begin.run)
            return begin.run, {(body["collector"], body["target"]) for _, body in lines}
    run = f"{now:%Y%m%dT%H%M%SZ}-{digest(f'{now.isoformat()} {snapshot}'.encode())[:8]}"
    store.append(
        RunBegin(
            run=run,
            environment=env.name,
            object=snapshot,
            planned=planned,
            targets=tuple(str(target) for target in targets),
            requirements=requirements,
            started_at=now,
            tool=f"pcicloud {__version__}",
        )
    )
    return run, set()


def _serves(chosen: tuple[Any, ...]) -> dict[str, tuple[Serves, ...]]:
    """For each collector the testing procedures that its evidence serves; what a machine reads is examined."""
    return {
        name: tuple(Serves(procedure=procedure, method="examine") for procedure in procedures)
        for name, procedures in linking.serves(chosen).items()
    }


class Asker:
    """Asks questions in threads and makes evidence of the answers; it lives for one run."""

    def __init__(
        self,
        *,
        env: Environment,
        aws: Aws | None,
        run: str,
        serves: dict[str, tuple[Serves, ...]],
        principal: str,
        clock: Callable[[], datetime],
    ) -> None:
        self.env = env
        self.aws = aws
        self.run = run
        self.serves = serves
        self.principal = principal
        self.clock = clock
        self.hosts = {host.name: host for host in env.hosts}

    def answers(self, questions: list[Question]) -> Iterator[list[Answer]]:
        """The answers in batches, as they come; all hosts answer all of their questions in one pass."""
        of_hosts = [question for question in questions if question.target.family == "host"]
        with ThreadPoolExecutor(THREADS) as pool:
            try:
                waiting: set[Future[list[Answer]]] = {
                    pool.submit(self._ask_account, self.aws, question)
                    for question in questions
                    if self.aws and question.target.family == "aws"
                }
                if of_hosts:
                    waiting.add(pool.submit(self._ask_hosts, of_hosts))
                while waiting:
                    ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    yield [answer for future in ready for answer in future.result()]
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def line(self, answer: Answer) -> Evidence:
        """The line for the log; it names what was seen by the digest of its canonical JSON."""
        collector, target = answer.question.collector, answer.question.target
        sighting = answer.sighting
        return Evidence(
            environment=self.env.name,
            run=self.run,
            collector=collector.id,
            target=str(target),
            started_at=answer.started_at,
            collected_at=answer.ended_at,
            period_from=answer.started_at,
            period_to=answer.ended_at,
            max_age_s=int(collector.max_age.total_seconds()),
            collected_by=self.principal if target.family == "aws" else f"{getpass.getuser()}@{platform.node()}",
            tool=f"pcicloud {__version__}",
            asked=answer.asked,
            population=len(sighting.seen) + len(sighting.unseen) if sighting else 0,
            object=digest(canonical(sighting)) if sighting else None,
            gap=answer.gap,
            serves=self.serves.get(collector.id, ()),
        )

    def _ask_account(self, aws: Aws, question: Question) -> list[Answer]:
        target = question.target
        region = aws.place.regions[0] if target.part == "global" else target.part
        view = Account(aws, target.name, region)
        return [self._answer(question, view, lambda: tuple(view.asked))]

    def _ask_hosts(self, questions: list[Question]) -> list[Answer]:
        asks = tuple(dict.fromkeys(ask for question in questions for ask in question.collector.asks))
        started = self.clock()
        places = [self.hosts[name] for name in dict.fromkeys(q.target.name for q in questions)]
        hosts = look_many(places, asks, self.env.private)
        return [self._of_host(question, hosts[question.target.name], started) for question in questions]

    def _of_host(self, question: Question, host: HostAnswers | NotSeen, started: datetime) -> Answer:
        asked = tuple(str(ask) for ask in question.collector.asks)
        if isinstance(host, NotSeen):
            return self._gap(question, started, host, asked)
        return msgspec.structs.replace(self._answer(question, host, lambda: asked), started_at=started)

    def _answer(self, question: Question, view: Any, asked: Callable[[], tuple[str, ...]]) -> Answer:
        started = self.clock()
        try:
            things = contained(question.collector.id, lambda: list(question.collector.function(view)))
        except NotSeen as gap:
            return self._gap(question, started, gap, asked())
        if isinstance(things, Crash):
            crash = NotSeen("failed", f"the collector crashed with {things.error}; `pcicloud -v` shows where")
            return self._gap(question, started, crash, asked())
        sighting = Sighting(
            seen=tuple(sorted((t for t in things if isinstance(t, Seen)), key=lambda t: t.resource)),
            unseen=tuple(sorted((t for t in things if isinstance(t, Unseen)), key=lambda t: t.resource)),
        )
        return Answer(
            question=question, started_at=started, ended_at=self.clock(), sighting=sighting, gap=None, asked=asked()
        )

    def _gap(self, question: Question, started: datetime, gap: NotSeen, asked: tuple[str, ...] = ()) -> Answer:
        reason = f"{gap.why}: {gap.reason}"
        return Answer(
            question=question, started_at=started, ended_at=self.clock(), sighting=None, gap=reason, asked=asked
        )
