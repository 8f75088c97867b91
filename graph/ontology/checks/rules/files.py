"""Rules of files: what keeps them from being read, and what was done with them."""

from __future__ import annotations

from graph.errors import Severity
from graph.ontology.checks.rules.rule import Rule


def _file(code: str, what: str, wrong: str, right: str, level: Severity = Severity.ERROR) -> Rule:
    return Rule(code, what, wrong, right, level, whole=False)


_SERVER = "--ontology http://localhost:7878/query"
_READ = "loopmap check ontology/sources.ttl"

FILE_RULES = (
    _file(
        "path-missing",
        "There is no file or folder of that name.",
        "loopmap check ontology/source.ttl",
        _READ,
    ),
    _file("path-wrong", "The path is empty, or no path.", 'loopmap check ""', _READ),
    _file(
        "permission-denied",
        "The file may not be read.",
        "A file with the permissions ----------.",
        "The same file with the permissions -rw-r--r--.",
    ),
    _file(
        "unreadable",
        "The disk does not give the file.",
        "A file on a disk that fails.",
        "The same file from a copy.",
    ),
    _file(
        "not-a-file",
        "The path is neither a file nor a folder.",
        "loopmap check /dev/null",
        _READ,
    ),
    _file(
        "link-broken",
        "A link leads nowhere.",
        "sources.ttl -> moved/sources.ttl, which is gone",
        "sources.ttl, the file itself",
    ),
    _file(
        "link-loop",
        "A link leads back to a folder it is in.",
        "ontology/more -> ontology",
        "ontology/more, a folder of its own",
    ),
    _file(
        "folder-without-turtle",
        "There is no Turtle file in the folder.",
        "loopmap check tests",
        "loopmap check ontology",
    ),
    _file("file-empty", "The file holds nothing.", "(nothing)", ":review a loop:Review ."),
    _file(
        "file-too-large",
        "The file is larger than what is checked in a sensible time.",
        "One file of 27 MB.",
        "Several files by subject, each below 16 MB.",
    ),
    _file(
        "not-utf-8",
        "The file is in another encoding than UTF-8.",
        "A file saved as UTF-16 or Latin-1.",
        "The same file saved as UTF-8.",
    ),
    _file(
        "map-unreadable",
        "Another file of its map cannot be read, so that only the text of this one was checked.",
        "components.ttl beside a dependencies.ttl with a syntax error",
        "components.ttl beside a dependencies.ttl that can be read",
        Severity.WARNING,
    ),
    _file(
        "shapes-not-data",
        "The file holds shapes that data is checked against, not data.",
        "loopmap critical-path --ontology ontology/shapes.ttl",
        "loopmap critical-path --ontology ontology",
    ),
    _file(
        "format-unknown",
        "The file is of a format that is not read.",
        "A map saved as OWL/XML.",
        "The same map saved as Turtle or RDF/XML.",
    ),
    _file(
        "format-not-as-named",
        "The name says Turtle, and the file is of another format.",
        "JSON-LD in a file map.ttl",
        "JSON-LD in a file map.jsonld",
    ),
    _file(
        "format-reaches-out",
        "The file asks for another one elsewhere, and nothing is ever fetched.",
        '{"@context": "https://example.org/context.jsonld"}',
        '{"@context": {"loop": "https://w3id.org/loopmap#"}}',
    ),
    _file(
        "format-broken",
        "A file of another format than Turtle cannot be read.",
        '{"@id": "urn:a"',
        '{"@id": "urn:a"}',
    ),
    _file(
        "format-told-twice",
        "A file of another format describes what a Turtle file describes already.",
        "map.ttl and map.jsonld, the same map, in one folder",
        "map.ttl alone",
    ),
    _file(
        "format-beside-turtle",
        "A file of another format is read with the Turtle files beside it.",
        "components.ttl and more.jsonld in one folder",
        "components.ttl and more.ttl",
        Severity.ADVICE,
    ),
    _file(
        "answers-only",
        "The file holds computed answers, and no map.",
        "loopmap check answers.ttl",
        "loopmap check ontology",
    ),
    _file(
        "answers-skipped",
        "A file of computed answers lies in the map's folder, and is not read.",
        "ontology/answers.ttl",
        "answers.ttl beside the folder ontology",
        Severity.ADVICE,
    ),
    _file(
        "endpoint-graph",
        "What follows # in the address of a server names no graph.",
        f"{_SERVER}#map",
        f"{_SERVER}#graph=https://example.org/map",
    ),
    _file(
        "endpoint-empty",
        "The server's graph holds no statement.",
        _SERVER,
        f"{_SERVER}#graph=*",
    ),
    _file(
        "endpoint-too-large",
        "The server's graph holds more than is read.",
        f"{_SERVER}#graph=*",
        f"{_SERVER}#graph=https://example.org/map",
    ),
    _file(
        "endpoint-cut-short",
        "The server gave fewer statements than it holds.",
        "A server that cuts every answer off at 1,000 rows.",
        "The same server with a higher limit.",
    ),
    _file(
        "endpoint-not-sparql",
        "The address is no SPARQL service.",
        "--ontology http://localhost:7878/",
        _SERVER,
    ),
    _file(
        "endpoint-slow",
        "The server did not answer in time.",
        "A server that is busy.",
        "The same server later.",
    ),
    _file(
        "endpoint-unreachable",
        "The server cannot be reached.",
        "A server that is not started.",
        "The same server once it runs.",
    ),
    _file(
        "endpoint-denied",
        "The server wants to know who asks.",
        _SERVER,
        f"LOOPMAP_SPARQL_TOKEN=... loopmap critical-path {_SERVER}",
    ),
    _file(
        "endpoint-moved",
        "The server sends on to another host, which nobody named.",
        "--ontology http://old.example.org/sparql",
        "--ontology http://new.example.org/sparql",
    ),
    _file(
        "import",
        "A row or column of a table cannot become an observation.",
        "thing,metric,value\nreview,pass-time,fast",
        "thing,metric,value\nreview,pass-time,2.5",
    ),
    _file(
        "many-lines",
        "A file has 2,000 lines or more, too many to find one's way in.",
        "evidence.ttl with 2,400 lines",
        "evidence/coding.ttl and evidence/review.ttl with 1,200 lines each",
        Severity.ADVICE,
    ),
    _file(
        "internal-error",
        "A defect of loopmap itself kept the files from being read.",
        "A file on which loopmap ends with an error of its own.",
        "The same file once the defect that it shows is mended.",
    ),
)
