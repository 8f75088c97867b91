"""Commands shown on a page, run while the site is built, with what they print below them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from graph.records import record

#: A block whose commands are run: ``console run``, and what it says of them.
_BLOCK = re.compile(
    r"^```console run(?P<how>[^\n]*)\n(?P<commands>.*?)^```\n", re.MULTILINE | re.DOTALL
)
_LINES = re.compile(r"lines=(\d+)")
#: Columns of a terminal, unless a page is about another width.
_COLUMNS = "80"


#: Set to 1 where only links and layout are looked at: commands stay on the pages without a run.
UNRUN = "LOOPMAP_SITE_WITHOUT_RUNS"


class FailedCommandError(Exception):
    """A command on a page that does not do what the page says."""


@record(slots=False)
class Printed:
    """What a command printed.

    Attributes:
        text: standard output, and standard error where there is some.
        code: the exit code.
    """

    text: str
    code: int


def with_outputs(markdown: str, page: str, folder: Path) -> str:
    """Return a page with its commands run in order, in one folder.

    Args:
        markdown: the page; ``console run`` blocks hold one ``$ command`` a line. ``hidden`` after
            it runs them without a word on the page, ``lines=12`` cuts what is printed,
            ``fails`` says that an exit code of 2 is what the page wants to show.
        page: its name, for messages.
        folder: an empty one, in which the commands of this page run one after the other.

    Raises:
        FailedCommandError: a command ends otherwise than the page says.
    """

    def run_block(match: re.Match[str]) -> str:
        how = match["how"]
        limit = _LINES.search(how)
        shown = []
        for line in match["commands"].splitlines():
            if not line.startswith("$ "):
                raise FailedCommandError(f"{page}: a line to run begins with '$ ': {line!r}")
            command = line.removeprefix("$ ")
            if os.environ.get(UNRUN):
                shown.append(f"{line}\n")
                continue
            printed = run(command, folder)
            expected = (2,) if "fails" in how else (0, 1)
            if printed.code not in expected:
                raise FailedCommandError(f"{page}: {command} -> {printed.code}\n{printed.text}")
            shown.append(f"{line}\n{_cut(printed.text, int(limit[1]) if limit else None)}")
        return "" if "hidden" in how else "```console\n" + "\n".join(shown) + "```\n"

    return _BLOCK.sub(run_block, markdown)


def run(command: str, folder: Path) -> Printed:
    """Return what a command prints in a folder.

    A command that finds an empty folder, and leaves it so, is not run again for another page.
    """
    empty = not any(folder.iterdir())
    if empty and command in _elsewhere:
        return _elsewhere[command]
    printed = _run(command, folder)
    if empty and not any(folder.iterdir()):
        _elsewhere[command] = printed
    return printed


#: What commands printed that neither found nor left anything in their folder.
_elsewhere: dict[str, Printed] = {}


def _run(command: str, folder: Path) -> Printed:
    surroundings = {
        **os.environ,
        "COLUMNS": _COLUMNS,
        "NO_COLOR": "1",
        "GIT_AUTHOR_NAME": "loopmap",
        "GIT_COMMITTER_NAME": "loopmap",
        "GIT_AUTHOR_EMAIL": "loopmap@localhost",
        "GIT_COMMITTER_EMAIL": "loopmap@localhost",
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
    }
    words = shlex.split(command)
    piped = any(word in {"|", ">", ">>", "<", "&&"} for word in words)
    done = subprocess.run(
        ["sh", "-c", command] if piped else words,
        cwd=folder,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Printed(done.stdout, done.returncode)


def _cut(text: str, limit: int | None) -> str:
    lines = text.splitlines()
    if limit is not None and len(lines) > limit:
        lines = [*lines[:limit], "..."]
    return "".join(f"{line}\n" for line in lines)
