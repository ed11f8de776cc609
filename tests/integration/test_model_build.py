"""Building a model folder, on a random one-layer BERT: checked, published at once, reused, mended, or refused."""

import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from app.encoders.background import load_background, without_background
from app.encoders.build import build_model
from app.encoders.model_folder import BACKGROUND, CARD, GRAPH, ORIGINAL, TOKENIZER, Parity, read_card
from app.encoders.onnx_encoder import OnnxQueryEncoder
from app.encoders.onnx_graph import OnnxGraph
from app.errors import ModelError, ModelIntegrityError, ParityError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

pytestmark = pytest.mark.model

TEXTS = ["where is my order", "free shipping", "returns within thirty days " * 3, "?"]
WORDS = sorted({word for text in TEXTS for word in text.split()})
VOCABULARY = {word: place for place, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "ask", ":", *WORDS])}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers folder: 32 dimensions, one layer, random weights, a prompt for queries only."""
    import torch
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("tiny")
    torch.manual_seed(3)
    sizes = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}
    BertModel(BertConfig(vocab_size=32, max_position_embeddings=24, **sizes)).save_pretrained(folder)
    tokenizer().save(str(folder / "tokenizer.json"))
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    write(folder / "tokenizer_config.json", {"tokenizer_class": "PreTrainedTokenizerFast", **special})
    write(folder / "sentence_bert_config.json", {"max_seq_length": 12})
    write(folder / "config_sentence_transformers.json", {"prompts": {"query": "ask: "}})
    modules = ["Transformer", "Pooling"]
    paths = ["", "1_Pooling"]
    types = [f"sentence_transformers.models.{module}" for module in modules]
    rows = [{"idx": i, "name": str(i), "path": paths[i], "type": types[i]} for i in range(2)]
    (folder / "1_Pooling").mkdir()
    write(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": 32, "pooling_mode_cls_token": True})
    (folder / "modules.json").write_text(json.dumps(rows), encoding="utf-8")
    return folder


def write(path: Path, content: dict[str, object]) -> None:
    path.write_text(json.dumps(content), encoding="utf-8")


def tokenizer() -> Tokenizer:
    made = Tokenizer(models.WordLevel(VOCABULARY, unk_token="[UNK]"))  # noqa: S106 - a token of text
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", VOCABULARY["[CLS]"]), ("[SEP]", VOCABULARY["[SEP]"])]
    )
    return made


@pytest.fixture(scope="module")
def built(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_model(str(tiny), tmp_path_factory.mktemp("models"), sample_texts=TEXTS, quantisation="none")


def test_the_card_says_what_the_model_is(built: Path, tiny: Path) -> None:
    card = read_card(built)
    assert (card.name, card.fingerprint) == (str(tiny), built.name)
    assert (card.dimension, card.max_tokens, card.pooling, card.quantisation) == (32, 12, "cls", "none")
    assert (card.query_prefix, card.passage_prefix) == ("ask: ", "")
    assert card.parity.texts == len(TEXTS) + 1
    assert card.parity.min_cosine > 0.99999
    assert card.parity.batch_deviation < 1e-6


def test_nothing_but_the_model_is_left_and_others_may_read_it(built: Path) -> None:
    assert [path.name for path in built.parent.iterdir()] == [built.name]
    assert {path.name for path in built.iterdir()} == {BACKGROUND, CARD, GRAPH, TOKENIZER, ORIGINAL}
    mask = os.umask(0)
    os.umask(mask)
    assert built.stat().st_mode & 0o777 == 0o777 & ~mask


def test_both_encoders_agree_on_a_question(built: Path) -> None:
    from app.encoders.sentence_transformers_encoder import SentenceTransformersEncoder

    passages, queries = SentenceTransformersEncoder.load(built), OnnxQueryEncoder.load(built)
    assert (passages.fingerprint, passages.dimension) == (queries.fingerprint, queries.dimension)
    expected = np.stack([queries.encode_query(text).vector for text in TEXTS])
    np.testing.assert_allclose(passages.encode_questions(TEXTS), expected, atol=1e-5)


def test_a_passage_s_vector_and_tokens_are_those_of_the_graph_in_their_own_order(built: Path) -> None:
    from app.encoders.sentence_transformers_encoder import SentenceTransformersEncoder

    calls: list[tuple[int, int]] = []
    texts = [" ".join(WORDS[:length]) for length in (7, 1, 5, 2, 8, 3, 6, 4, 9, 2)]
    found = SentenceTransformersEncoder.load(built).encode_passages(texts, lambda *done: calls.append(done))
    graph = OnnxGraph.load(built, threads=1, max_tokens=12).encode(texts, prefix=read_card(built).passage_prefix)
    np.testing.assert_allclose([one.vector for one in found], [one.vector for one in graph], atol=1e-5)
    _, mean = load_background(built)
    expected = without_background(np.concatenate([one.tokens for one in graph]), mean)
    np.testing.assert_allclose(np.concatenate([one.tokens for one in found]), expected, atol=1e-5)
    words = [text[start:end] for text, one in zip(texts, found, strict=True) for start, end in one.spans.tolist()]
    assert words == " ".join(texts).split()
    assert calls == [(10, 10)]


def test_a_passage_is_the_same_alone_and_beside_longer_ones(built: Path) -> None:
    from app.encoders.sentence_transformers_encoder import SentenceTransformersEncoder

    encoder = SentenceTransformersEncoder.load(built)
    (alone,), (beside, _) = encoder.encode_passages(["order"]), encoder.encode_passages(["order", " ".join(WORDS[:8])])
    np.testing.assert_allclose(beside.vector, alone.vector, atol=1e-6)
    np.testing.assert_allclose(beside.tokens, alone.tokens, atol=1e-6)


def test_token_rows_are_those_of_the_words_alone(built: Path) -> None:
    encoder = OnnxQueryEncoder.load(built)
    assert [len(encoder.encode_query(text).tokens) for text in ("", "order", "where is my order")] == [0, 1, 4]


def test_long_texts_are_counted_whole_but_cut_when_encoded(built: Path) -> None:
    from app.encoders.sentence_transformers_encoder import SentenceTransformersEncoder

    passages = SentenceTransformersEncoder.load(built)
    assert passages.count_tokens("order " * 40) == 42
    tokens = OnnxQueryEncoder.load(built).encode_query("order " * 40).tokens
    prefix_and_special = len(["[CLS]", "ask", ":", "[SEP]"])
    assert len(tokens) == passages.max_tokens - prefix_and_special


def test_a_built_model_is_reused(built: Path, tiny: Path) -> None:
    before = (built / CARD).stat().st_mtime_ns
    said: list[str] = []
    again = build_model(str(tiny), built.parent, sample_texts=[], quantisation="none", report=said.append)
    assert (again, (built / CARD).stat().st_mtime_ns, said) == (built, before, [])


def test_a_tampered_model_is_refused_and_built_again(tiny: Path, tmp_path: Path) -> None:
    folder = build_model(str(tiny), tmp_path, sample_texts=TEXTS)
    tokenizer_file = folder / TOKENIZER
    tokenizer_file.write_bytes(tokenizer_file.read_bytes() + b" ")
    with pytest.raises(ModelIntegrityError, match="faq ingest"):
        OnnxQueryEncoder.load(folder)
    abandoned, in_use = tmp_path / ".building-killed", tmp_path / ".building-now"
    abandoned.mkdir()
    in_use.mkdir()
    os.utime(abandoned, (0, 0))
    assert build_model(str(tiny), tmp_path, sample_texts=TEXTS) == folder
    assert OnnxQueryEncoder.load(folder).dimension == 32
    assert {path.name for path in tmp_path.iterdir()} == {folder.name, in_use.name}


def test_a_model_that_does_not_match_its_original_is_not_published(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.encoders.parity.MIN_MEAN_COSINE", 1.1)
    with pytest.raises(ParityError, match="FAQ_MODEL"):
        build_model(str(tiny), tmp_path, sample_texts=TEXTS, quantisation="none")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("parity", "what"),
    [
        (Parity(3, 0.9989, 0.99, 0.0), "mean cosine 0.9989"),
        (Parity(3, float("nan"), 0.99, 0.0), "mean cosine nan"),
        (Parity(3, 0.9999, 0.99, 0.001), "changes by 0.001"),
        (Parity(3, 0.9999, 0.99, float("nan")), "changes by nan"),
    ],
)
def test_figures_under_the_bar_stop_the_build(parity: Parity, what: str) -> None:
    from app.encoders.parity import require

    with pytest.raises(ParityError, match=what):
        require(parity, "q4")


def test_a_model_that_cannot_be_exported_says_so(tiny: Path, tmp_path: Path) -> None:
    from app.encoders.export import export_graph
    from app.encoders.sentence_transformers_encoder import load_model

    model = load_model(tiny)
    del model[0]
    with pytest.raises(ModelError, match=r"cannot be exported to ONNX \(KeyError.*FAQ_MODEL"):
        export_graph(model, tmp_path / GRAPH, "none")


def test_a_model_without_a_fast_tokenizer_says_so(tmp_path: Path) -> None:
    from app.encoders.export import export_tokenizer

    model = cast("SentenceTransformer", SimpleNamespace(tokenizer=object()))
    with pytest.raises(ModelError, match="no fast tokenizer"):
        export_tokenizer(model, tmp_path, sample=[])


def test_reusing_a_model_loads_no_torch(built: Path, tiny: Path) -> None:
    import subprocess

    code = (
        "import sys; from pathlib import Path; from app.encoders.build import build_model; "
        f"build_model({str(tiny)!r}, Path({str(built.parent)!r}), sample_texts=[], quantisation='none'); "
        "from app.encoders.onnx_encoder import OnnxQueryEncoder as E; "
        f"E.load(Path({str(built)!r})).encode_query('order'); "
        "sys.exit(bool({'torch', 'transformers', 'sentence_transformers', 'onnx'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
