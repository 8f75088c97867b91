"""The map in an editor: findings, names, answers and remedies while a person types.

Only this package knows the language server protocol (pygls, lsprotocol). It computes nothing of its
own: findings are those of ``check``, answers those of the questions, words those of the reports.
"""
