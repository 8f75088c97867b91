"""Merge requests and pipelines as ``glab`` exports them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from graph.measuring.change_requests import (
    CHECKS,
    OPEN_STAGE,
    STAGES,
    ChangeRequest,
    events_of,
)
from graph.measuring.event import AiMark, Event
from graph.measuring.git.marks import Marks, shipped_rules
from graph.measuring.json_records import Record, records_in
from graph.measuring.measurement import LeftOut, Provenance
from graph.measuring.passes import RUN
from graph.measuring.people import Pseudonyms
from graph.measuring.source import (
    Asked,
    Progress,
    Records,
    SourceEntry,
    digests_of,
    name_of,
    quiet,
    unreadable,
)
from graph.measuring.stages import Stage

_METHOD: Final = "loopmap import gitlab 1"
_ENDED: Final = frozenset({"success", "failed"})
_QUEUED: Final = frozenset({"created", "waiting_for_resource", "preparing", "pending", "scheduled"})
#: How GitLab calls the accounts of tokens, behind which programs stand.
_BOT: Final = re.compile(r"(?:project|group)_\d+_bot(?:_\w+)?|.*\[bot\]|.*-bot|renovate.*")


class GitlabSource:
    """Exports of merge requests and pipelines."""

    def __init__(self, paths: tuple[Path, ...], progress: Progress = quiet) -> None:
        self._paths, self._progress = paths, progress
        self._people = Pseudonyms()
        self._marks = Marks(shipped_rules())
        self._left_out: Counter[str] = Counter()
        self._seen: Counter[str] = Counter()

    @property
    def provenance(self) -> Provenance:
        """The name of the first file."""
        name = name_of(self._paths[0].name, "gitlab")
        return Provenance(name, f"Merge requests and pipelines in {self._paths[0].name}", _METHOD)

    @property
    def identifiers(self) -> tuple[str, ...]:
        """The digest of each file."""
        return digests_of(self._paths)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Coding while a request is a draft, the time open as a whole, and checks."""
        return (*STAGES, OPEN_STAGE)

    def read(self) -> Records:
        """Return the rows of all requests and pipelines.

        Raises:
            UnreadableError: a file cannot be read, or none holds a merge request or a pipeline.
        """
        events = list(self._events())
        if not self._seen:
            message = "it holds no merge request and no pipeline of GitLab's."
            remedy = "Export with `glab mr list --all --output json`."
            raise unreadable(self._paths[0], message, remedy)
        left_out = [LeftOut(reason, count) for reason, count in self._left_out.items()]
        return Records(events, left_out, tuple(self._notes()))

    def _events(self) -> Iterator[Event]:
        for record in records_in(self._paths, self._progress, ("iid", "sha")):
            if record.has("source_branch", "merged_at", "target_branch"):
                self._seen["requests"] += 1
                yield from self._request(record)
            elif record.has("status") and record.has("sha"):
                self._seen["pipelines"] += 1
                yield from self._pipeline(record)

    def _request(self, record: Record) -> Iterator[Event]:
        number, opened = record.whole("iid"), record.moment("created_at")
        if number is None or opened is None:
            self._left_out["without a number or a time of opening"] += 1
            return
        merged = record.moment("merged_at")
        if merged is None and (record.text("state") or "") != "opened":
            self._left_out["of merge requests that were closed without going in"] += 1
            return
        if merged is not None and merged < opened:
            self._left_out["that went in before they were opened"] += 1
            return
        who = record.record("author").text("username")
        branch = record.text("source_branch")
        mark = None if branch is None else self._marks.of_branch(branch.encode()).part.mark
        draft = bool(record.flag("draft", "work_in_progress"))
        # A project's own number would say less than both together: iids begin anew in each.
        item = f"{record.whole('project_id') or 0} merge {number}"
        yield from events_of(
            ChangeRequest(
                item,
                opened,
                merged,
                drafts=((opened, None),) if draft and merged is None else (),
                reviews=None,
                mark=mark if mark is not AiMark.NONE or branch else None,
                author=self._people.of(who),
                bot=_BOT.fullmatch((who or "").casefold()) is not None,
            )
        )

    def _pipeline(self, record: Record) -> Iterator[Event]:
        created, sha = record.moment("created_at"), record.text("sha")
        if created is None or sha is None:
            self._left_out["of pipelines without a commit or a time"] += 1
            return
        status = (record.text("status") or "").casefold()
        started, ended = record.moment("started_at"), record.moment("finished_at")
        item = f"checks {sha}"
        if status in _QUEUED:
            yield Event(item, CHECKS, created, None, kind=RUN, waiting=True)
        elif status == "running":
            yield Event(item, CHECKS, started or created, None, kind=RUN,
                        queued=created if started else None)  # fmt: skip
        elif status in _ENDED:
            if started is None or ended is None:
                self._seen["without queue"] += 1
            last = ended or record.moment("updated_at")
            queued = created if started else None
            yield Event(item, CHECKS, started or created, last, kind=RUN, queued=queued)
        else:
            self._left_out["of pipelines that were cancelled, skipped or wait for a person"] += 1

    def _notes(self) -> Iterator[str]:
        if self._seen["requests"]:
            yield (
                "GitLab's list of merge requests tells no reviews: the time open holds waiting and "
                "review together, and nothing can be said of what went in unreviewed."
            )
            yield (
                "It tells no first commit either, so coding is not measured: `loopmap import git` "
                "measures it."
            )
        if self._seen["without queue"]:
            yield (
                f"{self._seen['without queue']:,} pipelines do not say when they started: their "
                "time holds queue and run together. `glab ci get --output json` tells both."
            )


def _opened(asked: Asked) -> GitlabSource:
    return GitlabSource(asked.paths, asked.progress)


ENTRY: Final = SourceEntry(
    name="gitlab",
    summary="Merge requests and pipelines, exported by glab.",
    argument="FILES",
    description=(
        "Measure the time that merge requests are open, and checks, from exports of glab: "
        "`glab mr list --all --per-page 100 --output json` and `glab ci list --output json`."
    ),
    opened=_opened,
)
