"""The order of pieces of work that others do: sent ahead, taken in turn."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
Sent = TypeVar("Sent")

#: Pieces that wait at each worker besides the one in work.
_WAITING = 1


def in_order(
    items: Iterable[Item],
    send: Callable[[Item], Sent],
    take: Callable[[deque[Sent]], object],
    workers: int,
    told: Callable[[int], None],
) -> Iterator[object]:
    """Yield what comes of each piece, in order, and send no more ahead than keeps all at work.

    Args:
        items: the pieces.
        send: gives a piece to whoever does it, and returns without waiting.
        take: waits for what comes of the first of those that were sent.
        workers: how many pieces are in work at once, 1 or more.
        told: is told how many are done.

    >>> list(in_order("abc", str.upper, lambda sent: sent[0], 1, lambda done: None))
    ['A', 'B', 'C']
    """
    waiting, sent, done = iter(items), deque[Sent](), 0
    while True:
        for item in waiting:
            sent.append(send(item))
            if len(sent) >= workers * (1 + _WAITING):
                break
        if not sent:
            return
        result = take(sent)
        sent.popleft()
        done += 1
        told(done)
        yield result
