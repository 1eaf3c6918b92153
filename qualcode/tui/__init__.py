"""The terminal app: thin screens over the same functions as the command line."""
