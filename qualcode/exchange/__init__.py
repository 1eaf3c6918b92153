"""Exchange: other tools, team sync."""
