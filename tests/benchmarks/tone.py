"""Print how the tone agrees with two readings, beside other lexicons for French.

Run from the project's root: python tests/benchmarks/tone.py [FOLDER], FOLDER being the one that
holds gold/ and seeds/.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

import nkru

ROOT = Path(__file__).parents[2]
DRAWS = 2000


def macro_f1(gold: np.ndarray, found: np.ndarray) -> float:
    """Return the mean F1 over the labels -1, 0, 1."""
    scores = []
    for label in (-1, 0, 1):
        hits = np.sum((gold == label) & (found == label))
        scores.append(2 * hits / max(np.sum(gold == label) + np.sum(found == label), 1))
    return float(np.mean(scores))


def interval(gold: np.ndarray, found: np.ndarray) -> str:
    """Return macro-F1 with its bootstrap interval."""
    random = np.random.default_rng(0)
    draws = [
        macro_f1(gold[rows], found[rows])
        for rows in random.integers(0, len(gold), (DRAWS, len(gold)))
    ]
    low, high = np.percentile(draws, [2.5, 97.5])
    return f"{macro_f1(gold, found):.3f} [{low:.3f}, {high:.3f}]"


def sign(polarity: pd.Series) -> np.ndarray:
    """Return -1, 0, 1: beyond ±0.05, NaN is 0."""
    values = polarity.fillna(0).to_numpy(dtype=float)
    return np.where(values > 0.05, 1, np.where(values < -0.05, -1, 0))


def constructions() -> pd.DataFrame:
    """Return the constructions with the sign of the score of each."""
    table = pd.read_csv(ROOT / "tests" / "data" / "tone_constructions.csv").fillna({"targets": ""})
    return table.assign(found=labels(table["text"].tolist()))


def labels(texts: list[str]) -> np.ndarray:
    """Return the sign of the score of each sentence."""
    return sign(nkru.score_sentences(sentences_corpus(texts))["polarity"])


def sentences_corpus(texts: list[str]) -> nkru.Corpus:
    """Return a corpus of one article that has these sentences and nothing else."""
    lengths = [len(text) + 1 for text in texts]
    start = np.cumsum([0, *lengths[:-1]])
    sentences = pd.DataFrame(
        {
            "doc_id": "constructions.txt",
            "sent_no": range(1, len(texts) + 1),
            "line_no": range(1, len(texts) + 1),
            "start": start,
            "end": start + np.array(lengths) - 1,
            "text": texts,
        }
    )
    articles = pd.DataFrame({"doc_id": ["constructions.txt"], "raw": ["\n".join(texts)]})
    documents = articles[["doc_id"]].assign(
        date_from=None, date_to=None, story_id="constructions.txt"
    )
    return nkru.Corpus(articles, documents, sentences, sentences, pd.DataFrame())


def gold_sentences(folder: Path) -> pd.DataFrame:
    """Return the sentences of the gold, with both readings."""
    keys = ["doc", "line", "sent_no"]
    text = pd.read_csv(folder / "gold" / "sentences.csv", dtype={"doc": str})
    tone = pd.read_csv(folder / "gold" / "sentiment.csv", dtype={"doc": str})
    return text.merge(tone, on=keys).fillna({"targets": "", "targets2": ""})


def target_pairs(texts: pd.Series, *readings: pd.Series) -> tuple[list[np.ndarray], np.ndarray]:
    """Return the labels of all pairs of sentence and actor, of each reading and as found.

    An actor of a reading that no mention names is 0 as found; a named actor that a reading does not
    list is 0 there.
    """
    corpus = sentences_corpus(texts.tolist())
    scores = nkru.score_targets(corpus, nkru.find_mentions(corpus))
    found: list[dict[str, float]] = [{} for _ in texts]
    for number, actor, polarity in zip(
        scores["sent_no"], scores["entry"], scores["polarity"].fillna(0), strict=True
    ):
        strongest = found[number - 1].get(actor, 0.0)
        found[number - 1][actor] = max(strongest, polarity, key=abs)
    listed = [[dict(_targets(cell)) for cell in reading] for reading in readings]
    pairs = [
        (row, actor)
        for row in range(len(texts))
        for actor in sorted({*found[row], *(a for one in listed for a in one[row])})
    ]
    golds = [np.array([one[row].get(actor, 0) for row, actor in pairs]) for one in listed]
    return golds, sign(pd.Series([found[row].get(actor, 0.0) for row, actor in pairs]))


def _targets(cell: str) -> list[tuple[str, int]]:
    return [
        (name, int(label))
        for name, _, label in (part.rpartition(":") for part in cell.split(";") if part)
    ]


def peers() -> dict[str, Callable[[str], float]]:
    """Return other French lexicon scorers, where they are installed."""
    found: dict[str, Callable[[str], float]] = {}
    try:
        from vaderSentiment_fr.vaderSentiment import SentimentIntensityAnalyzer

        analyzer = SentimentIntensityAnalyzer()
        found["vaderSentiment-fr"] = lambda text: analyzer.polarity_scores(text)["compound"]
    except ImportError:
        pass
    try:
        from textblob import TextBlob
        from textblob_fr import PatternAnalyzer, PatternTagger

        found["textblob-fr"] = lambda text: TextBlob(
            text, pos_tagger=PatternTagger(), analyzer=PatternAnalyzer()
        ).sentiment[0]
    except ImportError:
        pass
    return found


def print_constructions() -> None:
    """Print the accuracy on both halves of the constructions."""
    table = constructions()
    right = table["found"] == table["label"]
    print(f"constructions, {len(table)}: accuracy of the label")
    for half in ("tune", "held"):
        print(f"  {half:5} {right[table['half'] == half].mean():.3f}")
    for half, rows in table.groupby("half"):
        (gold,), found = target_pairs(rows["text"], rows["targets"])
        accuracy = f"accuracy {np.mean(gold == found):.3f}"
        print(f"  {half:5} targets: {accuracy}, macro-F1 {macro_f1(gold, found):.3f}")
    tune = table[table["half"] == "tune"]
    print(tune.assign(right=right).groupby("construction")["right"].mean().round(2).to_string())


def print_gold(folder: Path) -> None:
    """Print macro-F1 against each reading, and of the peers."""
    gold = gold_sentences(folder)
    scorers = {"nkru": labels(gold["text"].tolist())}
    for name, scorer in peers().items():
        scorers[name] = sign(gold["text"].map(scorer))
    print(f"tone of {len(gold)} sentences: macro-F1 [95 % interval]")
    for name, found in scorers.items():
        for reading in ("label", "label2"):
            print(f"  {name:20} {reading:8} {interval(gold[reading].to_numpy(), found)}")
    golds, found = target_pairs(gold["text"], gold["targets"], gold["targets2"])
    print(f"tone toward {len(found)} pairs of sentence and actor: macro-F1 [95 % interval]")
    for reading, labels_of in zip(("targets", "targets2"), golds, strict=True):
        print(f"  nkru                 {reading:8} {interval(labels_of, found)}")
    for doc, rows in gold.groupby("doc").groups.items():
        score = macro_f1(gold.loc[rows, "label"].to_numpy(), scorers["nkru"][rows])
        print(f"  nkru, article {doc}: {score:.3f}")


def print_speed() -> None:
    """Print tokens a second and core, the tagged tokens being there, on the articles of seeds/."""
    texts = nkru.read_corpus(ROOT / "seeds").sentences["text"].tolist()
    corpus = sentences_corpus(texts * (20000 // len(texts)))
    tokens = len(corpus.tagged_tokens)
    nkru.score_sentences(corpus)
    spent = []
    for _ in range(5):
        start = time.process_time()
        nkru.score_sentences(corpus)
        spent.append(time.process_time() - start)
    print(f"speed: {tokens / min(spent) / 1e6:.2f} M tokens/s ({tokens} tokens)")


if __name__ == "__main__":
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
    print_constructions()
    if (shared / "gold").is_dir():
        print_gold(shared)
    print_speed()
