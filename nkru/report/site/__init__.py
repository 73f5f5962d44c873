"""Site: the pages of a report and their templates."""
