"""Pull requests and runs of checks as GitHub exports them, by GraphQL or by plain ``gh``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from graph.measuring.change_requests import (
    CHECKS,
    OPEN_STAGE,
    REVIEWING,
    STAGES,
    ChangeRequest,
    Comment,
    Review,
    Verdict,
    events_of,
    in_order,
)
from graph.measuring.clock import Counting
from graph.measuring.event import AiMark, Event
from graph.measuring.first_comments import first_comments
from graph.measuring.git.marks import Marks, RoleWord, Where, shipped_rules
from graph.measuring.json_records import Record, records_in
from graph.measuring.measurement import LeftOut, Measurement, Provenance, Refusal
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

_METHOD: Final = "loopmap import github 1"
#: The query to export with, shipped with loopmap.
QUERY: Final = Path(__file__).with_name("github.graphql")
#: Rows at which tools stop unless they are asked for more: an export of exactly so many is cut off.
_LIMITS: Final = frozenset({20, 30, 50, 100, 500, 1000, 2000, 5000, 10000})
_VERDICTS: Final = {"approved": Verdict.APPROVAL, "changes_requested": Verdict.CHANGES}
#: Conclusions after which a run ended when it was last changed; of the others nobody knows.
_ENDED: Final = frozenset({"success", "failure", "timed_out", "neutral"})
_RUNNING: Final = frozenset({"in_progress"})
_QUEUED: Final = frozenset({"queued", "pending", "waiting", "requested"})
_AUTOMATION: Final = frozenset({"dependabot", "renovate", "github-actions", "pre-commit-ci"})
_LOGIN: Final = re.compile(r"(?:\d+\+)?([^@+]+)@users\.noreply\.github\.com")


@cache
def ai_logins() -> frozenset[str]:
    """Return the logins of accounts by which AI writes, from the rules that commits are read by."""
    found = set()
    for rule in shipped_rules().rules:
        writes = {RoleWord.AUTHOR, RoleWord.COAUTHOR} & set(rule.roles)
        if rule.where == Where.ADDRESS and writes:
            names = (_LOGIN.fullmatch(text) for text in rule.match)
            found |= {name[1].casefold().removesuffix("[bot]") for name in names if name}
    return frozenset(found | {"copilot", "copilot-swe-agent"})


class GithubSource:
    """Exports of pull requests and runs, read as often as they are asked for."""

    def __init__(
        self,
        paths: tuple[Path, ...],
        counting: Counting | None = None,
        progress: Progress = quiet,
    ) -> None:
        self._paths, self._counting = paths, counting or Counting()
        self._progress = progress
        self._requests: list[ChangeRequest] = []
        self._people = Pseudonyms()
        self._marks = Marks(shipped_rules())
        self._left_out: Counter[str] = Counter()
        self._lacking: Counter[str] = Counter()
        self._seen: Counter[str] = Counter()

    @property
    def provenance(self) -> Provenance:
        """The name of the first file, which says nothing of who owns the repository."""
        name = name_of(self._paths[0].name, "github")
        return Provenance(name, f"Pull requests and runs in {self._paths[0].name}", _METHOD)

    @property
    def identifiers(self) -> tuple[str, ...]:
        """The digest of each file."""
        return digests_of(self._paths)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Coding, waiting for review, review, waiting to go in, and checks."""
        return (*STAGES, OPEN_STAGE)

    def read(self) -> Records:
        """Return the rows of all requests and runs.

        Raises:
            UnreadableError: a file cannot be read, or none holds a pull request or a run.
        """
        events = list(self._events())
        if not self._seen:
            remedy = f"Export with `gh api graphql --paginate -F query=@{QUERY.name} ...`."
            message = "it holds no pull request and no run of GitHub's."
            raise unreadable(self._paths[0], message, remedy)
        left_out = [LeftOut(reason, count) for reason, count in self._left_out.items()]
        commented = list(first_comments(self._requests, REVIEWING, self._counting, _METHOD))
        return Records(
            events,
            left_out,
            tuple(self._notes()),
            [one for one in commented if isinstance(one, Refusal)],
            [one for one in commented if isinstance(one, Measurement)],
        )

    def _events(self) -> Iterator[Event]:
        for record in records_in(
            self._paths, self._progress, ("mergedAt", "merged_at", "headSha", "head_sha")
        ):
            if record.has("conclusion") or record.has("workflowName", "run_started_at"):
                self._seen["runs"] += 1
                yield from self._run(record)
            else:
                self._seen["pull requests"] += 1
                yield from self._request(record)

    # Pull requests

    def _request(self, record: Record) -> Iterator[Event]:
        number, opened = record.whole("number"), record.moment("createdAt", "created_at")
        if number is None or opened is None:
            self._left_out["without a number or a time of opening"] += 1
            return
        merged = record.moment("mergedAt", "merged_at")
        state = (record.text("state") or "").casefold()
        if merged is None and (state == "closed" or record.moment("closedAt", "closed_at")):
            self._left_out["of pull requests that were closed without going in"] += 1
            return
        if merged is not None and merged < opened:
            self._left_out["that went in before they were opened"] += 1
            return
        request = self._change(record, f"pull {number}", opened, merged)
        self._note_lacking(record)
        self._requests.append(request)
        yield from events_of(request)

    def _change(
        self, record: Record, item: str, opened: datetime, merged: datetime | None
    ) -> ChangeRequest:
        author = record.record("author", "user")
        login = author.text("login")
        commits = record.records("commits")
        first = commits[0].record("commit") if commits else Record({})
        moments = sorted(self._drafts(record))
        return ChangeRequest(
            item,
            opened,
            merged,
            first.moment("authoredDate", "committedDate"),
            in_order(moments, opened, draft_now=bool(record.flag("isDraft", "draft"))),
            self._reviews(record, login),
            tuple(sorted(self._pushes(record))),
            self._comments(record, login),
            self._mark(record, login),
            self._people.of(login),
            self._is_bot(author) and not self._is_ai(login),
        )

    def _drafts(self, record: Record) -> Iterator[tuple[datetime, bool]]:
        for one in record.records("timelineItems"):
            when = one.moment("createdAt")
            if when is not None and one.text("__typename") in _DRAFTS:
                yield when, _DRAFTS[one.text("__typename") or ""]

    def _pushes(self, record: Record) -> Iterator[datetime]:
        for one in record.records("timelineItems"):
            kind = one.text("__typename")
            if kind == "PullRequestCommit":
                when = one.record("commit").moment("committedDate")
            else:
                when = one.moment("createdAt") if kind == "HeadRefForcePushedEvent" else None
            if when is not None:
                yield when

    def _reviews(self, record: Record, author: str | None) -> tuple[Review, ...] | None:
        """The reviews of people other than the author; ``None`` if the export has none at all."""
        if not record.has("reviews"):
            return None
        found = []
        for one in record.records("reviews"):
            who = one.record("author", "user")
            login, when = who.text("login"), one.moment("submittedAt", "submitted_at")
            if when is None or login == author or self._is_program(who):
                continue
            verdict = _VERDICTS.get((one.text("state") or "").casefold(), Verdict.COMMENT)
            found.append(Review(when, verdict, self._people.of(login)))
        return tuple(sorted(found, key=lambda one: one.when))

    def _comments(self, record: Record, author: str | None) -> tuple[Comment, ...] | None:
        """The comments of people other than the author; ``None`` if their first is not known."""
        if not record.has("comments"):
            return None
        told = record.records("comments")
        found = []
        for one in told:
            who, when = one.record("author", "user"), one.moment("createdAt", "created_at")
            login = who.text("login")
            if when is not None and login != author and not self._is_program(who):
                found.append(Comment(when, self._people.of(login)))
        more = record.record("comments").whole("totalCount") or 0
        return None if not found and more > len(told) else tuple(found)

    def _mark(self, record: Record, login: str | None) -> AiMark | None:
        if self._is_ai(login):
            return AiMark.AUTHOR
        branch = record.text("headRefName") or record.record("head").text("ref")
        return None if branch is None else self._marks.of_branch(branch.encode()).part.mark

    def _is_program(self, who: Record) -> bool:
        return self._is_bot(who) or self._is_ai(who.text("login"))

    @staticmethod
    def _is_bot(who: Record) -> bool:
        login = (who.text("login") or "").casefold()
        kind = who.text("__typename", "type")
        named = login.endswith("[bot]") or login.removeprefix("app/") in _AUTOMATION
        return bool(who.flag("is_bot")) or kind == "Bot" or named

    @staticmethod
    def _is_ai(login: str | None) -> bool:
        plain = (login or "").casefold().removeprefix("app/").removesuffix("[bot]")
        return plain in ai_logins()

    # Runs

    def _run(self, record: Record) -> Iterator[Event]:
        """One row a run: queue time only of a first attempt, since a later one began anew."""
        created = record.moment("createdAt", "created_at")
        started = record.moment("startedAt", "run_started_at") or created
        sha, attempt = record.text("headSha", "head_sha"), record.whole("attempt", "run_attempt")
        if created is None or started is None or sha is None:
            self._left_out["of runs without a commit or a time"] += 1
            return
        status = (record.text("status") or "").casefold()
        conclusion = (record.text("conclusion") or "").casefold()
        first = (attempt or 1) <= 1
        item = f"checks {sha}"
        if status in _QUEUED:
            yield Event(item, CHECKS, started, None, kind=RUN, waiting=True)
        elif status in _RUNNING:
            queued = created if first else None
            yield Event(item, CHECKS, started, None, kind=RUN, queued=queued)
        elif conclusion in _ENDED:
            self._seen["finished runs"] += 1
            self._seen["failed runs"] += conclusion != "success" and conclusion != "neutral"
            self._seen["repeated runs"] += not first
            ended = record.moment("updatedAt", "updated_at")
            queued = created if first else None
            yield Event(item, CHECKS, started, ended, kind=RUN, queued=queued, attempt=attempt or 1)
        else:
            self._left_out["of runs that were cancelled, skipped or given up: their end is not "
                           "recorded"] += 1  # fmt: skip

    # What the export lacks

    def _note_lacking(self, record: Record) -> None:
        lacks = {
            "reviews": not record.has("reviews"),
            "ready": not record.has("timelineItems"),
            "first commit": not record.has("commits"),
            "branch": not record.has("headRefName", "head"),
            "comments": not record.has("comments"),
        }
        self._lacking.update(key for key, lacking in lacks.items() if lacking)

    def _notes(self) -> Iterator[str]:
        requests = self._seen["pull requests"]
        if self._lacking["reviews"]:
            yield (
                "The export has no reviews: the time open holds waiting and review together, and "
                "nothing can be said of what went in unreviewed. Add reviews to --json."
            )
        if self._lacking["ready"]:
            yield (
                "The export does not say when a draft became ready, nor when commits were added: "
                f"drafts count as waiting for review. The query {QUERY.name} gives both."
            )
        if self._lacking["first commit"]:
            yield f"The export has no first commit, so coding is not measured; {QUERY.name} has it."
        if self._lacking["comments"]:
            yield f"The export has no comments, so the first is not timed; {QUERY.name} has them."
        if self._lacking["branch"]:
            yield "The export has no branch names, by which some AI tools mark what they write."
        for what in ("pull requests", "runs"):
            if self._seen[what] in _LIMITS:
                yield (
                    f"These are exactly {self._seen[what]:,} {what}: the export was probably cut "
                    "off at its limit. Ask for more, such as -L 100000."
                )
        if self._seen["finished runs"] >= 5:
            many = self._seen["finished runs"]
            yield (
                f"Of {many:,} finished runs {self._seen['failed runs']:,} failed and "
                f"{self._seen['repeated runs']:,} were repeated; of a repeated run only the last "
                "attempt is recorded, and its queue is not."
            )
        if requests and self._seen["runs"] == 0:
            yield "There are no runs of checks: `gh run list --json ...` gives them."


_DRAFTS: Final = {"ConvertToDraftEvent": True, "ReadyForReviewEvent": False}


def _opened(asked: Asked) -> GithubSource:
    return GithubSource(asked.paths, asked.counting, asked.progress)


ENTRY: Final = SourceEntry(
    name="github",
    summary="Pull requests and runs of checks, exported by gh.",
    argument="FILES",
    description=(
        "Measure coding, waiting for review, review, waiting to go in and checks from exports of "
        "gh: `gh api graphql --paginate` with the shipped query, which loses nothing; or `gh pr "
        "list --state all -L 100000 --json number,state,createdAt,closedAt,mergedAt,isDraft,author,"
        "headRefName,reviews`, and `gh run list -L 100000 --json attempt,conclusion,createdAt,"
        "startedAt,updatedAt,databaseId,event,headSha,status,workflowName`."
    ),
    opened=_opened,
    query=QUERY,
)
