"""Report: DOCX, XLSX, HTML, Markdown, CSV."""
