"""What a person meant by what TOML cannot read, and by what is no formula.

The reader of the library stops at the first such place and names what it expected. Where the line
looks like a known slip, the slip is told instead.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from graph.questions.growth.published.formulas import FUNCTIONS


class TomlSlip(NamedTuple):
    """A place in a text, what is wrong there, and what to write instead.

    Attributes:
        line: from 1.
        column: from 1.
        message: what is wrong.
        remedy: what to write instead.
    """

    line: int
    column: int
    message: str
    remedy: str


class _Kind(NamedTuple):
    """How a slip looks in a line, what to say of it, and whether it is none within brackets."""

    pattern: re.Pattern[str]
    tell: Callable[[re.Match[str]], tuple[str, str]]
    outside: bool = False


def _kind(
    pattern: str, tell: Callable[[re.Match[str]], tuple[str, str]], *, outside: bool = False
) -> _Kind:
    return _Kind(re.compile(pattern), tell, outside)


def _word(match: re.Match[str]) -> tuple[str, str]:
    word = match["word"].strip()
    if word.lower() in ("true", "yes", "on", "false", "no", "off"):
        better = "true" if word.lower() in ("true", "yes", "on") else "false"
        return f"{word} is no truth value of TOML.", f"Write {better}."
    if word.lower() in ("none", "null", "nil", "nan?", "unknown", "tbd", "todo"):
        return f"{word} is no value.", "Leave the key out if its value is not known."
    return "A text is not in quotation marks.", f'Put it in quotes: "{word}".'


def _formula_without_quotes(match: re.Match[str]) -> tuple[str, str]:
    formula = match["formula"].strip()
    return "A formula is a text, and is not in quotation marks.", f'Put it in quotes: "{formula}".'


def _number(better: Callable[[re.Match[str]], str]) -> Callable[[re.Match[str]], tuple[str, str]]:
    return lambda match: (f"{match['number']} is no number of TOML.", f"Write {better(match)}.")


def _per_cent(match: re.Match[str]) -> tuple[str, str]:
    share = f"{float(match['digits']) / 100:.10g}"
    return f"The number {match['digits']} carries a per cent sign.", f"Write a share: {share}."


def _with_unit(match: re.Match[str]) -> tuple[str, str]:
    return f"The number {match['digits']} carries a unit.", f"Write {match['digits']} alone."


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _date(match: re.Match[str]) -> tuple[str, str]:
    return "A date is a text here.", f'Put it in quotes: "{match["date"]}".'


def _plain(message: str, remedy: str) -> Callable[[re.Match[str]], tuple[str, str]]:
    return lambda _: (message, remedy)


def _colon(match: re.Match[str]) -> tuple[str, str]:
    return "A colon stands between the key and its value.", f"Write {match['key']} = ..."


def _spaced_key(match: re.Match[str]) -> tuple[str, str]:
    better = "_".join(match["key"].split())
    return "A key is one word.", f"Write {better} = ..., or put the key in quotes."


_MARKS = {";": "semicolon", ",": "comma"}
_VALUE = r"(?:^\s*[\w.\"'-]+\s*=|[{,]\s*[\w.-]+\s*=|[\[,])\s*"
_END = r"(?=\s*(?:[,}\]#]|$))"
_KEY = r"^\s*(?P<key>[A-Za-z_][\w.-]*)"
#: The kinds of slip within a line, the more special before the more general.
_KINDS = (
    _kind(
        "[“”„«»]", _plain("These are typographic quotes.", 'Write straight quotation marks (").')
    ),
    _kind(
        r"^\s*(?://|;|--|%|/\*|<!--)",
        _plain("A comment begins with # in TOML.", "Write # before it."),
    ),
    _kind(
        r"^\s*\[+[^\]=]*$",
        _plain("The bracket of this table's name is not closed.", "Close it: [name] or [[name]]."),
    ),
    _kind(
        r"^\s*(?:\[\[[^\]]+\](?!\])|\[(?!\[)[^\]]+\]\])",
        _plain(
            "The brackets do not match.", "Write [name] for a table, [[name]] for one of several."
        ),
    ),
    _kind(
        rf"{_KEY}\s*(?:=>|:=|==|->)",
        lambda m: ("Another sign stands for =.", f"Write {m['key']} = ..."),
    ),
    _kind(
        r"^\s*\"[^\"]*\"\s*(?:=>|:=|==|->|:(?=\s)|(?=\"))",
        _plain("Another sign stands for =.", "Write = between the key and its value."),
    ),
    _kind(rf"{_KEY}\s*:(?=\s)", _colon),
    _kind(r"[{,]\s*(?P<key>[A-Za-z_][\w.-]*)\s*:(?=\s)", _colon),
    _kind(r"^\s*(?P<key>[A-Za-z_]\w*(?:[ \t]+[A-Za-z_]\w*)+)\s*=", _spaced_key),
    _kind(
        rf"{_KEY}\s*=\s*(?:#.*)?$",
        lambda m: ("No value follows =.", f"Write {m['key']} = ... with its value."),
    ),
    _kind(
        rf"{_KEY}\s*(?:#.*)?$",
        lambda m: ("Nothing is said of this key.", f"Write {m['key']} = ..., or take it away."),
    ),
    _kind(
        rf"{_KEY}[ \t]+(?P<rest>[\"'\d\[{{]|true\b|false\b)",
        lambda m: (
            "No = stands between the key and its value.",
            f"Write {m['key']} = {m['rest']}...",
        ),
    ),
    _kind(
        rf"{_VALUE}(?P<number>(?P<whole>[+-]?\d+),(?P<part>\d+))(?=\s*(?:[}}#]|$))",
        _number(lambda m: f"{m['whole']}.{m['part']}"),
    ),
    _kind(
        rf"{_VALUE}(?P<number>(?P<sign>[+-]?)\.(?P<part>\d+)){_END}",
        _number(lambda m: f"{m['sign']}0.{m['part']}"),
    ),
    _kind(
        rf"{_VALUE}(?P<number>(?P<whole>[+-]?\d+)\.){_END}", _number(lambda m: f"{m['whole']}.0")
    ),
    _kind(
        rf"{_VALUE}(?P<number>(?P<sign>[+-]?)0+(?P<rest>\d[\d.]*)){_END}",
        _number(lambda m: f"{m['sign']}{m['rest']}"),
    ),
    _kind(
        rf"{_VALUE}(?P<number>\d{{1,3}}(?:[ '’]\d{{3}})+){_END}",
        _number(lambda m: f"{_digits(m['number'])}, or a comma between two numbers"),
    ),
    _kind(rf"{_VALUE}(?P<number>[−–—](?P<rest>[\d.]+))", _number(lambda m: f"-{m['rest']}")),
    _kind(rf"{_VALUE}(?P<digits>\d+(?:\.\d+)?)\s*%{_END}", _per_cent),
    _kind(rf"{_VALUE}(?P<date>\d{{4}}[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?){_END}", _date),
    _kind(rf"{_VALUE}(?P<digits>\d+(?:\.\d+)?)\s*(?:[A-Za-z]+|[$€]){_END}", _with_unit),
    _kind(rf"{_VALUE}[$€]\s*(?P<digits>\d+(?:\.\d+)?){_END}", _with_unit),
    _kind(
        r"(?:[\"'\d\]}]|\btrue|\bfalse)\s*(?P<mark>[;,])\s*(?:#.*)?$",
        lambda m: (f"A {_MARKS[m['mark']]} ends this line.", f"Take the {_MARKS[m['mark']]} away."),
        outside=True,
    ),
    _kind(
        rf"{_VALUE}(?P<formula>[\w.]+(?:\([^)]*\))?(?:\s*[-+*/^]+\s*[\w.()]+)+){_END}",
        _formula_without_quotes,
    ),
    _kind(
        rf"{_VALUE}(?P<word>(?!(?:true|false|inf|nan)[;,]?{_END})[A-Za-z_](?:[^\"',}}\]#=]|(?<=\w)'(?=\w))*)(?=[,}}\]#]|$)",
        _word,
    ),
    _kind(
        rf"{_KEY}\s*=\s*(?P<word>[A-Za-z_]\w*(?:[ \t]+[A-Za-z_]\w*)+[ \t]*=[^\"]*)$",
        _word,
    ),
    _kind(
        rf"{_VALUE}(?P<word>\d+(?=[^\s,]*[ \t]*[A-Za-z])[^\"',}}\]#=\[]*)(?=[,}}\]#]|$)",
        _word,
    ),
    _kind(
        r"[\"'\d\]}][ \t]+[A-Za-z_][\w.-]*\s*=",
        _plain("Nothing separates this key from the value before it.", "Put a comma between them."),
    ),
    _kind(
        r"[{\[].*[\"\d\])}][ \t]+(?=[\"\d\[{-])",
        _plain("Nothing separates the two values.", "Put a comma between them."),
    ),
    _kind(r"\}\s*\{", _plain("Nothing separates the two tables.", "Put a comma between them.")),
    _kind(
        r"\\(?![btnfr\"\\uU])",
        _plain("A backslash stands alone in a text.", "Write \\\\ for a backslash."),
    ),
)
#: What is done about a line that a merge left.
MERGE_REMEDY = "Keep one of the two sides, and remove the lines <<<<<<<, ======= and >>>>>>>."
_MARKER = re.compile(r"(?:(<{7})|(\|{7})|(={7})|(>{7}))(?=\s|$)")
_WHICH = {1: ": one side begins", 2: ": what both came from begins"}
_WHICH |= {3: ": the other side begins", 4: ": the other side ends"}


class Unmerged(NamedTuple):
    """A text without what a merge left in it.

    Attributes:
        text: with the same lines; of a merge the first side is kept.
        markers: the line of each marker, from 1, and what it marks.
    """

    text: str
    markers: tuple[tuple[int, str], ...]


def without_markers(text: str) -> Unmerged:
    r"""Return a text without the markers of a merge and without its second side.

    >>> without_markers("<<<<<<< a\nx = 1\n=======\nx = 2\n>>>>>>> b\n").text.split()
    ['x', '=', '1']
    """
    kept, markers, within = [], [], 0
    for number, line in enumerate(text.split("\n"), 1):
        found = _MARKER.match(line)
        kind = found.lastindex or 0 if found else 0
        # A row of equals signs or bars alone is no marker outside of a merge.
        if kind == 1 or (kind and within):
            markers.append((number, _WHICH[kind]))
            within = 0 if kind == 4 else kind
            kept.append("")
        else:
            kept.append("" if within > 1 else line)
    return Unmerged("\n".join(kept), tuple(markers))


#: A line that cannot stand within a list: the name of a table, or a key of its own.
_NEXT_KEY = re.compile(r"\s*(?:\[+[\w.\"'-]+\]+\s*$|[\w.-]+\s*=)")
_OPEN = {"[": "]", "{": "}"}


def slip_at(lines: Sequence[str], line: int, message: str) -> TomlSlip | None:
    """Return the slip behind an error of the reader, if its line looks like one.

    Args:
        lines: of the text.
        line: where the reader stopped, from 1.
        message: what it said.

    >>> slip_at(["read = quoted"], 1, "Invalid value").remedy
    'Put it in quotes: "quoted".'
    """
    doubled = re.search(r"Cannot (?:overwrite a value|declare|mutate)", message)
    if doubled:
        return _doubled(lines, line)
    within = _left_open(lines, line)
    if within is not None and within.certain:
        return within.slip
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    quote = _odd_quote(text)
    if quote is not None:
        return _half_quoted(text, line, quote)
    for kind in _KINDS:
        match = kind.pattern.search(_without_texts(text))
        if match is not None and not (within and kind.outside):
            return TomlSlip(line, match.start() + 1, *kind.tell(match))
    return None if within is None else within.slip


def _half_quoted(text: str, line: int, quote: int) -> TomlSlip:
    """Return the slip of a text with one quotation mark, which ends it or begins it."""
    bare = re.search(r"(?:=|[\[,])\s*(?P<text>[^\s\"'=,\[\]{}][^\"=]*)$", text[:quote])
    if bare is not None:
        told = f'"{bare["text"]}"'
        return TomlSlip(
            line,
            bare.start("text") + 1,
            "The text that ends with this quotation mark has no beginning.",
            f"Put it in quotes on both sides: {told}.",
        )
    return TomlSlip(
        line,
        quote + 1,
        "The text that begins with this quotation mark has no end.",
        'Close it with a quotation mark (").',
    )


def _without_texts(line: str) -> str:
    """Return a line with the inside of its texts made blank, so that no slip is seen in them."""
    return re.sub(r"\"(?:[^\"\\]|\\.)*\"", lambda found: f'"{"_" * (len(found[0]) - 2)}"', line)


def _odd_quote(line: str) -> int | None:
    """Return where a text begins that has no end on its line."""
    at = re.sub(r"\"(?:[^\"\\]|\\.)*\"", lambda found: " " * len(found[0]), line)
    hash_at = at.find("#")
    found = at.find('"')
    if found == -1 or at.startswith('"""', found) or 0 <= hash_at < found:
        return None
    return found


def _doubled(lines: Sequence[str], line: int) -> TomlSlip:
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    name = re.match(r"\s*(\[{0,2}[\w.\"'-]+\]{0,2})", text)
    what = name[1] if name else "this"
    single = re.compile(rf"\s*\[{re.escape(what.strip('[]'))}\]\s*(?:#.*)?$")
    alone = next((at for at, one in enumerate(lines[: line - 1], 1) if single.match(one)), None)
    several = f"[{what}]"
    if re.match(r"\[(?!\[)", what) and any(one.strip().startswith(several) for one in lines):
        message = f"{several} elsewhere says that there are several of this table."
        return TomlSlip(line, 1, message, f"Write {several} here too.")
    if what.startswith("[[") and alone is not None:
        message = f"{what} below says that there are several of this table."
        return TomlSlip(alone, 1, message, f"Write {what} here too.")
    return TomlSlip(
        line, 1, f"{what} is given twice.", "Keep one of the two, or give this one another name."
    )


class _LeftOpen(NamedTuple):
    """A bracket that is open where the reader stopped, and whether that is surely the slip."""

    slip: TomlSlip
    certain: bool


def _left_open(lines: Sequence[str], line: int) -> _LeftOpen | None:
    """Return the bracket that is still open where the reader stopped, told where it should end."""
    stack: list[tuple[str, int]] = []
    for number, text in enumerate(lines[:line], 1):
        bare = _without_texts(text).partition("#")[0]
        if stack and _NEXT_KEY.match(bare):
            return _LeftOpen(_not_closed(lines, stack[-1], _last_written(lines, number)), True)
        if not stack and re.match(r"\s*\[", bare):
            continue
        for sign in bare:
            if sign in _OPEN:
                stack.append((sign, number))
            elif stack and sign == _OPEN[stack[-1][0]]:
                stack.pop()
    if not stack:
        return None
    opening, at = stack[-1]
    last = _last_written(lines, line)
    before = lines[last - 1].partition("#")[0].rstrip()
    if opening == "[" and before.endswith(("}", '"')) and at < line and last > at:
        message = "Nothing separates this row from the next."
        slip = TomlSlip(last, len(before), message, "Put a comma behind this one.")
        return _LeftOpen(slip, True)
    return _LeftOpen(_not_closed(lines, stack[-1], at), False)


def _not_closed(lines: Sequence[str], opened: tuple[str, int], end: int) -> TomlSlip:
    opening, at = opened
    return TomlSlip(
        max(at, end),
        len(lines[max(at, end) - 1].rstrip()),
        f"The {opening} of line {at} is not closed.",
        f"Put a {_OPEN[opening]} behind this line.",
    )


def _last_written(lines: Sequence[str], before: int) -> int:
    """Return the last line above that holds more than blanks and a comment."""
    number = before - 1
    while number > 1 and not lines[number - 1].partition("#")[0].strip():
        number -= 1
    return max(number, 1)


#: What other languages call the functions of a formula.
_OTHER_NAMES = {"ln": "log", "pow": "exp", "mean": "sum", "average": "sum", "sigmoid": "logistic"}


def formula_slip(text: str, known: Sequence[str] = ()) -> str:
    """Return what to write instead of a text that is no formula.

    Args:
        text: as written.
        known: the names that a formula could use.

    >>> formula_slip("return - labour", ["returns", "labour"])
    'Did you mean returns?'
    >>> formula_slip("2 * (a + b")
    'Close the bracket: put ) where it ends.'
    """
    import difflib

    for called in re.findall(r"([A-Za-z_]\w*)\s*\(", text):
        if called not in FUNCTIONS and not keyword.iskeyword(called):
            near = difflib.get_close_matches(_OTHER_NAMES.get(called, called), FUNCTIONS, n=1)
            if near:
                return f"Did you mean {near[0]}?"
    for word in re.findall(r"[A-Za-z_]\w*", text):
        if keyword.iskeyword(word) and word not in ("and", "or", "not", "if", "else"):
            near = difflib.get_close_matches(word, list(known), n=1)
            return f"Did you mean {near[0]}?" if near else f"No name can be {word}; take another."
    opened, closed = text.count("("), text.count(")")
    for wrong, remedy in (
        (opened > closed, "Close the bracket: put ) where it ends."),
        (closed > opened, "Take the ) away that closes nothing, or open it with (."),
        (re.search(r"\d\s*%", text), "Write a share as a number, such as 0.05."),
        ("^" in text, "Write ** for a power."),
        (re.search("[×·]", text), "Write * for times."),
        (re.search("[−–—]", text), "Write - for minus."),
        ("÷" in text, "Write / for divided by."),
        (re.search(r"\d,\d", text), "Write a decimal point, as in 1.5."),
        (re.search(r"(?<![<>=!])=(?!=)", text), "Write only what stands on the right of =."),
        (re.search(r"[-+*/]\s*$", text), "Write what stands behind the last sign."),
        (re.search(r"^\s*[*/]", text), "Write what stands before the first sign."),
        (
            re.search(r"[\w)]\s+[\w(]|\d[A-Za-z(]|\)\s*[\w(]", text),
            "Put * between what is multiplied.",
        ),
    ):
        if wrong:
            return remedy
    return "Write arithmetic over known names."
