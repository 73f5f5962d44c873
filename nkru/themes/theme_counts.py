"""Theme words of a codebook: how many of each theme an article holds."""

from __future__ import annotations

import pandas as pd

REST = "autre"  # the theme under which a codebook collects words of no theme in particular


def theme_counts(hits: pd.DataFrame) -> pd.DataFrame:
    """Count the words of each theme in each article.

    Args:
        hits: doc_id and entry, from `find_mentions` with a codebook of themes.

    Returns:
        One row per article, one column per theme: the largest theme first, "autre" last.

    >>> hits = pd.DataFrame({"doc_id": list("aab"), "entry": ["autre", "autre", "sanctions"]})
    >>> theme_counts(hits).to_dict("list")
    {'sanctions': [0, 1], 'autre': [2, 0]}
    """
    counts = pd.crosstab(hits["doc_id"], hits["entry"])
    sizes = {str(theme): int(size) for theme, size in counts.sum().items()}
    order = sorted(sizes, key=lambda theme: (theme == REST, -sizes[theme], theme))
    return counts[order]
