"""The bundled model as it is served: its tokenizer in eight scripts, and vectors that depend on nothing else."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from app.encoders.model_folder import GRAPH, TOKENIZER, read_card
from app.encoders.onnx_encoder import OnnxQueryEncoder
from app.encoders.onnx_graph import OnnxGraph
from app.encoders.tokenizers import FileTokenizer, PieceTokenizer, TextTokenizer, load_tokenizer

pytestmark = pytest.mark.model

QUERIES = ["Where is my order?", "Où est ma commande ?", "Где мой заказ?", "أين طلبي؟", "我的订单在哪里", "a"]
LABELLED = [
    json.loads(line)["query"]
    for line in (Path(__file__).parent.parent / "quality" / "queries.jsonl").read_text(encoding="utf-8").splitlines()
]
LONG = "Returns are accepted within thirty days. " * 80


@pytest.fixture(scope="module")
def tokenizer(model_folder: Path) -> Tokenizer:
    return Tokenizer.from_file(str(model_folder / TOKENIZER))


@pytest.fixture(scope="module")
def scores(model_folder: Path) -> dict[str, float]:
    return dict(json.loads((model_folder / TOKENIZER).read_text(encoding="utf-8"))["model"]["vocab"])


@pytest.fixture(scope="module")
def graph(model_folder: Path) -> OnnxGraph:
    return OnnxGraph.load(model_folder, threads=2, max_tokens=512)


@pytest.fixture(scope="module")
def encoder(model_folder: Path) -> OnnxQueryEncoder:
    return OnnxQueryEncoder.load(model_folder, threads=2)


@pytest.fixture(scope="module")
def served(model_folder: Path) -> TextTokenizer:
    return load_tokenizer(model_folder, 512)


def best_score(text: str, scores: dict[str, float]) -> float:
    """SentencePiece's unigram model by dynamic programming: the highest sum of scores of pieces that make `text`."""
    best = [0.0] + [-np.inf] * len(text)
    for end in range(1, len(text) + 1):
        best[end] = max(best[i] + scores.get(text[i:end], -np.inf) for i in range(max(0, end - 20), end))
    return best[-1]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Hello world!", ["▁Hello", "▁world", "!"]),
        ("Où est ma commande ?", ["▁O", "ù", "▁est", "▁ma", "▁commande", "▁?"]),
        ("Где мой заказ?", ["▁Где", "▁мой", "▁заказ", "?"]),
        ("أين طلبي؟", ["▁أين", "▁طلب", "ي", "؟"]),
        ("मेरा ऑर्डर कहाँ है?", ["▁मेरा", "▁ऑर्", "डर", "▁कहाँ", "▁है", "?"]),
        ("ของฉันอยู่ที่ไหน", ["▁", "ของฉัน", "อยู่", "ที่ไหน"]),
        ("注文はどこですか", ["▁", "注文", "は", "どこ", "ですか"]),
        ("我的订单在哪里", ["▁", "我的", "订单", "在哪里"]),
        ("내 주문은 어디에 있나요?", ["▁내", "▁주문", "은", "▁어디", "에", "▁있나요", "?"]),
    ],
)
def test_text_of_any_script_becomes_the_pieces_of_the_highest_score(
    tokenizer: Tokenizer, scores: dict[str, float], text: str, pieces: list[str]
) -> None:
    encoding = tokenizer.encode(text)
    assert encoding.tokens == ["<s>", *pieces, "</s>"]
    assert sum(scores[piece] for piece in pieces) == pytest.approx(best_score("▁" + text.replace(" ", "▁"), scores))
    assert tokenizer.decode(encoding.ids) == text


def test_the_served_tokenizer_is_sentencepiece_and_gives_the_ids_of_the_model_s_own(
    served: TextTokenizer, tokenizer: Tokenizer
) -> None:
    assert isinstance(served, PieceTokenizer)
    own = FileTokenizer(tokenizer)
    assert len(LABELLED) > 300
    assert [served.tokenize(f"query: {text}") for text in LABELLED] == [
        own.tokenize(f"query: {text}") for text in LABELLED
    ]


def test_both_cut_a_long_text_alike(served: TextTokenizer, tokenizer: Tokenizer) -> None:
    assert served.tokenize(LONG * 2) == FileTokenizer(tokenizer).tokenize(LONG * 2)


def test_the_name_of_a_special_token_is_text_like_any_other(served: TextTokenizer) -> None:
    assert set(served.tokenize("a </s> b <mask>").ids[1:-1]).isdisjoint({0, 1, 2, 250_001})


def test_ids_are_those_of_xlm_roberta(tokenizer: Tokenizer) -> None:
    # As printed in the documentation of transformers' XLMRobertaModel.
    assert tokenizer.encode("Hello world!").ids == [0, 35378, 8999, 38, 2]


def test_full_width_punctuation_is_folded(tokenizer: Tokenizer) -> None:
    assert tokenizer.encode("ですか？").ids == tokenizer.encode("ですか?").ids


def test_long_texts_end_with_the_closing_token_at_the_limit(tokenizer: Tokenizer) -> None:
    encoding = tokenizer.encode(LONG * 2)
    assert (len(encoding.ids), encoding.tokens[-1]) == (512, "</s>")


def test_the_export_agrees_with_sentence_transformers(model_folder: Path) -> None:
    parity = read_card(model_folder).parity
    assert parity.mean_cosine >= 0.999
    assert parity.min_cosine >= 0.99
    assert parity.batch_deviation <= 1e-6
    assert parity.texts >= 50


def test_the_card_and_the_size_are_those_of_a_four_bit_model(model_folder: Path) -> None:
    card = read_card(model_folder)
    assert (card.dimension, card.max_tokens, card.pooling, card.quantisation) == (384, 512, "mean", "q4")
    assert (card.query_prefix, card.passage_prefix) == ("query: ", "passage: ")
    assert 70e6 < (model_folder / GRAPH).stat().st_size < 76e6


@pytest.mark.parametrize("neighbours", [["b"], ["Wo ist meine Bestellung?"] * 7, [LONG], [LONG, "b", LONG]])
def test_a_query_has_the_same_vectors_alone_and_in_any_batch(graph: OnnxGraph, neighbours: list[str]) -> None:
    together = graph.encode([*QUERIES, *neighbours], prefix="query: ")[: len(QUERIES)]
    alone = [graph.encode([query], prefix="query: ")[0] for query in QUERIES]
    np.testing.assert_allclose([one.vector for one in together], [one.vector for one in alone], atol=1e-6)
    np.testing.assert_allclose(
        np.concatenate([one.tokens for one in together]), np.concatenate([one.tokens for one in alone]), atol=1e-6
    )


def test_many_threads_get_what_one_gets(encoder: OnnxQueryEncoder) -> None:
    alone = np.stack([encoder.encode_query(query).vector for query in QUERIES])
    with ThreadPoolExecutor(4) as pool:
        together = np.stack([encoded.vector for encoded in pool.map(encoder.encode_query, QUERIES * 5)])
    np.testing.assert_allclose(together, np.tile(alone, (5, 1)), atol=1e-6)


@pytest.mark.parametrize("query", ["", " ", "\n", "\u0000", "😀", "\ufdfa" * 100, "\u0301" * 50, "</s>", "x" * 5_000])
def test_odd_queries_have_finite_unit_vectors(encoder: OnnxQueryEncoder, query: str) -> None:
    encoded = encoder.encode_query(query)
    assert np.linalg.norm(encoded.vector) == pytest.approx(1, abs=1e-5)
    np.testing.assert_allclose(np.linalg.norm(encoded.tokens, axis=1), 1, atol=1e-5)


def test_token_rows_leave_out_the_prefix_and_the_special_tokens(
    encoder: OnnxQueryEncoder, tokenizer: Tokenizer
) -> None:
    words = [token for token in tokenizer.encode("Where is my order?").tokens if token not in ("<s>", "</s>")]
    assert len(encoder.encode_query("Where is my order?").tokens) == len(words)
