"""Retrieval: vectors to ranked rows. `ports` says what is asked of a vector index; each other file is one part."""
