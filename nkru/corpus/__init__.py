"""Files -> documents: reading, decoding, line roles, dates, copies, and the tables of lines, sentences, tokens."""
