"""IRIs: escapes, forbidden characters, and how a relative reference becomes absolute."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_FORBIDDEN = re.compile(r"[\x00-\x20<>\"{}|^`\\\ud800-\udfff]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_PARTS = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)


def bad_escape_at(written: str) -> int | None:
    r"""Return the index of the first ``\u`` escape that means no character of an IRI, or ``None``.

    >>> bad_escape_at(r"http://a/\u00e9"), bad_escape_at(r"http://a/\u0020")
    (None, 9)
    """
    if "\\" not in written:
        return None
    found = _ESCAPE.finditer(written)
    return next((match.start() for match in found if not _allowed(match)), None)


def _allowed(match: re.Match[str]) -> bool:
    code = int(match[1] or match[2], 16)
    return code <= 0x10FFFF and not _FORBIDDEN.match(chr(code))


def unescape(written: str) -> str:
    r"""Return an IRI with its ``\u`` escapes replaced; all of them must be right.

    >>> unescape(r"http://a/\u00e9")
    'http://a/é'
    """
    if "\\" not in written:
        return written
    return _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), written)


def is_absolute(iri: str) -> bool:
    """Return whether an IRI begins with a scheme.

    >>> is_absolute("urn:x"), is_absolute("x/y")
    (True, False)
    """
    return _SCHEME.match(iri) is not None


def resolve(reference: str, base: str) -> str:
    """Return the absolute IRI that a reference means against a base.

    The steps of RFC 3986, section 5.2, without any other normalisation; a reference that has a
    scheme stays as it is.

    Args:
        reference: an IRI reference, escapes already replaced.
        base: an absolute IRI.

    Returns:
        The target; the base without its fragment for an empty reference.

    >>> resolve("../c", "http://a/b/d/e"), resolve("#x", "http://a/b"), resolve("", "http://a/b#c")
    ('http://a/b/c', 'http://a/b#x', 'http://a/b')
    """
    if is_absolute(reference):
        return reference
    scheme, base_authority, base_path, base_query, _ = _split(base)
    _, authority, path, query, fragment = _split(reference)
    if authority is not None:
        path = _without_dots(path)
    elif not path:
        path, query = base_path, base_query if query is None else query
    else:
        if not path.startswith("/"):
            path = _merge(base_authority, base_path, path)
        path = _without_dots(path)
    authority = base_authority if authority is None else authority
    return _join(scheme, authority, path, query, fragment)


def _split(iri: str) -> tuple[str | None, str | None, str, str | None, str | None]:
    match = _PARTS.fullmatch(iri)
    if match is None:
        return None, None, iri, None, None
    return match[1], match[2], match[3], match[4], match[5]


def _join(
    scheme: str | None, authority: str | None, path: str, query: str | None, fragment: str | None
) -> str:
    parts = [f"{scheme}:" if scheme else ""]
    parts.append("" if authority is None else f"//{authority}")
    parts.append(path)
    parts.append("" if query is None else f"?{query}")
    parts.append("" if fragment is None else f"#{fragment}")
    return "".join(parts)


def _merge(authority: str | None, base_path: str, path: str) -> str:
    if authority is not None and not base_path:
        return f"/{path}"
    return base_path[: base_path.rfind("/") + 1] + path


def _without_dots(path: str) -> str:
    if "." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    rooted = path.startswith("/")
    for segment in segments[1:] if rooted else segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return ("/" if rooted else "") + "/".join(kept)
