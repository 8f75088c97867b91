"""What a map is called, and what it calls one round of its loop."""

from __future__ import annotations

from graph.records import record

#: Letters before which the article is "an".
_VOWELS = "aeiouAEIOU"

#: How a round is spoken of in full on a map that is about generations of models.
_OF_MODELS = "generation of models"


@record
class MapWords:
    """The words of a map; those that a map says nothing of speak of generations of models.

    Attributes:
        title: what the map is called; ``None`` if it does not say.
        round: one round of the loop: generation, change, release.
        rounds: several of them.
        round_in_full: the longer form by which a text speaks of a round first.
        setting: id of the one setting that the loop belongs to; ``None`` for a map of several.
    """

    title: str | None = None
    round: str = "generation"
    rounds: str = "generations"
    round_in_full: str = _OF_MODELS
    setting: str | None = None

    @staticmethod
    def of_round(word: str, title: str | None = None) -> MapWords:
        """Return the words of a map that calls a round so, with an s for several.

        >>> MapWords.of_round("change").rounds
        'changes'
        """
        return MapWords(title, word, f"{word}s", word)

    @property
    def a_round(self) -> str:
        """A round with its article.

        >>> MapWords().a_round, MapWords.of_round("iteration").a_round
        ('a generation', 'an iteration')
        """
        return f"{_article(self.round)} {self.round}"

    @property
    def a_round_in_full(self) -> str:
        """A round in full with its article.

        >>> MapWords().a_round_in_full
        'a generation of models'
        """
        return f"{_article(self.round_in_full)} {self.round_in_full}"

    @property
    def starting_round(self) -> str:
        """A round with its article, as a sentence begins.

        >>> MapWords().starting_round
        'A generation'
        """
        return self.a_round[:1].upper() + self.a_round[1:]

    @property
    def starting_round_in_full(self) -> str:
        """Likewise in full.

        >>> MapWords().starting_round_in_full
        'A generation of models'
        """
        return self.a_round_in_full[:1].upper() + self.a_round_in_full[1:]

    @property
    def every(self) -> str:
        """The verb between a round and the days from one to the next.

        Changes and releases overlap, so that one takes longer than the days to the next.

        >>> MapWords().every, MapWords.of_round("change").every
        ('takes', 'comes out every')
        """
        return "takes" if self.of_models else "comes out every"

    @property
    def of_models(self) -> bool:
        """Whether the map is about generations of AI models."""
        return self.round_in_full == _OF_MODELS

    @property
    def loop(self) -> str:
        """The loop within a sentence.

        >>> MapWords().loop, MapWords.of_round("change", "Our team").loop
        ('the AI-development loop', "the loop 'Our team'")
        """
        if self.of_models:
            return "the AI-development loop"
        return f"the loop '{self.title}'" if self.title else "the loop"

    @property
    def heading(self) -> str:
        """The map above a text.

        >>> MapWords().heading, MapWords.of_round("change").heading
        ('The AI-development loop', 'The loop')
        """
        return self.title or ("The AI-development loop" if self.of_models else "The loop")

    def counted(self, number: float) -> str:
        """Return so many rounds.

        >>> MapWords.of_round("change").counted(1), MapWords.of_round("change").counted(2.5)
        ('1 change', '2.5 changes')
        """
        return f"{number:g} {self.round if number == 1 else self.rounds}"


def _article(word: str) -> str:
    return "an" if word[:1] in _VOWELS else "a"
