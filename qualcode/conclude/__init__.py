"""Conclude: triangulation, SWOT and TOWS."""
