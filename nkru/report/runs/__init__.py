"""Runs: execute notebooks with papermill and publish one report (see the drawing in `runs`)."""
