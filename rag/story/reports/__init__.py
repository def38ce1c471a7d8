"""A checked story for the fact-checker's file: as text, as a page, as a Word file with footnotes, as a table."""
