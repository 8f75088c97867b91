"""Marks of AI on commits: each rule by a line that bears it, and what must not be taken for one."""

from __future__ import annotations

import pytest

from graph.errors import UnreadableError
from graph.measuring.git.marks import (
    MOST_BYTES,
    Marks,
    Part,
    RoleWord,
    Where,
    read_rules,
    shipped_rules,
)


@pytest.fixture(scope="module")
def marks():
    """The rules that are shipped."""
    return Marks(shipped_rules())


def _cases():
    return [
        pytest.param(rule, text, id=f"{rule.id}:{text[:30]}")
        for rule in shipped_rules().rules
        for text in rule.match
    ]


@pytest.mark.parametrize(("rule", "text"), _cases())
def test_every_rule_finds_what_it_says(rule, text, marks):
    """Each text of the file, put where the rule looks, gives the rule's role and tool."""
    roles = {Part[RoleWord(word).name] for word in rule.roles if word != "automation"}
    line = text if ":" in text else f"{text}: x:y"
    found = {
        Where.ADDRESS: (
            marks.of_author(text.encode(), b"Someone"),
            marks.of_message(f"Fix\n\nCo-Developed-By: X <{text.upper()}>\r\n".encode()),
        ),
        Where.NAME_END: (marks.of_author(b"a@b.org", f"Ann {text}".encode()),),
        Where.COAUTHOR: (marks.of_message(f"Fix\n\nCo-authored-by: {text} <a@b>".encode()),),
        Where.NAMED_ONLY: (marks.of_message(f"Fix\n\nco-authored-by: {text}".encode()),),
        Where.TRAILER: (marks.of_message(f"Fix\n\n{line}".encode()),),
        Where.TEXT: (marks.of_message(f"Fix\n\n🤖 {text}(https://x)".encode()),),
        Where.BRANCH: (marks.of_branch(f"{text}topic".encode()),),
    }[Where(rule.where)]

    if rule.roles == ("automation",):
        assert found[0].automation
        assert found[0].part is Part.NONE
        return
    assert {one.part for one in found} == roles
    assert {marks.tools[one.tool] for one in found} == {rule.tool}


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("ann@anthropic.com", "Ann"),  # 1,013 of the entries at that domain are people
        ("ann@openai.com", "Ann"),
        ("devin@example.org", "Devin Jones"),
        ("jules@example.org", "Jules"),
        ("claude@example.org", "Claude Dupont"),
        ("x-noreply@anthropic.com", "X"),
        ("noreply@anthropic.com.example.org", "X"),
        ("a@b.org", "Aider (aider) team"),
    ],
)
def test_a_domain_or_a_first_name_is_no_mark(address, name, marks):
    """Only whole addresses count, and only the end of a name that a rule names."""
    assert marks.of_author(address.encode(), name.encode()).part is Part.NONE
    trailer = f"Fix\n\nCo-authored-by: {name} <{address}>".encode()
    assert marks.of_message(trailer).part is Part.NONE


@pytest.mark.parametrize("name", ["dependabot[bot]", "renovate[bot]", "some-app[bot]"])
def test_automation_is_no_ai(name, marks):
    """A bot leaves the count; it does not raise it."""
    found = marks.of_author(b"1+x@users.noreply.github.com", name.encode())

    assert (found.automation, found.part) == (True, Part.NONE)


@pytest.mark.parametrize(
    "message",
    [
        b"Quote: see Co-authored-by: Claude <noreply@anthropic.com> in the middle",
        b"Explain why noreply@anthropic.com is refused",
        b"Fix\n\nMade-with: Pencil",
        b"Fix\n\nAssisted-by:",
        b"Fix\n\nCo-authored-by: Claude Dupont",
        b"\xff\xfe\x00broken \x1e\x1f",
    ],
)
def test_words_that_only_speak_of_ai_are_no_mark(message, marks):
    """A trailer begins its line and says something."""
    assert marks.of_message(message).part is Part.NONE


def test_the_strongest_mark_counts(marks):
    """Disclosed and co-authored: co-authored. A review bot's suggestion changes nothing."""
    message = (
        b"Fix\n\nGenerated with [Claude Code](x)\n"
        b"Co-authored-by: gemini <176961590+gemini-code-assist[bot]@users.noreply.github.com>\n"
        b"Co-authored-by: Claude Opus 4.6 (1M context) <noreply@anthropic.com>"
    )
    assert marks.of_message(message).part is Part.COAUTHOR


def test_the_address_of_two_tools_is_told_by_its_name(marks):
    """Copilot Autofix suggests and the Copilot agent writes, from one address."""
    both = b"Fix\n\nCo-authored-by: %s <175728472+Copilot@users.noreply.github.com>"

    assert marks.of_message(both % b"Copilot").part is Part.COAUTHOR
    suggested = marks.of_message(both % b"Copilot Autofix powered by AI")
    assert suggested.part is Part.SUGGEST


def test_a_huge_message_is_looked_at_from_both_ends(marks):
    """A mark at the end of ten megabytes is found, one in their middle is not sought."""
    trailer = b"\nCo-authored-by: Claude <noreply@anthropic.com>\n"
    filler = b"x" * 5_000_000

    assert marks.of_message(filler + filler + trailer).part is Part.COAUTHOR
    assert marks.of_message(filler + trailer + filler).part is Part.NONE
    assert len(filler) > 2 * MOST_BYTES


def test_the_file_of_rules_says_where_it_comes_from():
    """Rules are data, with a version and a source."""
    rules = shipped_rules()

    assert rules.version
    assert "34 public repositories" in rules.source
    assert len({rule.id for rule in rules.rules}) == len(rules.rules)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("version = 1", "source is missing"),
        (
            'version="1"\nsource="s"\n[[rule]]\nid="a"\ntool="b"\nwhere="body"\nroles=["author"]\n'
            'match=["x"]',
            "Write one of address, name-end",
        ),
        (
            'version="1"\nsource="s"\n[[rule]]\nid="a"\ntool="b"\nwhere="text"\nroles=["human"]\n'
            'match=["x"]',
            "Write one of author, coauthor",
        ),
        (
            'version="1"\nsource="s"\n[[rule]]\nid="a"\ntool="b"\nwhere="text"\nroles=["assist"]\n'
            'match=[" "]',
            "fits everything",
        ),
        ("version = ", "No value follows"),
    ],
)
def test_rules_that_make_no_sense_are_told_with_their_line(text, said, tmp_path):
    """All mistakes at once, each with its place; exit code 2."""
    path = tmp_path / "rules.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(UnreadableError) as caught:
        read_rules(path)

    assert said in str(caught.value)
    assert all(one.place and one.place.line for one in caught.value.problems)
    assert caught.value.exit_code == 2
