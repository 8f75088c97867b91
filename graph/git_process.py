"""Starting git on a repository that may come from anybody, so that nothing of its own is run.

The configuration of a repository may name programs: hooks, a watcher of files, a pager, a program
that checks signatures, one that fetches what a partial clone lacks. Each is switched off on every
call, git is forbidden every way to another machine, and it is handed no place or program by the
environment. What belongs to the user's own configuration, such as which folders are safe, stays.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from graph.errors import UsageError
from graph.records import record

#: Said on every call: nothing that a repository's own configuration may start.
_SAFE: Final = (
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "protocol.allow=never"),
    *("-c", "gc.auto=0"),
    *("-c", "gpg.program=false"),
    *("-c", "gpg.ssh.program=false"),
    *("-c", "gpg.x509.program=false"),
    *("-c", "log.showSignature=false"),
    *("-c", "log.mailmap=false"),
    *("-c", "i18n.logOutputEncoding=UTF-8"),
)

#: What of the environment would lead git elsewhere or start something; the rest is the user's.
_FORGOTTEN: Final = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_EXTERNAL_DIFF",
    "GIT_PAGER",
    "GIT_SSH",
    "GIT_SSH_COMMAND",
    "GIT_PROXY_COMMAND",
    "GIT_ASKPASS",
    "GIT_TRACE",
    "GIT_TRACE2",
    "GIT_TRACE2_EVENT",
)

#: Bytes that are read of git's output at a time.
_CHUNK: Final = 1 << 18
#: Bytes that may wait in a pipe, and seconds after which they are looked for again.
_PIPE: Final = 1 << 20
_PAUSE: Final = 0.001


class GitError(UsageError):
    """A repository does not hold what was asked of it, or git is not there."""


def git_program() -> str:
    """Return the path of git.

    Raises:
        GitError: it is not installed.
    """
    found = shutil.which("git")
    if found is None:
        raise GitError("git is not installed, so that no repository can be read.")
    return found


def safe_environment() -> dict[str, str]:
    """Return the environment in which git is started."""
    kept = {name: value for name, value in os.environ.items() if name not in _FORGOTTEN}
    # An empty list allows no protocol at all, whatever a configuration says.
    return {
        **kept,
        "GIT_ALLOW_PROTOCOL": "",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_ATTR_NOSYSTEM": "1",
        "LC_ALL": "C",
    }


def told(error: bytes) -> str:
    r"""Return what git said was wrong, in one line.

    >>> told(b"fatal: bad\n  object")
    'git says: bad object'
    """
    text = " ".join(error.decode("utf-8", "replace").split())
    text = "".join(sign for sign in text.removeprefix("fatal: ") if sign.isprintable())
    return f"git says: {text}" if text else ""


@record
class GitProcess:
    """How git is called for one repository.

    Attributes:
        root: the folder that git is to work in: of a work tree or of a bare repository.
        bare: whether ``root`` is git's own folder. It is then named outright, so that one without
            a configuration of its own can be read too.
    """

    root: Path
    bare: bool = False

    def command(self, *arguments: str) -> list[str]:
        """Return the whole command line of a call."""
        place = [f"--git-dir={self.root}"] if self.bare else ["-C", str(self.root)]
        return [git_program(), *_SAFE, *place, *arguments]

    def run(self, *arguments: str, given: bytes = b"") -> bytes:
        """Return what a call of git writes.

        Args:
            arguments: the command and what follows it.
            given: what it reads from its standard input.

        Raises:
            GitError: git ended with an error; the message says what it said.
        """
        done = subprocess.run(
            self.command(*arguments),
            input=given,
            capture_output=True,
            check=False,
            env=safe_environment(),
        )
        if done.returncode:
            raise GitError(told(done.stderr) or f"git {arguments[0]} failed.")
        return done.stdout

    def text(self, *arguments: str) -> str:
        """Return what a call of git writes, as text."""
        return self.run(*arguments).decode("utf-8", "replace")

    def asked(self, *arguments: str) -> str | None:
        """Return the first line that a call writes; ``None`` if git ends with an error."""
        try:
            lines = self.text(*arguments).splitlines()
        except GitError:
            return None
        return lines[0] if lines else ""

    def fields(
        self, arguments: Sequence[str], given: bytes = b"", end: bytes = b"\0"
    ) -> Iterator[list[bytes]]:
        """Yield the output of a call in lists of pieces that end in NUL, as it comes.

        However long the output is, only a part of it is in memory; a piece is never cut.

        Args:
            arguments: the command and what follows it.
            given: what it reads from its standard input; it must fit into memory.
            end: the byte that pieces end in, if not NUL.

        Raises:
            GitError: git ended with an error, however much it had written before.
        """
        from tempfile import TemporaryFile

        # Input and errors go through files, so that no pipe can fill up and stop both sides.
        with TemporaryFile() as into, TemporaryFile() as error:
            into.write(given)
            into.seek(0)
            process = subprocess.Popen(
                self.command(*arguments),
                stdin=into,
                stdout=subprocess.PIPE,
                stderr=error,
                env=safe_environment(),
            )
            try:
                yield from _pieces(process.stdout, end)
                if process.wait():
                    error.seek(0)
                    raise GitError(told(error.read()) or f"git {arguments[0]} failed.")
            finally:
                process.kill()
                if process.stdout is not None:
                    process.stdout.close()
                process.wait()


def _pieces(out: IO[bytes] | None, end: bytes) -> Iterator[list[bytes]]:
    begun: list[bytes] = []  # a piece that is not over, as it came: joined once, however long
    for chunk in _chunks(out):
        first, *pieces = chunk.split(end)
        begun.append(first)
        if pieces:
            whole, begun = b"".join(begun), [pieces.pop()]
            yield [whole, *pieces]
    rest = b"".join(begun)
    if rest.strip():
        yield [rest]


def _chunks(out: IO[bytes] | None) -> Iterator[bytes]:
    """Yield what is written to a pipe, much at a time.

    Git writes a few kilobytes at once. To be woken for each of them takes more of a processor than
    all that is done with them, so that more is let come together first.
    """
    if out is None:
        return
    with suppress(ImportError, AttributeError, OSError):  # a system without, or its limit is lower
        import fcntl

        fcntl.fcntl(out, fcntl.F_SETPIPE_SZ, _PIPE)
    while chunk := os.read(out.fileno(), _CHUNK):
        yield chunk
        if len(chunk) < _CHUNK // 2:
            time.sleep(_PAUSE)
