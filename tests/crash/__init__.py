"""Stopped at any moment: by ``kill -9`` (kill.py) and by a power cut (lossy.py, cut.py), over the same work (scene.py)."""
