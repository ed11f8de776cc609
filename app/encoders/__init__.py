"""Encoders: texts to vectors. `ports` says what is asked of one; each other file is one way of giving it."""
