"""Counting people without knowing them: keyed hashes, with a key that is thrown away."""

from __future__ import annotations

import hashlib
import secrets

#: Below so many people, and below so many items, nothing is told of a group.
LEAST_GROUP = 5


class Pseudonyms:
    """Numbers in the place of names, logins and addresses.

    The key is made for one run and kept nowhere, so that the same name is another number in the
    next run, and no number can be traced back by trying names.

    >>> names = Pseudonyms()
    >>> names.of("ann@example.org") == names.of(" Ann@example.org"), names.of(None)
    (True, None)
    >>> names.of("ann@example.org") == Pseudonyms().of("ann@example.org")
    False
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def of(self, name: str | None) -> int | None:
        """Return the number of a name; ``None`` for none. Letter case and spaces do not matter."""
        if not name or not name.strip():
            return None
        plain = name.strip().casefold().encode("utf-8", "replace")
        digest = hashlib.blake2b(plain, key=self._key, digest_size=8).digest()
        return int.from_bytes(digest, "big", signed=True)
