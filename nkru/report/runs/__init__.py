"""Runs: notebooks executed by papermill and published as one report."""
