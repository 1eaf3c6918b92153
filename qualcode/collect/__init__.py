"""Collect: transcripts, turns, participants, guide, indicator tables."""
