"""A team in miniature, as processes: members who code and sync (member.py), a bad carrier (carrier.py), the story (story.py)."""
