"""Figures: each takes tables, draws them, and says in its title what they show."""
