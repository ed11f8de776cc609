"""Builds and publishes the index: the same command as `faq ingest`."""

import sys

from app.cli import main

if __name__ == "__main__":
    sys.exit(main(["ingest", *sys.argv[1:]]))
