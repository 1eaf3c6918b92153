"""The transcript pane: a text model that knows no Textual, and the one widget that shows it."""
