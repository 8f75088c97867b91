"""The kinds of faults in TOML files of a map, made at the lines of shipped and of small files.

A kind changes one line; what a fair check answers follows from it: that line, and what should have
been written. Values that a formula may take (``"1 / 3"`` in quotes) are no faults, and not made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random

from blind_faults import BlindFault

from graph.files import shipped_ontology

_COLUMNS = """[columns]
thing = "Team"
value = "Days"
as-of = "Month"

[fixed]
metric = "days-per-round"
grade = "our-assumption"
reasoning = "Timed by ourselves in August."

[names]
"Reviewers" = "code-review"
"Testers" = "debugging-and-testing"
"""
_SERIES = """title = "Shares by month"
first_month = "2025-06"
per = 100

[source]
title = "A survey of shares"
address = "https://example.org/survey"
read = "read"

[series.automated]
meaning = "share of the work that is automated"
months = [
    { month = "2025-06", value = 12.5, low = 10, high = 15 },
    { month = "2025-08", value = 14, low = 11, high = 18 },
    { month = "2025-09", value = 16.5 },
]
"""
_SETTINGS = """fail-on = "error"
most-per-rule = 50
map = "ontology"

[rules]
component-definition = "off"
label-missing = "warning"
prefix-unused = "advice"
"""
#: Files that a map may have and the shipped one has not.
_OTHERS = {"times.toml": _COLUMNS, "series.toml": _SERIES, "loopmap.toml": _SETTINGS}
_KEY = re.compile(r"^(?P<key>[A-Za-z_][\w.-]*|\"[^\"]+\") = (?P<value>[^#\n]+?)\s*(?P<note>#.*)?$")
_INNER = re.compile(r"(?<=[{,] )(?P<key>[A-Za-z_]\w*) = (?P<value>\"[^\"]*\"|[-\w.]+)")
_HEADER = re.compile(r"^(?P<open>\[\[?)(?P<name>[\w.-]+)\]\]?$")
#: Tables whose keys are names that people give.
_NAMED = re.compile(r"(?:inputs|derived|cases|names|rules|elasticity|weights|resources|share_gain)")
#: Keys whose numbers may not be formulas.
_PLAIN = frozenset(
    ("count", "seed", "level", "rank", "published", "tolerance", "quantile", "before", "per")
)


@dataclass(frozen=True)
class Line:
    """A line of a sound file.

    Attributes:
        file: relative to the folder of the map.
        number: from 1.
        text: without its end.
        table: the table it belongs to; an empty text at the top.
        header: the number of the line that begins the table, or 1.
    """

    file: str
    number: int
    text: str
    table: str
    header: int


@dataclass(frozen=True)
class Change:
    """What is written in place of a line, and what is fair to say of it.

    Attributes:
        line: the line.
        text: what takes its place.
        remedy: what the words of a useful finding match.
        fair: numbers of lines, besides its own, on which a finding is in place.
    """

    line: Line
    text: str
    remedy: str
    fair: tuple[int, ...] = ()


def sound_files() -> dict[str, str]:
    """Return the text of every sound TOML file, by its path within a map."""
    root = shipped_ontology()
    shipped = {
        str(path.relative_to(root)): path.read_text("utf-8") for path in root.rglob("*.toml")
    }
    return {**shipped, **_OTHERS}


def lines_of(file: str, text: str) -> Iterator[Line]:
    """Yield the lines of a file, each with the table that it belongs to."""
    table, header = "", 1
    for number, line in enumerate(text.splitlines(), 1):
        found = _HEADER.match(line)
        if found:
            table, header = found["name"], number
        yield Line(file, number, line, table, header)


def _slipped(word: str, random: Random) -> str:
    """Return a word with a slip of the hand."""
    at = random.randrange(1, len(word) - 1)
    return random.choice(
        [
            word[:at] + word[at + 1 :],
            word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
        ]
    )


Make = Callable[[Line, Random], Iterable[Change]]
TOML_KINDS: dict[str, Make] = {}


def _kind(make: Make) -> Make:
    TOML_KINDS[(make.__doc__ or "").strip().rstrip(".")] = make
    return make


def toml_faults(name: str, count: int, seed: int = 0) -> list[BlindFault]:
    """Return faults of a kind, at all lines if there are no more than so many, else at some."""
    random, files = Random(f"{seed} {name}"), sound_files()
    changes = [
        change
        for file, text in files.items()
        for line in lines_of(file, text)
        for change in TOML_KINDS[name](line, random)
        if change.text != line.text
    ]
    if len(changes) > count:
        changes = Random(f"{seed} {name} places").sample(changes, count)
    return [_fault(name, at, one, files[one.line.file]) for at, one in enumerate(changes)]


def _fault(kind: str, at: int, change: Change, sound: str) -> BlindFault:
    lines = sound.splitlines(keepends=True)
    lines[change.line.number - 1] = f"{change.text}\n" if change.text else ""
    added = change.text.count("\n")
    fair = {change.line.number + more for more in range(added + 1)} | {*change.fair}
    remedy = re.compile(change.remedy, re.IGNORECASE | re.DOTALL)
    file = change.line.file
    return BlindFault(f"{kind} {at}", kind, file, "".join(lines), frozenset(fair), remedy, 1)


# Keys and tables


@_kind
def key_misspelt(line: Line, random: Random) -> Iterator[Change]:
    """Key of a table misspelt."""
    found = _KEY.match(line.text)
    if found and not _NAMED.search(line.table) and len(found["key"]) > 3 and "." not in found[1]:
        key = found["key"]
        if line.table not in ("run", "") or key not in ("title", "about"):
            slip = _slipped(key, random)
            yield Change(line, line.text.replace(key, slip, 1), rf"\b{re.escape(key)}\b")


@_kind
def key_within_misspelt(line: Line, random: Random) -> Iterator[Change]:
    """Key within braces misspelt."""
    for found in _INNER.finditer(line.text):
        if len(found["key"]) > 3 and not re.match(
            r"(?:elasticity|weights|resources|share_gain)", line.text
        ):
            slip = _slipped(found["key"], random)
            text = line.text[: found.start("key")] + slip + line.text[found.end("key") :]
            yield Change(line, text, rf"\b{found['key']}\b")


@_kind
def table_misspelt(line: Line, random: Random) -> Iterator[Change]:
    """Name of a table misspelt."""
    found = _HEADER.match(line.text)
    if found:
        first, dot, rest = found["name"].partition(".")
        if len(first) > 3:
            slip = _slipped(first, random)
            text = line.text.replace(found["name"], f"{slip}{dot}{rest}")
            yield Change(line, text, rf"\b{first}\b")


@_kind
def key_twice(line: Line, _: Random) -> Iterator[Change]:
    """Key given twice."""
    found = _KEY.match(line.text)
    if found and found["value"][0] not in "[{" and '"""' not in line.text:
        yield Change(line, f"{line.text}\n{line.text}", "twice|Keep one")


@_kind
def table_twice(line: Line, _: Random) -> Iterator[Change]:
    """Table given twice."""
    found = _HEADER.match(line.text)
    if found and found["open"] == "[":
        yield Change(line, f"{line.text}\n{line.text}", "twice|Keep one|several")


@_kind
def table_of_several(line: Line, _: Random) -> Iterator[Change]:
    """One table of several written as the only one."""
    found = _HEADER.match(line.text)
    if found and found["open"] == "[[":
        yield Change(line, f"[{found['name']}]", r"\[\[")


# Values


@_kind
def number_as_word(line: Line, random: Random) -> Iterator[Change]:
    """Word in place of a number."""
    found = _KEY.match(line.text)
    if found and re.fullmatch(r"-?[\d.]+", found["value"]) and found["key"] in _PLAIN:
        word = random.choice(['"many"', "true", '"12"', '"about 3"'])
        yield Change(line, f"{found['key']} = {word}", "a number|a whole number|Write")


@_kind
def text_as_number(line: Line, random: Random) -> Iterator[Change]:
    """Number in place of a text."""
    found = _KEY.match(line.text)
    keys = ("title", "about", "address", "note", "quote", "read", "what", "event", "fail-on", "map")
    if found and found["key"] in keys and found["value"][0] == '"':
        yield Change(line, f"{found['key']} = {random.choice(['5', '1.5', 'true'])}", "text|Write")


@_kind
def flag_as_word(line: Line, random: Random) -> Iterator[Change]:
    """Word in place of true."""
    found = _KEY.match(line.text)
    if found and found["value"] in ("true", "false"):
        word = random.choice(["True", "yes", '"true"', "1", "TRUE"])
        yield Change(line, f"{found['key']} = {word}", "true")


@_kind
def choice_misspelt(line: Line, random: Random) -> Iterator[Change]:
    """One of a few words misspelt."""
    keys = "distribution|read|generator|kind|growth_measured|fail-on|scale"
    for found in re.finditer(rf'\b(?:{keys}) = "(?P<word>[\w-]+)"', line.text):
        if len(found["word"]) > 3:
            text = line.text[: found.start("word")] + _slipped(found["word"], random)
            yield Change(line, text + line.text[found.end("word") :], re.escape(found["word"]))


@_kind
def level_misspelt(line: Line, random: Random) -> Iterator[Change]:
    """Level of a rule, or its code, misspelt."""
    found = _KEY.match(line.text)
    if found and line.table == "rules":
        for word in (found["key"], found["value"].strip('"')):
            slip = _slipped(word, random)
            yield Change(line, line.text.replace(word, slip), re.escape(word))


@_kind
def name_in_formula_misspelt(line: Line, random: Random) -> Iterator[Change]:
    """Name in a formula misspelt."""
    found = _KEY.match(line.text)
    if found and line.table.startswith("derived") and found["value"][0] == '"':
        names = re.findall(r"[a-z]+_[a-z_]+", found["value"])
        for name in names[:1]:
            slip = _slipped(name, random)
            yield Change(line, line.text.replace(name, slip), rf"\b{name}\b")


@_kind
def named_elsewhere_misspelt(line: Line, random: Random) -> Iterator[Change]:
    """Event, stock or column misspelt where it is named."""
    found = re.match(r'^(?:event|stock|case) = "(?P<name>[\w.]+)"', line.text)
    if found and len(found["name"]) > 4:
        slip = _slipped(found["name"], random)
        yield Change(line, line.text.replace(found["name"], slip), rf"\b{found['name']}\b")


@_kind
def given_misspelt(line: Line, random: Random) -> Iterator[Change]:
    """Name misspelt where it is given."""
    found = _KEY.match(line.text)
    text = sound_files()[line.file]
    if found and line.table in ("inputs", "derived") and "_" in found["key"]:
        uses = len(_lines_with(text, found["key"])) - 1
        slip = _slipped(found["key"], random)
        if uses:
            # Where one formula alone names it, either of the two may be the slip.
            fair = _lines_with(text, found["key"]) if uses == 1 else ()
            yield Change(
                line, line.text.replace(found["key"], slip, 1), rf"\b{found['key']}\b", fair
            )


@_kind
def table_given_misspelt(line: Line, random: Random) -> Iterator[Change]:
    """Name of an event or stock misspelt where it is given."""
    found = re.match(r"^\[(?P<kind>events|stocks)\.(?P<name>\w+)\]$", line.text)
    if found and len(found["name"]) > 4:
        text = sound_files()[line.file]
        name = found["name"]
        # Titles and comments speak of things too, and name none.
        uses = _lines_with(text, rf'(?<=\.){name}|{name}(?= =)|(?<="){name}(?=")')
        uses = tuple(number for number in uses if number != line.number)
        slip = _slipped(name, random)
        if uses:
            fair = uses if len(uses) == 1 else ()
            yield Change(line, f"[{found['kind']}.{slip}]", rf"\b{found['name']}\b", fair)


def _lines_with(text: str, pattern: str) -> tuple[int, ...]:
    return tuple(
        number
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(rf"\b(?:{pattern})\b", line)
    )


# The text


_UNITS = (" days", " years", "x", " %", "%", " draws", " months", "$")


@_kind
def unit_in_number(line: Line, random: Random) -> Iterator[Change]:
    """Unit in a number."""
    found = _KEY.match(line.text)
    if found and re.fullmatch(r"[\d.]+", found["value"]):
        unit = random.choice(_UNITS)
        yield Change(line, f"{found['key']} = {found['value']}{unit}", "alone|share|quotes|Write")


@_kind
def unit_in_number_within(line: Line, random: Random) -> Iterator[Change]:
    """Unit in a number within braces."""
    for found in _INNER.finditer(line.text):
        if re.fullmatch(r"[\d.]+", found["value"]):
            at = found.end("value")
            text = line.text[:at] + random.choice(_UNITS) + line.text[at:]
            yield Change(line, text, "alone|share|Write")


@_kind
def quote_missing(line: Line, random: Random) -> Iterator[Change]:
    """Quotation mark missing."""
    found = _KEY.match(line.text)
    if found and re.fullmatch(r'"[^"]*"', found["value"]):
        text = found["value"][1:-1]
        value = random.choice([f'"{text}', f'{text}"', text])
        # A number without quotes is a number, and a formula may be one.
        if not re.fullmatch(r"[-\d. ]*|true|false|inf|nan", text):
            yield Change(line, f"{found['key']} = {value}", "quot")


@_kind
def quote_missing_within(line: Line, random: Random) -> Iterator[Change]:
    """Quotation mark missing within braces."""
    for found in _INNER.finditer(line.text):
        if found["value"].startswith('"'):
            text = found["value"][1:-1]
            value = random.choice([f'"{text}', f'{text}"', text])
            made = line.text[: found.start("value")] + value + line.text[found.end("value") :]
            yield Change(line, made, "quot")


@_kind
def sign_wrong(line: Line, random: Random) -> Iterator[Change]:
    """Another sign in place of the equals sign."""
    found = _KEY.match(line.text)
    if found:
        sign = random.choice([": ", " : ", " := ", " == ", " => ", " "])
        yield Change(line, f"{found['key']}{sign}{found['value']}", "=")


@_kind
def bracket_missing(line: Line, _: Random) -> Iterator[Change]:
    """Bracket missing."""
    if _HEADER.match(line.text):
        yield Change(line, line.text[:-1], "bracket|Close|Write")
    elif line.text.startswith("[") or re.search(r"[\]}]$", line.text) is None:
        return
    elif re.search(r"[{\[]", line.text):
        yield Change(line, line.text[:-1], "closed|Put|Close", (line.number + 1,))


@_kind
def comma_missing(line: Line, random: Random) -> Iterator[Change]:
    """Comma missing within braces or a list."""
    commas = [
        found.start()
        for found in re.finditer(
            r", (?=[\w\"]+)", re.sub(r'"[^"]*"', lambda m: "_" * len(m[0]), line.text)
        )
    ]
    if commas and re.search(r"= [{\[]", line.text):
        at = random.choice(commas)
        yield Change(line, line.text[:at] + line.text[at + 1 :], "comma")


@_kind
def end_sign(line: Line, random: Random) -> Iterator[Change]:
    """Semicolon or comma at the end of a line."""
    found = _KEY.match(line.text)
    if found and re.search(r"[\"\w\]}]$", line.text):
        yield Change(line, line.text + random.choice([";", ","]), "take the")


@_kind
def number_of_another_country(line: Line, random: Random) -> Iterator[Change]:
    """Number written as elsewhere."""
    found = _KEY.match(line.text)
    if found and re.fullmatch(r"\d+\.\d+", found["value"]):
        number = found["value"]
        other = random.choice([number.replace(".", ","), number.removeprefix("0"), f"−{number}"])
        yield Change(line, f"{found['key']} = {other}", re.escape(number))


@_kind
def address_wrong(line: Line, random: Random) -> Iterator[Change]:
    """Address with a slip."""
    found = re.match(r'^address = "(?P<rest>https://.*)"$', line.text)
    if found:
        slips = ("htps://", "https:/", "https//", "", "https:///", "http;//", "https://https://")
        text = line.text.replace("https://", random.choice(slips), 1)
        yield Change(line, text, "http")


@_kind
def left_out(line: Line, _: Random) -> Iterator[Change]:
    """Key left out that has to be there."""
    found = _KEY.match(line.text)
    wanted = {"source": ("title", "address"), "published": ("what", "published"), "": ("title",)}
    if found and found["key"] in wanted.get(line.table, ()):
        near = tuple(range(line.header, line.header + 12))
        yield Change(line, "", rf"{found['key']} is missing|Add {found['key']}", near)
