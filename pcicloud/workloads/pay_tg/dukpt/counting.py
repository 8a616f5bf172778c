"""How DUKPT counts transactions: by numbers with few one bits, so that every key is a few steps away from the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

#: One step from which nobody finds back: from a key to that of the counter.
Step = Callable[[bytes, int], bytes]


class Counting(msgspec.Struct, frozen=True, kw_only=True):
    """Counters of some bits, of which few are one (X9.24-1: 21 bits, 10 ones; X9.24-3: 32 bits, 16 ones)."""

    bits: int
    ones_max: int

    def require(self, counter: int) -> None:
        """Raises ValueError for a counter that no terminal reaches."""
        if not 0 < counter < 1 << self.bits:
            raise ValueError(f"the counter of transactions is not between 1 and {(1 << self.bits) - 1}")
        if counter.bit_count() > self.ones_max:
            raise ValueError(f"the counter of transactions has more than {self.ones_max} one bits")

    def single_bits(self) -> Iterator[int]:
        """The counters with a single one bit: what a terminal derives from its first key."""
        return (1 << place for place in range(self.bits))

    def below(self, counter: int) -> Iterator[int]:
        """The bits under the lowest one bit: what a terminal derives from this counter's key, unless it is too far."""
        return (bit for bit in self.single_bits() if bit < lowest(counter) and counter.bit_count() < self.ones_max)

    def after(self, counter: int) -> int:
        """The counter that a terminal uses next."""
        return counter + (1 if counter.bit_count() < self.ones_max else lowest(counter))

    def key(self, initial: bytes, counter: int, step: Step) -> bytes:
        """The host's way from a terminal's first key to a transaction's: a step for each one bit, the highest first."""
        self.require(counter)
        key, reached = initial, 0
        for bit in reversed([*self.single_bits()]):
            if counter & bit:
                reached |= bit
                key = step(key, reached)
        return key


class FutureKeys:
    """What a terminal holds: keys of transactions to come, and none of those that were."""

    def __init__(self, counting: Counting, initial: bytes, step: Step) -> None:
        self._counting, self._step = counting, step
        self._held = {bit: step(initial, bit) for bit in counting.single_bits()}
        self._counter = 1

    def next(self) -> tuple[int, bytes]:
        """The next transaction's counter and key, which the terminal then can't make again.

        Raises ValueError where it has no transaction left.
        """
        counter = self._counter
        self._counting.require(counter)
        key = self._held.pop(lowest(counter))
        for bit in self._counting.below(counter):
            self._held[bit] = self._step(key, counter | bit)
        self._counter = self._counting.after(counter)
        return counter, key


def lowest(counter: int) -> int:
    """The lowest one bit."""
    return counter & -counter
