"""Measures the search on labelled queries: the same command as `faq evaluate`."""

import sys

from app.cli import main

if __name__ == "__main__":
    sys.exit(main(["evaluate", *sys.argv[1:]]))
