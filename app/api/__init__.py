"""The HTTP API: requests in, one use case called, replies out."""
