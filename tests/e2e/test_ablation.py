"""`scripts/ablation.py` on a tiny public folder, in process, with the hashing encoder."""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from app.cli import main as faq
from app.domain import SearchRequest
from app.encoders.hashing import HashingEncoder
from app.generations import Generation
from app.retrieval.weights import read_weights
from app.search import Searcher, Understanding
from scripts.ablation import main
from scripts.public_sets import read_corpora, read_languages
from scripts.remembered import RememberedQueries
from scripts.rivals import BM25, WordBm25, words
from scripts.variants import CALIBRATED, ENCODERS, LATE, LEXICAL, QUESTIONS, SECOND, VARIANTS, without

pytestmark = pytest.mark.soak  # a tool of ours, and a dozen ingestions: not in the quick run

Captured = pytest.CaptureFixture[str]

PASSAGES = [
    {"_id": "a", "title": "Where is the pool?", "text": "Beside the garden.", "lang": "en"},
    {"_id": "b", "title": "When is breakfast?", "text": "From seven to ten.", "lang": "en"},
]
QUERIES = [{"_id": "q", "text": "Where is the pool? Beside the garden.", "lang": "en"}]
FACTS = [
    {"set": "quebec_en", "query": "When is breakfast? From seven to ten.", "language": "en", "relevant": ["b"]},
    {"set": "quebec_en", "query": "zzzz", "language": "en", "relevant": []},
]


@pytest.fixture
def public(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A public folder, with a file of facts beside it and the settings for the hashing encoder."""
    monkeypatch.setenv("FAQ_INDEX_DIR", str(tmp_path / "index"))
    monkeypatch.setenv("FAQ_CORPUS_DIR", str(tmp_path / "corpus"))
    monkeypatch.setenv("FAQ_MODEL", "hashing")
    monkeypatch.setenv("FAQ_SECOND_ENCODER", "none")
    folder = tmp_path / "public"
    quebec = folder / "covidfaq_quebec/en_paraphrase"
    _write(quebec / "corpus.jsonl", PASSAGES)
    _write(quebec / "queries.jsonl", QUERIES)
    (quebec / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t1\n")
    _write(folder / "clinc150_oos_en/out_of_scope.jsonl", [{"_id": "o", "text": "zzzz"}])
    _write(folder / "bitcoin_faq_27lang/faq.jsonl", [_coin(lang, key) for lang in ("en", "pt_BR") for key in "xy"])
    _write(tmp_path / "facts.jsonl", FACTS)
    return folder


COINS = {"x": "amber wallet of stone", "y": "purple river mine"}
"""What a parallel FAQ's rows say: names that its languages share."""


def _coin(lang: str, key: str) -> dict[str, str]:
    return {"lang": lang, "key": key, "question": f"{lang} {COINS[key]}", "answer": f"{COINS[key]} {lang}"}


def _write(path: Path, rows: Sequence[object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def _run(public: Path, *arguments: str) -> Any:  # Any: JSON as it comes
    beside, out = public.parent, public.parent / "out.json"
    given = [str(public), "--work", str(beside / "work"), "--facts", str(beside / "facts.jsonl"), "--json", str(out)]
    assert main([*given, *arguments]) == 0
    return json.loads(out.read_text())


def _rows(printed: str, title: str) -> dict[str, list[str]]:
    """The cells of the table whose first cell is `title`, by the first cell of each row, the head's among them."""
    table = next(block for block in printed.split("\n\n") if block.startswith(f"| {title} |"))
    rows = [[cell.strip() for cell in line.strip("| ").split(" |")] for line in table.strip().split("\n")]
    return {row[0]: row[1:] for row in rows}


def test_every_variant_is_a_row_and_every_set_a_column(public: Path, capsys: Captured) -> None:
    _run(public)
    rows = _rows(capsys.readouterr().out, "success@1 / success@3")
    assert list(rows) == ["success@1 / success@3", "---", *VARIANTS, BM25]
    assert rows["success@1 / success@3"] == ["quebec_en (1)", "quebec_en_facts (1)"]
    assert rows["final"] == rows[BM25] == ["1.000 / 1.000", "1.000 / 1.000"]


def test_error_rates_are_told_only_where_the_confidence_is_calibrated(public: Path, capsys: Captured) -> None:
    _run(public)
    rows = _rows(capsys.readouterr().out, "AUROC, false answers, false refusals")
    figures = {name: cells[0].count(",") for name, cells in rows.items() if name in {*VARIANTS, BM25}}
    assert rows["AUROC, false answers, false refusals"] == ["quebec_en_facts (1 / 1)", "quebec_en_out_of_scope (1 / 1)"]
    assert figures == {name: 2 if name in CALIBRATED else 0 for name in (*VARIANTS, BM25)}


def test_only_wanted_sets_and_variants_are_measured_and_a_second_run_embeds_nothing(
    public: Path, capsys: Captured
) -> None:
    first = _run(public, "--sets", "quebec_en_facts", "--variants", "final")
    capsys.readouterr()
    again = _run(public, "--sets", "quebec_en_facts", "--variants", "final")
    assert {name: list(of) for name, of in first["sets"].items()} == {"quebec_en_facts": ["final"]}
    assert again == first
    assert "2 passages, 0 of them embedded now" in capsys.readouterr().err


def test_a_set_that_is_not_there_is_named_with_those_that_are(public: Path, capsys: Captured) -> None:
    given = [str(public), "--work", str(public.parent), "--facts", str(public.parent / "facts.jsonl")]
    assert main([*given, "--sets", "quebec_xx"]) == 1
    assert "no set 'quebec_xx'. It holds quebec_en, quebec_en_facts" in " ".join(capsys.readouterr().err.split())


def test_facts_are_labelled_with_the_rows_of_their_passages(public: Path) -> None:
    corpus = next(iter(read_corpora(public, public.parent / "facts.jsonl", ["quebec_en_facts"])))
    labels = [[(label.row, label.grade) for label in query.relevant] for query in corpus.sets[0].queries]  # type: ignore[union-attr]  # rows here
    assert labels == [[(2, 2)], []]


def test_a_parallel_question_is_answered_by_its_like_in_every_language(public: Path) -> None:
    queries = read_languages(public).sets[0].queries
    rows = {(label.document, label.row) for label in queries[0].relevant}  # type: ignore[union-attr]  # rows here
    assert [query.language for query in queries] == ["en", "en", "pt_BR", "pt_BR"]
    assert rows == {("beir/en.jsonl", 1), ("beir/pt.jsonl", 1)}


def test_the_matrix_leaves_out_queries_that_find_themselves(public: Path, capsys: Captured) -> None:
    _run(public, "--sets", "--matrix")
    assert _rows(capsys.readouterr().out, "asked in / answered in") == {
        "asked in / answered in": ["en", "pt", "mean"],
        "---": ["---:", "---:", "---:"],
        "en": ["", "100", "100"],
        "pt_BR": ["100", "", "100"],
        "mean": ["100", "100", "100"],
    }


def test_labelled_files_are_asked_of_the_configured_index_and_its_cost_is_told(public: Path, capsys: Captured) -> None:
    corpus, queries = public.parent / "corpus", public.parent / "own.jsonl"
    _write(queries, [{"id": "1", "query": "pool", "language": "en", "relevant": [_lines(1, 2)]}])
    corpus.mkdir()
    (corpus / "merchants.toml").write_text(
        '[[merchants]]\nid = "inn"\nname = "Inn"\n[[merchants.documents]]\npath = "faq.txt"\n'
    )
    (corpus / "faq.txt").write_text("Where is the pool?\nBeside the garden.\nWhen is breakfast?\nFrom seven on.\n")
    faq(["ingest"])
    capsys.readouterr()
    told = _run(public, "--sets", "--queries", str(queries))
    printed = capsys.readouterr().out
    assert told["sets"]["own"]["final"]["success_at_1"] == 1.0
    assert list(_rows(printed, "milliseconds"))[-1] == "processing"
    assert {"exact vectors", "token rows", "lexical index"} <= set(_rows(printed, "MiB of memory"))
    assert int(_rows(printed, "2 passages")["passages.vectors.npy"][1]) > HashingEncoder().dimension * 4


def _lines(first: int, last: int) -> dict[str, object]:
    return {"document": "faq.txt", "lines": [first, last], "grade": 2}


def test_a_part_that_is_left_out_weighs_nothing_and_proposes_nothing(generation: Generation) -> None:
    searcher = without(generation, _understanding(HashingEncoder()), (LEXICAL, QUESTIONS, LATE, SECOND))
    left, rows = searcher._weights.fusion, searcher.generation.rows
    assert (left.lexical, left.question_row, left.late_interaction, left.second_window) == (0, 0, 0, 0)
    assert left.passage_row == read_weights().fusion.passage_row
    assert not rows.lexical.scores("shipping").any()
    assert rows.questions is rows.passages


def test_without_encoders_letters_rank_as_in_a_service_whose_encoder_fails(generation: Generation) -> None:
    searcher = without(generation, _understanding(HashingEncoder()), (ENCODERS,))
    result = searcher.search(SearchRequest("shipping"))
    assert (result.degraded, result.hits[0].match.semantic) == (True, None)


def test_with_nothing_left_out_a_variant_is_the_search_itself(generation: Generation) -> None:
    understanding = _understanding(HashingEncoder())
    request = SearchRequest("how long does shipping take")
    variant, search = without(generation, understanding, ()), Searcher(generation, understanding)
    assert variant.search(request).hits == search.search(request).hits


def _understanding(encoder: HashingEncoder) -> Understanding:
    return Understanding(encoder, None, lambda _: None, read_weights())


def test_a_query_is_encoded_once() -> None:
    remembered = RememberedQueries(HashingEncoder())
    assert remembered.encode_query("pool") is remembered.encode_query("pool")
    assert remembered.fingerprint == HashingEncoder().fingerprint


def test_word_bm25_stays_within_the_merchant_and_scores_as_its_formula_says(generation: Generation) -> None:
    found = WordBm25(generation).search(SearchRequest("gratuite", merchants=("boutique",)))
    passages = [
        f"{p.question} {p.text}".replace("'", " ").replace("?", " ").split() for p in generation.content.passages
    ]
    held = [words for words in passages if "gratuite" in words]
    assert [hit.merchant.id for hit in found.hits] == ["boutique"] * len(held)
    assert len(held) == 1
    assert math.isclose(found.answerability.confidence, _bm25(generation, held[0].count("gratuite")), rel_tol=1e-5)


def _bm25(generation: Generation, times: int) -> float:
    """Of a word in one passage: Lucene's inverse document frequency, k1 = 1.5, b = 0.75."""
    lengths = [len(words(f"{p.question} {p.text}")) for p in generation.content.passages]
    own = next(n for n, p in zip(lengths, generation.content.passages, strict=True) if "gratuite dès" in p.text)
    idf = math.log(1 + (len(lengths) - 1 + 0.5) / (1 + 0.5))
    return idf * times / (times + 1.5 * (1 - 0.75 + 0.75 * own * len(lengths) / sum(lengths)))
