"""``loopmap import github`` and ``gitlab``: every shape of an export, every trap, nobody's name."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from graph.cli.application import run
from graph.measuring.clock import Counting, Days
from graph.measuring.period import Step
from graph.measuring.sources.github import QUERY, GithubSource, ai_logins
from graph.measuring.sources.gitlab import GitlabSource

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
LOGINS = [f"ann-{number}-example" for number in range(6)]
SECRET = "Rewrite what Bob broke"


def iso(hours):
    """So many hours after the start, as GitHub writes it."""
    return (START + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


def who(login, bot=False):
    """An account as GraphQL gives it."""
    return {"__typename": "Bot" if bot else "User", "login": login}


def node(number, **more):
    """A pull request: coded for 6 hours, a draft for 4, reviewed after 10, merged after 2."""
    at = 24 * number
    given = {
        "number": number,
        "title": SECRET,
        "state": "MERGED",
        "isDraft": False,
        "createdAt": iso(at),
        "mergedAt": iso(at + 16),
        "closedAt": iso(at + 16),
        "headRefName": "codex/fix" if number % 4 == 0 else f"{LOGINS[0]}/fix",
        "author": who(LOGINS[number % 6]),
        "commits": {"nodes": [{"commit": {"authoredDate": iso(at - 6)}}]},
        "reviews": {
            "nodes": [
                {"state": "COMMENTED", "submittedAt": iso(at + 1), "author": who("rev[bot]", True)},
                {"state": "COMMENTED", "submittedAt": iso(at + 2),
                 "author": who(LOGINS[number % 6])},
                {"state": "APPROVED", "submittedAt": iso(at + 14),
                 "author": who(LOGINS[(number + 1) % 6])},
            ]
        },
        "comments": {"totalCount": 4, "nodes": [
            {"createdAt": iso(at + 3), "author": who(LOGINS[(number + 2) % 6])},  # of a draft
            {"createdAt": iso(at + 5), "author": who("lint[bot]", True)},
            {"createdAt": iso(at + 6), "author": who(LOGINS[number % 6])},
            {"createdAt": iso(at + 7), "author": who(LOGINS[(number + 2) % 6])},
        ]},
        "timelineItems": {"nodes": [{"__typename": "ReadyForReviewEvent",
                                     "createdAt": iso(at + 4)}]},
    }  # fmt: skip
    return {**given, **more}


def pages(path, nodes):
    """An export of ``gh api graphql --paginate``: one document a page, one after another."""
    with path.open("w") as file:
        for at in range(0, len(nodes), 20):
            page = {"data": {"repository": {"pullRequests": {"nodes": nodes[at : at + 20]}}}}
            file.write(json.dumps(page))
    return path


def run_of(number, **more):
    """A run of checks: 3 minutes in the queue, 10 running."""
    at = 24 * number
    given = {
        "databaseId": number, "headSha": f"{number:040x}", "status": "completed",
        "conclusion": "success", "attempt": 1, "event": "pull_request", "workflowName": "Tests",
        "createdAt": iso(at), "startedAt": iso(at + 0.05), "updatedAt": iso(at + 0.05 + 1 / 6),
    }  # fmt: skip
    return {**given, **more}


def values(folder, name):
    """The numbers that were written, by the name of their block."""
    found, block = {}, ""
    for line in (folder / "evidence" / "imported" / f"{name}.ttl").read_text().splitlines():
        block = line.split()[0] if " a loop:Evidence" in line else block
        if "hasSimpleResult" in line:
            found[block.removeprefix(f":{name}-")] = float(line.split()[1])
    return found


def events_of(source):
    """The rows of a source, and what it left out by reason."""
    records = source.read()
    return list(records.events), {one.reason: one.count for one in records.left_out}, records.notes


def test_a_graphql_export_is_measured_onto_the_map(own, tmp_path, capsys):
    """Coding with draft, waiting, review, bypass and marks of sixty requests in one period."""
    nodes = [node(number) for number in range(60)]
    nodes += [node(100 + n, reviews={"nodes": []}) for n in range(15)]
    pulls = pages(tmp_path / "pulls.json", nodes)
    runs = tmp_path / "runs.json"
    runs.write_text(json.dumps([run_of(number) for number in range(60)]))
    files = [str(pulls), str(runs)]
    assert run(["import", "github", *files, "-o", str(own), "--by", "year"]) == 0
    out = capsys.readouterr().out
    found = values(own, "pulls")

    assert found["coding-pass-time-2026"] == pytest.approx(10 / 24, rel=1e-3)  # 6 h + 4 h of draft
    assert found["review-queue-time-2026"] == pytest.approx(10 / 24, rel=1e-3)  # ready to review
    assert found["review-first-comment-time-2026"] == 3 / 24  # ready at 4, a person's at 7
    assert found["tests-queue-time-2026"] == pytest.approx(3 / 1440, rel=1e-3)
    assert found["tests-pass-time-2026"] == pytest.approx(10 / 1440, rel=1e-3)
    assert found["review-bypass-share-2026"] == 15 / 75
    # Those numbered 0, 4 ... 56, and 100, 104, 108, 112 are codex/ branches: 15 + 4 of 75.
    assert found["coding-ai-marked-share-2026"] == pytest.approx(19 / 75, rel=1e-3)
    assert run(["check", str(own)]) == 0
    assert "runs of checks" not in out
    # As sha256sum says it of each file, in whatever order they are named.
    digests = sorted(f'"sha256:{sha256(one.read_bytes()).hexdigest()}"' for one in (pulls, runs))
    written = (own / "evidence" / "imported" / "pulls.ttl").read_text()
    assert f"dcterms:identifier {' , '.join(digests)} ." in written


def test_no_login_or_title_reaches_any_output(own, tmp_path, capsys):
    """Evidence, and the report in every format, hold nobody's login, no title, no branch."""
    pulls = pages(tmp_path / "pulls.json", [node(number) for number in range(60)])
    everything = ""
    for format_ in ("text", "json", "csv", "markdown"):
        arguments = ["-o", str(own), "--details", "--all", "--format", format_]
        assert run(["import", "github", str(pulls), *arguments]) == 0
        said = capsys.readouterr()
        everything += said.out + said.err
    everything += "".join(path.read_text() for path in own.rglob("*.*"))

    for secret in (*LOGINS, "example/fix", SECRET, "rev[bot]"):
        assert secret not in everything


def test_the_query_that_is_shipped_is_printed(capsys):
    """It asks for no text, no address, and never for a list of commits."""
    assert run(["import", "github", "--print-query"]) == 0
    text = capsys.readouterr().out

    assert text == QUERY.read_text()
    assert "commits(first: 1)" in text
    for word in ("title", "body", "email", "message"):
        assert word not in text.split("query (")[1]


def test_without_files_it_says_what_is_needed(capsys):
    """A usage error, not a traceback."""
    assert run(["import", "github"]) == 2
    assert "FILES" in capsys.readouterr().err


# ---- Traps ----


def test_automation_is_left_out_and_agents_are_not():
    """Renovate and github-actions are bots; devin and Copilot write, and are marked as authors."""
    assert {"devin-ai-integration", "claude", "copilot", "google-labs-jules"} <= ai_logins()
    assert not {"renovate", "dependabot", "ann"} & ai_logins()


@pytest.mark.parametrize(
    ("author", "bot", "mark"),
    [
        ({"login": "app/renovate", "is_bot": True}, True, "none"),
        (who("dependabot", True), True, "none"),
        ({"login": "devin-ai-integration[bot]", "is_bot": True}, False, "author"),
        ({"login": "Copilot", "is_bot": True}, False, "author"),
        (who("ann"), False, "none"),
    ],
)
def test_who_opened_a_request_is_told_apart(tmp_path, author, bot, mark):
    """Automation leaves the denominator, an agent is a mark, a person is neither."""
    path = pages(tmp_path / "p.json", [node(1, author=author, headRefName="fix")])
    events, _, _ = events_of(GithubSource((path,)))

    assert {(one.bot, one.ai.value) for one in events} == {(bot, mark)}


def test_first_review_is_no_bots_and_not_the_authors_own(tmp_path):
    """A bot came after 1 hour, the author after 2; the first review is that after 14."""
    path = pages(tmp_path / "p.json", [node(1)])
    events, _, _ = events_of(GithubSource((path,)))
    waiting = next(one for one in events if one.stage == "waiting for review")

    assert waiting.end - waiting.start == timedelta(hours=10)


def comments_told(tmp_path, nodes, **counting):
    """What is told of first comments: the numbers, and the codes of what is refused."""
    path = pages(tmp_path / "p.json", nodes)
    records = GithubSource((path,), Counting(Step.YEAR, **counting)).read()
    values = [(one.value, one.count) for one in records.measurements]
    return values, [one.code for one in records.refused]


def by(*logins):
    """Six comments-to-be: one request a login, a comment of the next login 48 hours after it."""
    return [
        node(number, author=who(login), isDraft=False, timelineItems={"nodes": []},
             mergedAt=iso(24 * number + 60), reviews={"nodes": []},
             comments={"totalCount": 1, "nodes": [
                 {"createdAt": iso(24 * number + 48), "author": who(logins[number - 1])}]})
        for number, login in enumerate(logins)
    ]  # fmt: skip


def test_the_first_comment_is_timed_apart_from_the_first_review(tmp_path):
    """Two days each, with nobody's review at all; of four people, or four comments, nothing."""
    assert comments_told(tmp_path, by(*LOGINS)) == ([(2.0, 6)], [])
    assert comments_told(tmp_path, by(*LOGINS[:4])) == ([], ["too-few-people"])
    none = {"totalCount": 0, "nodes": []}
    few = [node(number, **({} if number < 4 else {"comments": none})) for number in range(9)]
    assert comments_told(tmp_path, few) == ([], ["too-few-items"])


def test_of_requests_whose_first_comments_are_all_programs_more_may_follow(tmp_path):
    """Twenty of a bot were exported of thirty, so that nobody knows; they count for nothing."""
    bots = [{"createdAt": iso(5), "author": who("lint[bot]", True)}] * 20
    nodes = [node(number, comments={"totalCount": 30, "nodes": bots}) for number in range(9)]

    assert comments_told(tmp_path, nodes) == ([], [])


def test_a_first_comment_after_a_weekend_took_no_working_days(tmp_path):
    """Ready on Mondays to Saturdays at 9, answered 48 hours later: 2, 2, 2, 1.375, 1, ... days.

    From Thursday to Saturday at 9 are 15 + 24 hours, from Friday to Sunday 15, and from Saturday
    to Monday 9: in order 9, 15, 39, 48, 48, 48 hours, in the middle of which lie 39 and 48.
    """
    (told,), _ = comments_told(tmp_path, by(*LOGINS), days=Days.WORKING)

    assert told == (pytest.approx((39 + 48) / 2 / 24), 6)


def test_the_plain_export_says_what_it_lacks(tmp_path):
    """No ready time, no first commit, no branch; without reviews neither waiting nor bypass."""
    plain = {"number": 1, "state": "MERGED", "createdAt": iso(0), "mergedAt": iso(5), "author": {}}
    path = tmp_path / "p.json"
    path.write_text(json.dumps([plain]))
    events, _, notes = events_of(GithubSource((path,)))
    said = " ".join(notes)

    assert [(one.stage, one.reviewed, one.ai) for one in events] == [("open", None, None)]
    assert "no reviews" in said
    assert "when a draft became ready" in said
    assert "coding is not measured" in said


def test_closed_requests_are_counted_and_not_timed(tmp_path):
    """What never went in is left out, and how many were is said."""
    closed = node(1, state="CLOSED", mergedAt=None)
    events, left_out, _ = events_of(GithubSource((pages(tmp_path / "p.json", [closed]),)))

    assert events == []
    assert left_out == {"of pull requests that were closed without going in": 1}


@pytest.mark.parametrize("count", [20, 30])
def test_as_many_rows_as_a_limit_are_doubted(tmp_path, count):
    """Gh lists 30 requests and 20 runs unless it is asked for more."""
    path = pages(tmp_path / "p.json", [node(number) for number in range(count)])
    _, _, notes = events_of(GithubSource((path,)))

    assert any(f"exactly {count} pull requests" in note for note in notes)


def run_events(tmp_path, *runs):
    """The rows of some runs."""
    path = tmp_path / "runs.json"
    path.write_text(json.dumps(list(runs)))
    return events_of(GithubSource((path,)))


def test_a_repeated_run_has_no_queue(tmp_path):
    """Its start minus its creation is 32 hours, and no queue at all."""
    events, _, _ = run_events(tmp_path, run_of(1, attempt=2, startedAt=iso(56), updatedAt=iso(57)))

    assert [(one.queued, one.attempt) for one in events] == [(None, 2)]


@pytest.mark.parametrize("conclusion", ["cancelled", "STALE", "skipped", "startup_failure"])
def test_a_run_without_a_known_end_is_left_out(tmp_path, conclusion):
    """When it was last changed is not when it ended; words come in capitals and without."""
    events, left_out, _ = run_events(tmp_path, run_of(1, conclusion=conclusion, status="COMPLETED"))

    assert events == []
    assert sum(left_out.values()) == 1


@pytest.mark.parametrize(("status", "waiting"), [("QUEUED", True), ("in_progress", None)])
def test_runs_under_way_are_open(tmp_path, status, waiting):
    """In the queue they wait, running they work; neither has an end, nor a repeated one a queue."""
    again = run_of(2, status=status, conclusion="", attempt=2)
    events, _, _ = run_events(tmp_path, run_of(1, status=status, conclusion=""), again)

    assert [(one.waiting, one.end) for one in events] == [(waiting, None)] * 2
    assert events[1].queued is None


def test_runs_of_one_commit_are_one_pass_of_checks(tmp_path):
    """Two workflows side by side are the checks of that commit."""
    events, _, _ = run_events(tmp_path, run_of(1), run_of(1, databaseId=2, workflowName="Lint"))

    assert len({one.item for one in events}) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[", "the file is cut off here"),
        (b'[{"number": 1, "mergedAt": "2026', "the file is cut off here"),
        (f'[{{"title": "{SECRET} {LOGINS[0]}", "mergedAt" 7'.encode(), "this is no JSON"),
        (b"<html>", "this is no JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 200_000, "nested too deeply"),
        (b"[]", "holds no pull request and no run"),
        (b"\x1f\x8b\x08\x00broken", "compression is broken"),
        (b'{"mergedAt": ' + b"9" * 5000 + b"}", ""),
    ],
)
def test_a_broken_export_is_refused_with_its_file(own, tmp_path, content, message, capsys):
    """Exit code 2 (or 1 if there is merely nothing in it), the file, and no traceback."""
    path = tmp_path / "p.json"
    path.write_bytes(content)

    assert run(["import", "github", str(path), "-o", str(own)]) in ((1, 2) if not message else (2,))
    said = capsys.readouterr().err
    assert message in said
    assert "Traceback" not in said
    assert SECRET not in said
    assert LOGINS[0] not in said
    assert not (own / "evidence").exists()


@pytest.mark.parametrize(
    "odd",
    [
        {"number": "one"},
        {"createdAt": 5},
        {"createdAt": "0001-01-01T00:00:00Z"},
        {"mergedAt": iso(-900)},
        {"author": ["x"], "reviews": 7, "timelineItems": {"nodes": [None, 3]}, "commits": "no"},
        {"reviews": {"nodes": [{"state": 5, "submittedAt": {}, "author": None}]}},
    ],
)
def test_fields_of_the_wrong_type_do_no_harm(tmp_path, odd):
    """Each is left out and counted, or counts as not there; the rest is measured."""
    path = pages(tmp_path / "p.json", [{**node(1), **odd}, node(2)])
    events, _, _ = events_of(GithubSource((path,)))

    assert {one.item for one in events} >= {"pull 2"}


def test_the_sample_exports_are_read():
    """49 requests and 35 runs that others collected: each a row, or counted as left out."""
    folder = Path(__file__).parents[1] / "data" / "exports"
    files = (folder / "github_prs.json", folder / "github_actions_runs.json")
    records = GithubSource(files).read()
    events, left_out = list(records.events), sum(one.count for one in records.left_out)
    items = {one.item for one in events}

    # 26 merged, 4 open, 19 closed; of the runs 23 have an end, 7 are under way, 5 neither.
    assert sum(item.startswith("pull") for item in items) == 30
    assert left_out == 19 + 5
    assert sum(one.kind == "run" for one in events) == 23 + 7


# ---- GitLab ----


def merge_request(number, **more):
    """A merge request that was open for 12 hours."""
    at = 24 * number
    given = {
        "iid": number, "project_id": 7, "state": "merged", "title": SECRET, "draft": False,
        "created_at": iso(at), "merged_at": iso(at + 12), "source_branch": "fix",
        "target_branch": "main", "sha": f"{number:040x}",
        "author": {"username": LOGINS[number % 6], "name": "Ann Example"},
    }  # fmt: skip
    return {**given, **more}


def test_a_gitlab_export_is_measured(own, tmp_path, capsys):
    """Time open and checks; what the list does not tell is said, and no name gets out."""
    merges, pipelines = tmp_path / "merges.json", tmp_path / "pipelines.json"
    merges.write_text(json.dumps([merge_request(number) for number in range(60)]))
    pipelines.write_text(json.dumps([
        {"id": n, "iid": n, "sha": f"{n:040x}", "ref": "main", "status": "success",
         "created_at": iso(24 * n), "started_at": iso(24 * n + 0.5),
         "finished_at": iso(24 * n + 1.5), "updated_at": iso(24 * n + 9)}
        for n in range(60)
    ]))  # fmt: skip
    command = ["import", "gitlab", str(merges), str(pipelines), "-o", str(own), "--by", "year"]
    assert run([*command, "--details"]) == 0
    said = capsys.readouterr()
    found = values(own, "merges")

    assert found["review-pass-time-2026"] == 0.5
    assert found["tests-queue-time-2026"] == pytest.approx(0.5 / 24, rel=1e-3)
    assert found["tests-pass-time-2026"] == pytest.approx(1 / 24, rel=1e-3)
    assert "review-bypass-share-2026" not in found
    assert "tells no reviews" in " ".join(said.out.split())
    for secret in (*LOGINS, "Ann Example", SECRET):
        assert secret not in said.out + said.err + "".join(map(Path.read_text, own.rglob("*.ttl")))


@pytest.mark.parametrize("name", ["project_12_bot", "group_7_bot_a8b9", "renovate-bot"])
def test_gitlabs_bots_are_left_out(tmp_path, name):
    """Accounts of tokens are programs."""
    path = tmp_path / "m.json"
    path.write_text(json.dumps([merge_request(1, author={"username": name})]))
    events, _, _ = events_of(GitlabSource((path,)))

    assert [one.bot for one in events] == [True]


def test_requests_of_two_projects_are_not_mixed_up(tmp_path):
    """Both have a number 1."""
    path = tmp_path / "m.json"
    path.write_text(json.dumps([merge_request(1), merge_request(1, project_id=8)]))
    events, _, _ = events_of(GitlabSource((path,)))

    assert len({one.item for one in events}) == 2


def test_a_pipeline_that_does_not_say_when_it_started_has_no_queue(tmp_path):
    """The plain list tells creation and last change: queue and run together, and says so."""
    path = tmp_path / "c.json"
    pipeline = {
        "id": 1,
        "sha": "ab",
        "status": "failed",
        "created_at": iso(0),
        "updated_at": iso(1),
    }
    path.write_text(json.dumps([pipeline]))
    events, _, notes = events_of(GitlabSource((path,)))

    assert [(one.queued, one.end - one.start) for one in events] == [(None, timedelta(hours=1))]
    assert any("do not say when they started" in note for note in notes)
