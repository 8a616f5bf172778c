"""One thread writes: what many ask for at the same time becomes durable by one commit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from pcicloud.errors import OutsideError

BATCH_MAX = 256
T = TypeVar("T")


class _Asked(NamedTuple, Generic[T]):
    command: Callable[[Connection], T]
    answer: Future[T]


class Writer:
    """Runs commands in turn. A command's answer is given when its transaction is committed, and not before."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: SimpleQueue[_Asked[Any] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="ledger", daemon=True)
        self._thread.start()

    def do(self, command: Callable[[Connection], T]) -> Future[T]:
        """Ask for a command. The future raises what the command raised; OutsideError where the database failed."""
        asked = _Asked(command, Future[T]())
        self._queue.put(asked)
        return asked.answer

    def close(self) -> None:
        """Do what was asked for until now, and end."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            batch, is_last = self._more(first)
            try:
                self._commit(batch)
            except Exception:  # noqa: BLE001 - nothing of the batch was done, and each alone shows whose error it is
                for asked in batch:
                    self._alone(asked)
            if is_last:
                return

    def _more(self, first: _Asked[Any]) -> tuple[list[_Asked[Any]], bool]:
        batch = [first]
        while len(batch) < BATCH_MAX:
            try:
                asked = self._queue.get_nowait()
            except Empty:
                break
            if asked is None:
                return batch, True
            batch.append(asked)
        return batch, False

    def _commit(self, batch: list[_Asked[Any]]) -> None:
        with self._engine.begin() as connection:
            answers = [asked.command(connection) for asked in batch]
        for asked, answer in zip(batch, answers, strict=True):
            asked.answer.set_result(answer)

    def _alone(self, asked: _Asked[Any]) -> None:
        """A command that was not committed with others. What another process wrote meanwhile is there to be read."""
        try:
            self._commit([asked])
        except SQLAlchemyError as error:
            # What a driver says may hold values.
            asked.answer.set_exception(OutsideError(f"the ledger can't be written ({type(error).__name__})"))
        except Exception as error:  # noqa: BLE001 - it belongs to whoever asked
            asked.answer.set_exception(error)
