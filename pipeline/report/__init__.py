"""The page: one self-contained HTML file made from the tables. Pure."""
