"""A file's title as its metadata has it, where that is one."""

import re

_LONGEST = 200
"""Characters."""
_NO_TITLE = re.compile(
    r"(?:untitled|unbenannt|sans titre|sin título|document|dokument|presentation|slide|microsoft word|powerpoint)\b"
    r"|.*\.(?:docx?|odt|rtf|pdf|indd|pages|xlsx?|pptx?|html?|tex|dvi)$|.*[/\\]|.?$|[\d\W]*$",
    re.IGNORECASE,
)


def sane_title(told: str) -> str | None:
    """The title that a file's properties name; None for a file's name, a template's, or none at all."""
    title = " ".join(told.split())
    return title if len(title) <= _LONGEST and title.isprintable() and not _NO_TITLE.match(title) else None
