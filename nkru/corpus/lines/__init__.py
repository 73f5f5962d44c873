"""Rules that separate the lines of an article from the rest of its page; see `roles`."""
