"""Units -> tables: who is named, in what tone, around which themes; every row leads back to its sentences."""
