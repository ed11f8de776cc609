"""Public FAQ sets in a folder, as corpora that this product ingests and labelled queries that are asked of them."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.beir import BeirPassage, BeirQuery, convert
from app.errors import EvaluationError
from app.labelled import LabelledQuery, json_rows
from scripts.public_files import BITCOIN, READERS, Asked, Read, bitcoin_passage

OUT_OF_SCOPE = ("clinc150_oos_en/out_of_scope.jsonl", "covidfaq_quebec/chitchat_intents.jsonl")
"""Files of queries that no FAQ answers; they are asked of `_ASKED_OUT_OF_SCOPE` beside its own queries."""

_ASKED_OUT_OF_SCOPE = "quebec_en"


@dataclass(frozen=True, slots=True)
class QuerySet:
    """Labelled queries that are asked of one corpus; where `ranks` is false, only abstention is of interest."""

    name: str
    queries: tuple[LabelledQuery, ...]
    ranks: bool = True


@dataclass(frozen=True, slots=True)
class PublicCorpus:
    """The texts of a corpus folder by path, and the sets that are asked of it."""

    name: str
    files: Mapping[str, str]
    sets: tuple[QuerySet, ...]


def read_corpora(public: Path, facts: Path, wanted: Sequence[str] | None) -> Iterator[PublicCorpus]:
    """The corpora that `public` holds and that a wanted set (None: any) is asked of, with those sets.

    Raises EvaluationError for a set that nobody knows, and for data laid out otherwise.
    """
    by_corpus = _facts(facts)
    offered = {name: corpus for name in READERS if (corpus := _corpus(public, name, by_corpus.get(name, ())))}
    known = [each.name for corpus in offered.values() for each in corpus.sets]
    if unknown := sorted(set(wanted or ()) - set(known)):
        raise EvaluationError(f"{public} holds no set {unknown[0]!r}. It holds {', '.join(known)}.")
    for corpus in offered.values():
        sets = tuple(each for each in corpus.sets if wanted is None or each.name in wanted)
        if sets:
            yield dataclasses.replace(corpus, sets=sets)


def read_languages(public: Path) -> PublicCorpus:
    """The parallel FAQ in all its languages; each query is a stored question, answered by its like in any language."""
    rows = [row for _, row in json_rows(public / BITCOIN)]
    passages = [bitcoin_passage(row, f"{row['lang']}/{row['key']}") for row in rows]
    answers: dict[object, tuple[str, ...]] = {}
    for row, passage in zip(rows, passages, strict=True):
        answers[row["key"]] = (*answers.get(row["key"], ()), passage.id)
    asked = [
        Asked(BeirQuery(passage.id, passage.title, str(row["lang"])), answers[row["key"]])
        for row, passage in zip(rows, passages, strict=True)
    ]
    return _converted("bitcoin_all", passages, {"bitcoin_all": asked})


def _corpus(public: Path, name: str, facts: Sequence[Asked]) -> PublicCorpus | None:
    """None where the folder does not hold it."""
    place, read = READERS[name]
    if not (public / place).exists():
        return None
    try:
        found = read(public / place)
        sets = {name: found.asked, f"{name}_facts": facts, f"{name}_out_of_scope": _out_of_scope(public, name, found)}
        corpus = _converted(name, found.passages, {title: asked for title, asked in sets.items() if asked})
    except (KeyError, TypeError, ValueError) as exc:
        raise EvaluationError(f"{public / place} is not laid out as expected ({exc!r}).") from exc
    return corpus


def _out_of_scope(public: Path, name: str, found: Read) -> tuple[Asked, ...]:
    """The corpus's own queries, and beside them those that nothing answers."""
    files = [public / file for file in OUT_OF_SCOPE if (public / file).is_file()]
    if name != _ASKED_OUT_OF_SCOPE or not files:
        return ()
    rows = [row for file in files for _, row in json_rows(file)]
    return (*found.asked, *(Asked(BeirQuery("", str(row["text"]), str(row.get("lang", "en")))) for row in rows))


def _converted(name: str, passages: Iterable[BeirPassage], sets: Mapping[str, Sequence[Asked]]) -> PublicCorpus:
    """All sets at once, told apart by their queries' ids: an id's label depends on every passage."""
    named = {f"{title}/{n}": each for title, asked in sets.items() for n, each in enumerate(asked)}
    queries = [dataclasses.replace(each.query, id=i) for i, each in named.items()]
    converted = convert(passages, queries, {i: each.answers for i, each in named.items()})
    labelled = iter(converted.queries)
    return PublicCorpus(
        name,
        converted.files,
        tuple(
            QuerySet(title, tuple(islice(labelled, len(asked))), ranks=not title.endswith("_out_of_scope"))
            for title, asked in sets.items()
        ),
    )


def _facts(path: Path) -> dict[str, list[Asked]]:
    """The hand-written queries by the corpus that they are asked of."""
    facts: dict[str, list[Asked]] = {}
    for number, row in json_rows(path):
        answers = row["relevant"]
        if not isinstance(answers, list):
            raise EvaluationError(f"{path}:{number}: relevant is not an array.")
        query = BeirQuery("", str(row["query"]), str(row["language"]))
        facts.setdefault(str(row["set"]), []).append(Asked(query, tuple(map(str, answers))))
    return facts
