"""Volunteers: who helps, with what, when, for how long, and what they have learned."""
