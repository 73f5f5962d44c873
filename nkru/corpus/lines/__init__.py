"""The rules that tell the lines of an article from the furniture of its page; their door is `nkru.corpus.lines.roles`."""
