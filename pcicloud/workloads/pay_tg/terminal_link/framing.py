"""Two bytes of length, most significant first, before each message."""

from __future__ import annotations

import asyncio

from pcicloud.workloads.pay_tg.terminal_link.message import MalformedMessage

LENGTH_BYTES = 2
#: The longest message of the link, with room: a stranger can't make us hold more.
LENGTH_MAX = 2048


def framed(data: bytes) -> bytes:
    """The message with its length. Raises ValueError for an empty one and one that is too long."""
    if not 0 < len(data) <= LENGTH_MAX:
        raise ValueError(f"a message has 1 to {LENGTH_MAX} bytes")
    return len(data).to_bytes(LENGTH_BYTES, "big") + data


async def next_message(reader: asyncio.StreamReader) -> bytes | None:
    """The next message's bytes; None where the other side ended between two. Raises MalformedMessage."""
    try:
        length = int.from_bytes(await reader.readexactly(LENGTH_BYTES), "big")
        if not 0 < length <= LENGTH_MAX:
            raise MalformedMessage("the length before a message is wrong")
        return await reader.readexactly(length)
    except asyncio.IncompleteReadError as error:
        if not error.partial and error.expected == LENGTH_BYTES:
            return None
        raise MalformedMessage("the link ended inside a message") from None
