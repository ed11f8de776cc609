"""Plain text from the wild: in an old encoding, with the day of its last change in its foot."""

import shutil
from pathlib import Path

from app.corpus.documents import read_document
from app.corpus.registry import DocumentEntry
from app.languages import Detection

FORMATS = Path(__file__).parent.parent / "formats"


def test_a_text_in_an_old_encoding_is_read_and_dated(tmp_path: Path) -> None:
    shutil.copy(FORMATS / "returns.txt", tmp_path)
    source = read_document(tmp_path, DocumentEntry("returns.txt", "m", 1))
    assert source.notes == ("not UTF-8; read as cp1252, by which line 4 has 'Oui, sous 30 jours, même soldé.'",)
    assert source.document.updated == "2024-03-03"
    told = [(p.question, p.text, p.lines) for p in source.chunked(lambda _: Detection("fr", 1.0)).passages]
    assert told == [
        ("Puis-je renvoyer un article ?", "Oui, sous 30 jours, même soldé.", (3, 4)),
        ("Qui paie le retour ?", "Nous ; à l’étranger, c’est vous.\n\nDernière mise à jour : 3 mars 2024", (6, 9)),
    ]
