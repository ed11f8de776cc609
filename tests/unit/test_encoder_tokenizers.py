"""Tokenizers: SentencePiece and `tokenizer.json` give the same tokens, or SentencePiece is not used."""

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from sentencepiece import SentencePieceProcessor
from sentencepiece.sentencepiece_model_pb2 import ModelProto  # type: ignore[attr-defined]  # generated
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from app.encoders.model_folder import PIECES, TOKENIZER
from app.encoders.pieces import as_pieces
from app.encoders.tokenizers import FileTokenizer, PieceTokenizer, Tokenized, load_tokenizer

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

VOCABULARY = [
    ("<s>", 0.0),
    ("<pad>", 0.0),
    ("</s>", 0.0),
    ("<unk>", 0.0),
    ("\u2581", -2.0),
    ("\u2581free", -3.0),
    ("\u2581ship", -3.5),
    ("ping", -3.5),
    ("s", -4.0),
    ("é", -4.5),
    ("\u2581gratuit", -5.0),
]
TEXTS = ["free shipping", "free  shipping ", "gratuité?", "", " ", "ships free\n", "無料 free"]


@pytest.fixture(scope="module")
def character_map(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The one that SentencePiece gives a model of its own."""
    import sentencepiece

    folder = tmp_path_factory.mktemp("trained")
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(["free shipping gratuit"] * 20),
        model_prefix=str(folder / "small"),
        vocab_size=20,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    trained = ModelProto.FromString((folder / "small.model").read_bytes())
    return bytes(trained.normalizer_spec.precompiled_charsmap)


@pytest.fixture
def tokenizer(character_map: bytes) -> Tokenizer:
    made = Tokenizer(models.Unigram(VOCABULARY, unk_id=3))
    spaces = normalizers.Replace(Regex(" {2,}"), " ")
    made.normalizer = normalizers.Sequence([normalizers.Precompiled(character_map), spaces])
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    made.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>"])
    made.enable_truncation(8)
    made.enable_padding(pad_id=1, pad_token="<pad>")  # noqa: S106 - a token of text
    return made


def pieces(tokenizer: Tokenizer) -> PieceTokenizer:
    model = as_pieces(tokenizer, 8, texts=TEXTS)
    assert model is not None
    return PieceTokenizer(SentencePieceProcessor(model_proto=model), 8)


def placed(text: str, tokens: Tokenized) -> list[str]:
    """What each token stands for in the text."""
    return [text[start:end].strip() for start, end in tokens.offsets[2:]]  # the first may be the space before the text


@pytest.mark.parametrize("text", TEXTS)
def test_both_give_the_same_tokens_at_the_same_places_white_space_aside(tokenizer: Tokenizer, text: str) -> None:
    ours, theirs = pieces(tokenizer).tokenize(text), FileTokenizer(tokenizer).tokenize(text)
    assert (ours.ids, placed(text, ours)) == (theirs.ids, placed(text, theirs))


def test_tokens_are_pieces_between_the_special_ones_which_stand_nowhere(tokenizer: Tokenizer) -> None:
    numbers = {piece: number for number, (piece, _) in enumerate(VOCABULARY)}
    found = ["<s>", "\u2581free", "\u2581ship", "ping", "s", "</s>"]
    places = [(0, 0), (0, 4), (4, 9), (9, 13), (13, 14), (0, 0)]
    assert pieces(tokenizer).tokenize("free shippings") == Tokenized([numbers[piece] for piece in found], places)


def test_both_cut_a_long_text_at_the_same_token(tokenizer: Tokenizer) -> None:
    cut = pieces(tokenizer).tokenize("free " * 20)
    assert (cut, len(cut.ids)) == (FileTokenizer(tokenizer).tokenize("free " * 20), 8)


def test_both_pad_with_the_same_id(tokenizer: Tokenizer) -> None:
    assert (pieces(tokenizer).padding, FileTokenizer(tokenizer).padding) == (1, 1)


def test_a_tokenizer_that_does_not_pad_pads_with_0(tokenizer: Tokenizer) -> None:
    tokenizer.no_padding()
    assert (pieces(tokenizer).padding, FileTokenizer(tokenizer).padding) == (0, 0)


def test_another_kind_of_model_is_left_to_its_file(tokenizer: Tokenizer) -> None:
    tokenizer.model = models.WordLevel({"<s>": 0, "</s>": 2, "<unk>": 3}, unk_token="<unk>")  # noqa: S106 - text
    assert as_pieces(tokenizer, 8, texts=TEXTS) is None


@pytest.mark.parametrize("normalizer", [None, normalizers.NFKC(), normalizers.Sequence([normalizers.NFC()])])
def test_another_normaliser_is_left_to_its_file(
    tokenizer: Tokenizer, normalizer: normalizers.Normalizer | None
) -> None:
    made = Tokenizer(models.Unigram(VOCABULARY, unk_id=3))
    made.post_processor = tokenizer.post_processor
    made.normalizer = normalizer
    assert as_pieces(made, 8, texts=TEXTS) is None


@pytest.mark.parametrize("template", ["$A </s>", "<s> $A </s> </s>", "<s> </s> <s>"])
def test_other_special_tokens_are_left_to_its_file(tokenizer: Tokenizer, template: str) -> None:
    special = [("<s>", 0), ("</s>", 2)]
    tokenizer.post_processor = processors.TemplateProcessing(single=template, special_tokens=special)
    assert as_pieces(tokenizer, 8, texts=TEXTS) is None


def test_no_special_tokens_at_all_are_left_to_its_file(tokenizer: Tokenizer, character_map: bytes) -> None:
    made = Tokenizer(models.Unigram(VOCABULARY, unk_id=3))
    made.normalizer = normalizers.Precompiled(character_map)
    assert as_pieces(made, 8, texts=TEXTS) is None


def test_a_text_with_other_tokens_leaves_it_to_its_file(tokenizer: Tokenizer) -> None:
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    assert as_pieces(tokenizer, 8, texts=["free free"]) is None


def test_a_folder_with_pieces_is_read_by_sentencepiece(tokenizer: Tokenizer, tmp_path: Path) -> None:
    tokenizer.save(str(tmp_path / TOKENIZER))
    assert isinstance(load_tokenizer(tmp_path, 8), FileTokenizer)
    (tmp_path / PIECES).write_bytes(as_pieces(tokenizer, 8, texts=TEXTS) or b"")
    assert isinstance(load_tokenizer(tmp_path, 8), PieceTokenizer)


@pytest.mark.model  # importing the export takes torch
def test_a_model_is_exported_with_both_tokenizers_where_they_agree(tokenizer: Tokenizer, tmp_path: Path) -> None:
    from app.encoders.export import export_tokenizer

    wrapped = SimpleNamespace(backend_tokenizer=tokenizer, pad_token_id=1, pad_token="<pad>")  # noqa: S106 - as above
    model = cast("SentenceTransformer", SimpleNamespace(tokenizer=wrapped, max_seq_length=8))
    export_tokenizer(model, tmp_path, sample=TEXTS)
    assert (tmp_path / TOKENIZER).exists()
    assert (tmp_path / PIECES).read_bytes() == as_pieces(tokenizer, 8, texts=TEXTS)
