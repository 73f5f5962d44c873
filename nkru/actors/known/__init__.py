"""Find the actors of the codebook in a text: forms, descriptions, offices, capitals, places."""
