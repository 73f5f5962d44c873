"""What the codebook knows, in a text: its forms, descriptions, offices, capitals, places."""
