"""Semantic FAQ search: merchants' texts in, ranked and attributed source passages out."""

__version__ = "0.1.0"
