"""Fitting of what the matcher weighs: the vocabulary of titles and the model."""
