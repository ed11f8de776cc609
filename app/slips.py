"""Whether a word begins with what was typed, a few slips of the keyboard aside."""

from app.spelling import same_letters


def begins_with_slips(typed: str, word: str, slips: int) -> bool:
    """Whether a beginning of `word` is `typed` with at most `slips` letters changed, left out, added or swapped.

    The distance is Damerau's and Levenshtein's, no letter edited twice. The last letter typed must be one of the
    word's, unless the word ends there: any other letter could be called an added one, behind a shorter beginning.
    """
    if slips == 0:
        return word.startswith(typed)
    same = same_letters(typed, word)
    typed, word = typed[same:], word[same:]
    if not typed:
        return True
    if len(typed) == 1 and len(word) <= 1:
        return True
    return any(begins_with_slips(rest, other, slips - 1) for rest, other in _mended(typed, word))


def _mended(typed: str, word: str) -> list[tuple[str, str]]:
    """What is left to compare after each way to mend the first letter, which differs."""
    left = [(typed, word[1:])] if word else []
    if len(typed) > 1:
        left += [(typed[1:], word[1:]), (typed[1:], word)]
    if word and typed[:2] == word[1::-1]:
        left.append((typed[2:], word[2:]))
    return left
