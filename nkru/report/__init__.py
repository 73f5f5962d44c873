"""The report room: from tables to figures, pages, runs, and the command line."""
