"""Verb phrases: a verb with its clitics, adverbs, inverted pronoun and the verbs it leads to."""

from __future__ import annotations

from nkru.actors.speech.parts import Part
from nkru.actors.speech.sayings import Form, Phrases, describe, sayings
from nkru.actors.speech.tagged_texts import TaggedText

ACTIVE = ("convenir", "intervenir")  # their past has « être »
LINKS = ("à", "de", "d'", "par")  # « finit par répondre »
CLITICS = ("se", "s'", "l'", "y", "en", "lui", "leur")  # between two verbs


class VerbPhrases:
    """Reads the verbs of one article."""

    def __init__(self, text: TaggedText) -> None:
        self.text = text

    def phrase_at(self, at: int, last: int, phrases: Phrases) -> int:
        """Return the number of tokens of the longest phrase that begins here, 0 without one."""
        norms = self.text.norms
        if at >= min(last, len(norms)):  # nothing follows in the article
            return 0
        for words in phrases.get(norms[at], ()):
            if tuple(norms[at : min(last, at + len(words))]) == words:
                return len(words)
        return 0

    def verb_at(self, at: int, last: int, *, loose: bool = False) -> Part | None:
        """Return the verb that begins here, with its clitics, adverbs and further verbs.

        Args:
            at: the first token.
            last: the token after the last that belongs to the sentence.
            loose: whether to take a form for a verb whatever its part of speech.
        """
        norms, begin = self.text.norms, at
        last = min(last, len(norms))
        if at >= last:
            return None
        while at < last - 1 and norms[at] in sayings().clitics:
            at += 1
        if not loose and self.text.tags[at] not in ("VERB", "AUX"):
            return None
        form = describe(norms[at])
        kind, lemma = _mood(form, at > begin)
        if not kind:
            return None
        reflexive = bool({"se", "s'"}.intersection(norms[begin:at]))
        at += 1 + (norms[at + 1 : at + 2] == ["t"])  # « a t-elle dit »
        clitic = at if at < last and norms[at] in sayings().inverted and kind == "verb" else -1
        chain, at = self._chain(lemma, at + (clitic >= 0), last)
        lemma, at = self._meaning(chain, at)
        if reflexive and lemma in sayings().not_reflexive:  # « s'est qualifiée »
            lemma = f"se-{lemma}"
        passive = chain[-2:-1] == ["être"] and not reflexive and chain[-1] not in ACTIVE
        at = min(at, max(last, begin + 1))
        return Part(
            *(kind, begin, at, at - 1),
            lemma=lemma,
            clitic=clitic,
            passive=passive,
            is_plural=form.is_plural,
        )

    def _chain(self, lemma: str, at: int, last: int) -> tuple[list[str], int]:
        """Return the lemmas of a verb and of those that it leads to, and the token after them."""
        chain = [lemma]
        while more := self._further(chain, at, last):
            lemma, at = more
            chain.append(lemma)
        return chain, at

    def _meaning(self, chain: list[str], at: int) -> tuple[str, int]:
        """Return the verb that a chain means, and its end: « fait savoir », « met en garde »."""
        pairs, after = sayings().pairs, self.text.norms[at : at + 2]
        if tuple(chain[-2:]) in pairs:
            return " ".join(chain[-2:]), at
        if (chain[-1], *after) in pairs:
            return " ".join((chain[-1], *after)), at + 2
        return ("faire" if chain[-2:-1] == ["faire"] else chain[-1]), at  # « fait condamner »

    def _further(self, chain: list[str], at: int, last: int) -> tuple[str, int] | None:
        """Return the lemma of the participle or infinitive that follows, and where it ends."""
        before, norms = chain[-1], self.text.norms
        while at < last and (self.text.tags[at] == "ADV" or norms[at] in ("pas", "plus", "tout")):
            at += 1
        while at < last and (size := self._interposed(at, last)):
            at += size
        if before in sayings().leading and at < last - 1 and norms[at] in LINKS:
            at += 1
        while at < last - 1 and norms[at] in CLITICS:
            at += 1
        if at >= last:
            return None
        form = describe(norms[at])
        if before in ("avoir", "être") and form.participle:
            return form.participle, at + 1
        leads = before in sayings().leading or before in ("faire", "laisser")
        leads |= (before, form.infinitive) in sayings().pairs  # not « dit | vouloir quitter »
        if leads and form.infinitive and self.text.tags[at] in ("VERB", "AUX"):
            return form.infinitive, at + 1
        return None

    def _interposed(self, at: int, last: int) -> int:
        """Return how many tokens here may come between an auxiliary and its participle."""
        between, norm = sayings().between, self.text.norms[at]
        if norm in between and (size := self.phrase_at(at, last, between)):
            return size
        tag = self.text.tags[at]
        commas = norm == "," and at + 1 < last
        if commas and (size := self.phrase_at(at + 1, last, between)):
            return size + 2 if self.text.norms[at + 1 + size : at + 2 + size] == [","] else 0
        return int(tag == "ADV" or norm in sayings().time and tag in ("NOUN", "ADV"))


def _mood(form: Form, has_clitic: bool) -> tuple[str, str]:
    """Return the kind of part that a verb form makes, and its lemma."""
    for kind, lemma in (
        ("verb", form.finite),
        ("participle", form.participle),
        ("gerund", form.gerund),
        ("infinitive", form.infinitive),
    ):
        if lemma and not (kind == "participle" and has_clitic):
            return kind, lemma
    return "", ""
