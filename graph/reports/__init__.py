"""Answers put into words and tables, once, for terminal, page, notebook and file alike."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from graph.loop.answer import Answer
    from graph.questions.question import Question
    from graph.reports.report import Report


def report_of(question: Question, result: Answer, **view: bool) -> Report:
    """Return the answer to a question in words and tables, its words explained at the end.

    The function is ``NOUN_report`` in ``graph/reports/NOUN.py``, NOUN being the question's.

    Args:
        question: which was asked.
        result: its answer.
        view: what the report can show otherwise, such as ``by_year``.
    """
    from graph.reports.glossary import explained

    module = import_module(f"graph.reports.{question.noun}")
    made = cast("Callable[..., Report]", getattr(module, f"{question.noun}_report"))
    return explained(made(result, **view), result.words)
