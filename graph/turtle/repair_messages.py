"""Repairs in plain words: the one change that makes a block readable, told as what was meant."""

from __future__ import annotations

import re

from graph.turtle.faults import Fault
from graph.turtle.messages import show, wrong_end

_SIGNS = {";": "semicolon", ",": "comma", ".": "full stop"}


def wrong_sign(offset: int, found: str, meant: str) -> Fault:
    """Return the fault of a sign that stands where another one belongs.

    >>> wrong_sign(3, ";", ",").remedy
    'Put a comma instead of this semicolon.'
    """
    if meant == ".":
        return wrong_end(offset, found)
    what = {
        ";": "A property follows, and semicolons separate properties.",
        ",": "Another value of the same property follows, and commas separate values.",
    }
    remedy = f"Put a {_SIGNS[meant]} instead of this {_SIGNS[found]}."
    return Fault(
        {
            ";": "syntax-semicolon-for-comma",
            ",": "syntax-comma-for-semicolon",
            ".": "syntax-early-dot",
        }[found],
        offset,
        what[meant],
        remedy,
        meant,
    )


def needless(offset: int, token: str) -> Fault:
    """Return the fault of something that came in by mistake.

    >>> needless(3, ",").remedy
    'Remove this comma.'
    """
    name = f"this {_SIGNS[token]}" if token in _SIGNS else show(token)
    remedy = f"Remove {name}"
    remedy += "." if token in _SIGNS or not token[:1].isalnum() else (
        ", or put # before it if it is a comment, quotes around it if it is a text."
    )  # fmt: skip
    message = f"{show(token)} has no place here; without it the statement can be read."
    return Fault("syntax-needless", offset, message, remedy, "", len(token))


def twice(offset: int, token: str) -> Fault:
    """Return the fault of a word that stands twice in a row.

    >>> twice(3, "a").remedy
    'Take one of the two away, or put a comma between them.'
    """
    return Fault(
        "syntax-needless",
        offset,
        f"{show(token)} stands twice in a row.",
        "Take one of the two away, or put a comma between them.",
        "",
        len(token),
    )


def absent_bracket(offset: int, bracket: str) -> Fault:
    """Return the fault of a bracket that is not there.

    >>> absent_bracket(3, "]").remedy
    'Put a `]` here.'
    """
    opening = bracket in "[("
    return Fault(
        "syntax-missing-bracket",
        offset,
        f"A `{bracket}` is missing here, without which the other bracket "
        f"{'closes nothing' if opening else 'is not closed'}.",
        f"Put a `{bracket}` here.",
        None,
    )


def other_bracket(offset: int, found: str, meant: str) -> Fault:
    """Return the fault of a bracket of the wrong kind.

    >>> other_bracket(3, ")", "]").remedy
    'Put a `]` here.'
    """
    message = f"This `{found}` does not fit the brackets around it."
    return Fault("syntax-wrong-bracket", offset, message, f"Put a `{meant}` here.", meant, 1)


def needless_bracket(offset: int, found: str) -> Fault:
    """Return the fault of a bracket too many.

    >>> needless_bracket(3, ")").remedy
    'Remove this `)`.'
    """
    message = f"This `{found}` is one bracket too many."
    return Fault("syntax-extra-bracket", offset, message, f"Remove this `{found}`.", "", 1)


def needless_hash(offset: int) -> Fault:
    """Return the fault of a # that cuts off a value.

    >>> needless_hash(3).remedy
    'Remove the #.'
    """
    message = "The rest of this line is a comment, since a # stands here; it reads like a value."
    return Fault("syntax-comment-sign", offset, message, "Remove the #.", "", 1)


def hash_for_colon(offset: int, name: str) -> Fault:
    """Return the fault of a # before a name, which makes it a comment.

    >>> hash_for_colon(3, "code-review").remedy
    'Write :code-review'
    """
    message = "The rest of this line is a comment, since a # stands here; it reads like a name."
    return Fault("syntax-comment-sign", offset, message, f"Write :{name}", ":", 1)


def unmarked_comment(offset: int, words: str) -> Fault:
    """Return the fault of words that nothing marks as a comment.

    >>> unmarked_comment(3, "see above").remedy
    'Put # before a comment, or remove these words.'
    """
    message = f"{show(words)} is no statement; it reads like a comment."
    remedy = "Put # before a comment, or remove these words."
    return Fault("syntax-comment-sign", offset, message, remedy, f"# {words}", len(words))


def unopened_text(offset: int, quote: str) -> Fault:
    """Return the fault of a text without a quote at its beginning.

    >>> unopened_text(3, '"').remedy
    'Put " before the text.'
    """
    mark = quote[:1] or '"'
    if quote:
        message = f"The text that ends with {mark} does not begin with one."
        remedy = f"Put {mark} before the text."
    else:
        message, remedy = (
            "A text stands here without quotes.",
            'Put " before the text and behind it.',
        )
    return Fault("syntax-missing-quote", offset, message, remedy)


def odd_quotes(offset: int) -> Fault:
    """Return the fault of a text between quotes that Turtle does not know.

    >>> odd_quotes(3).remedy
    'Write straight quotes (") around a text.'
    """
    message = "A text stands between straight quotes, and other ones stand here."
    return Fault("syntax-odd-quotes", offset, message, 'Write straight quotes (") around a text.')


def inner_quote(offset: int, body: str) -> Fault:
    r"""Return the fault of a quote within a text.

    >>> inner_quote(3, 'say "x"').remedy
    'Write `\\"` for a quote within a text.'
    """
    if re.search(r'(?<!\\)"', body):
        message = "A quote within the text ends it too early."
        return Fault(
            "syntax-unexpected-word", offset, message, 'Write `\\"` for a quote within a text.'
        )
    if "\\" not in body:
        message = "There is one quote too many around this text."
        remedy = 'Write one quote (") before the text, and one behind it.'
        return Fault("syntax-unexpected-word", offset, message, remedy)
    message = "A backslash in the text stands before a character that it cannot protect."
    return Fault("syntax-bad-escape", offset, message, "Write `\\\\` for a backslash.")


def unequal_quotes(offset: int) -> Fault:
    """Return the fault of a text that begins with one quote and ends with another.

    >>> unequal_quotes(3).remedy
    'Write the same quote (") before the text and behind it.'
    """
    message = "The text begins with one kind of quote and ends with another."
    remedy = 'Write the same quote (") before the text and behind it.'
    return Fault("syntax-odd-quotes", offset, message, remedy)


def early_semicolon(offset: int, value: str) -> Fault:
    """Return the fault of a semicolon that stands before the value.

    >>> early_semicolon(3, "12").remedy
    'Write `12 ;`: the semicolon belongs behind the value.'
    """
    remedy = f"Write {show(f'{value} ;')}: the semicolon belongs behind the value."
    message = "A semicolon stands between a property and its value."
    return Fault("syntax-needless", offset, message, remedy, f"{value} ;", len(value) + 2)


def no_property(offset: int, word: str) -> Fault:
    """Return the fault of something that stands where ``a`` belongs.

    >>> no_property(3, "aa").remedy
    'Write `a` for what a thing is.'
    """
    message = f"{show(word)} is no property."
    return Fault("syntax-is", offset, message, "Write `a` for what a thing is.", "a", len(word))


def no_sign(offset: int, found: str, meant: str) -> Fault:
    """Return the fault of something that stands where a separator belongs.

    >>> no_sign(3, "l", ";").remedy
    'Write a semicolon here.'
    """
    message = f"{show(found)} stands where a {_SIGNS[meant]} belongs."
    remedy = f"Write a {_SIGNS[meant]} here."
    return Fault("syntax-odd-sign", offset, message, remedy, meant, len(found))


def broken_word(offset: int, whole: str) -> Fault:
    """Return the fault of a name or an address that the end of a line breaks in two.

    >>> broken_word(3, ":code-review").remedy
    'Write it in one line: :code-review'
    """
    message = "A name or an address goes on in the next line, and no line may end within it."
    return Fault("syntax-space-in-name", offset, message, f"Write it in one line: {whole}", None)


def absent_property(offset: int, value: str) -> Fault:
    """Return the fault of a value without a property before it.

    >>> absent_property(3, ":a").message
    'No property stands before `:a`.'
    """
    message = f"No property stands before {show(value)}."
    return Fault(
        "syntax-missing-predicate", offset, message, "Write a property before it, or remove it."
    )
