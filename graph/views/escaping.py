"""Text from the ontology, made harmless for Markdown and HTML, and links that lead to the web."""

from __future__ import annotations

import re

from graph.exporters import safe_text
from graph.model import LoopModel

_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")
_SPACES = re.compile(r"\s+")
#: Characters that reorder or hide text, and controls.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def one_line(text: object) -> str:
    r"""Return text on one line, without characters that hide or reorder it.

    >>> one_line("a\n b\u202e")
    'a b'
    """
    return _SPACES.sub(" ", _HIDDEN.sub("", str(text))).strip()


def shortened(text: str, limit: int = 40) -> str:
    """Return the beginning of a text that may be hostile, on one line.

    >>> shortened("abcdef", 3)
    'abc…'
    """
    line = one_line(text)
    return line if len(line) <= limit else line[:limit] + "…"


def plain(text: object) -> str:
    r"""Return text in which no character means anything to Markdown or HTML.

    Whatever comes from the ontology or the address passes through here before it is shown as
    Markdown. Every sign of punctuation is escaped, so that no image, link, formula, colour or tag
    can come about; the colons of ``:name:`` and of bare addresses lose their meaning too.

    >>> print(plain("![x](https://a) <b>"))
    \!\[x\]\(https\:\u2060\/\/a\) \<b\>
    """
    safe = _MARKDOWN.sub(r"\\\1", one_line(text))
    # A bare address and an emoji's short name are recognised after escapes are resolved; a word
    # joiner, which nobody sees, keeps them apart. "www." and "@" start addresses likewise.
    safe = re.sub(r"\\:(?=\S)", "\\\\:\u2060", safe)
    safe = re.sub(r"(?i)\b(www)(?=\\\.)", "\\1\u2060", safe)
    return re.sub(r"(?<=\S)\\@", "\u2060\\\\@", safe)


def code(text: object) -> str:
    """Return text as code in Markdown: to be copied, without any sign that cannot be seen.

    >>> code("review.ttl:12"), code("a`b")
    ('`review.ttl:12`', '`` a`b ``')
    """
    line = one_line(text)
    fence = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    return f"{fence}{line}{fence}" if len(fence) == 1 else f"{fence} {line} {fence}"


def escaped(text: object) -> str:
    """Return text on one line for the inside of an HTML element or a quoted attribute.

    >>> escaped('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return safe_text.escaped(one_line(text))


def link(text: object, address: str | None) -> str:
    r"""Return a Markdown link, or the plain text alone if the address does not lead to the web.

    >>> link("A [report]", "https://a.example/x"), link("A", "file:///etc/passwd")
    ('[A \\[report\\]](<https://a.example/x>)', 'A')
    """
    target = safe_text.web_address(address)
    return f"[{plain(text)}](<{target}>)" if target else plain(text)


def thing_label(model: LoopModel, identifier: str) -> str:
    """Return what people call a thing; a dependency without a name by its two ends.

    Args:
        model: the map.
        identifier: of anything on it.
    """
    edge = model.dependencies.get(identifier)
    if edge is not None and not edge.label:
        return f"{model.label(edge.source)} → {model.label(edge.target)}"
    return model.label(identifier)
