"""Names that no codebook has: their shapes, the evidence for each, and whom they mean."""
