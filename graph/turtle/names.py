"""Which characters beyond ASCII a prefixed name or the label of a blank node may hold."""

from __future__ import annotations

import re
from functools import cache

# The productions PN_CHARS_BASE and PN_CHARS of the grammar, beyond ASCII.
_FIRST = (
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_LATER = f"{_FIRST}\u00b7\u0300-\u036f\u203f\u2040"


@cache
def _wrong() -> re.Pattern[str]:
    # Compiled on demand: large sets of characters take tens of milliseconds.
    return re.compile(rf"^[^\x00-\x7f{_FIRST}]|[^\x00-\x7f{_LATER}]")


def wrong_letter_at(written: str) -> int | None:
    """Return the index of the first character beyond ASCII that no name may hold, or ``None``.

    >>> wrong_letter_at(":café"), wrong_letter_at("a:“b”"), wrong_letter_at(":b")
    (None, 2, None)
    """
    if written.isascii():
        return None
    prefix, colon, local = written.partition(":")
    for offset, part in ((0, prefix), (len(prefix) + 1, local if colon else "")):
        match = _wrong().search(part)
        if match:
            return offset + match.start()
    return None
