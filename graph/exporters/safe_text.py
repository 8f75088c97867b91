"""Text from an ontology made fit for XML, spreadsheets and links: it can never act."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

#: Signs that XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    r"""Return text that XML can hold, not yet escaped; signs it cannot hold become "�".

    >>> xml_text("a\x00b")
    'a�b'
    """
    return _NOT_XML.sub("\ufffd", text)


def escaped(text: str) -> str:
    """Return text as it stands between tags or in a quoted attribute.

    >>> escaped('<b> & "c"')
    '&lt;b&gt; &amp; &quot;c&quot;'
    """
    clean = xml_text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return clean.replace('"', "&quot;").replace("'", "&#39;")


def web_address(text: str | None) -> str | None:
    """Return an address if it leads to the web and holds nothing that could break out of a link.

    >>> web_address("https://example.org/a?b=c")
    'https://example.org/a?b=c'
    >>> web_address("javascript:alert(1)") is None
    True
    """
    if not text or re.search(r"[\s<>\"'`\\\x00-\x1f\x7f]", text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and parts.netloc else None
