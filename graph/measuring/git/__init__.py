"""A git history as records of work: commits, the changes they make up, and what is seen of AI.

``repository.py`` finds the mainline and what was fetched; ``history.py`` reads the log as a stream;
``marks.py`` says which commits bear a mark of AI, by the rules of ``attribution.toml``;
``changes.py`` puts commits together to the changes that went in; ``releases.py`` finds the first
tag that holds each; ``notes.py`` reads lines noted as AI's; ``numbers.py`` counts.

Nothing a repository holds is run, and no name, address or message is kept.
"""
