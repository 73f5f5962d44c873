"""The report room: from tables to figures, pages, runs, and the command line."""

from nkru.report import figures as figures
