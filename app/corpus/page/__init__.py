"""Web pages: from HTML to elements, by what the markup tells and never by which site wrote it."""
