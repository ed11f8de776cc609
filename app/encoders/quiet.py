"""Keeps the model libraries from writing progress bars, notices and warnings over the command's own output."""

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet() -> Iterator[None]:
    """Load or export a model in here. What the libraries say about themselves is nothing a user can act on."""
    from transformers.utils import logging as transformers_logging  # noqa: PLC0415 - a serve-only install has no transformers

    # Set, it keeps the tokenizer from warning about every later fork; passages are few enough for one thread.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    transformers_logging.disable_progress_bar()
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
