"""A snapshot given on: its papers as citations, its entries as a table, its list corrected; text in, text out."""
