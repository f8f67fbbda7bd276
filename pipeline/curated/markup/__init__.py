"""What a document says once its markup is taken off: HTML and Markdown → headings, items, paragraphs, tables. Pure."""
