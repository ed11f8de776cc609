"""A small corpus and the bundled one, each in two versions, 0 and 1; the second adds to the first, and changes it."""

import shutil
from pathlib import Path

from scripts.benchmark.servers import ROOT

GOODS = ("lamps", "scarves", "kettles", "cameras", "bicycles", "teapots")
_ADDED = "\n\nDo you sell umbrellas?\nYes, blue ones with a wooden handle.\n"
_MERCHANT = '[[merchants]]\nid = "{0}"\nname = "{0}"\nlanguage = "en"\n'
_DOCUMENT = '[[merchants.documents]]\npath = "{0}"\nlanguage = "en"\n'


def write_corpus(folder: Path, version: int) -> Path:
    """A small corpus of many merchants; its second version lacks a document too."""
    documents = {f"{goods}/faq.txt": _faq(goods, days=3 + number) for number, goods in enumerate(GOODS)}
    documents |= {f"{goods}/returns.txt": _returns(goods) for goods in GOODS[:4]}
    if version == 1:
        documents["lamps/faq.txt"] = _faq("lamps", days=30)
        documents["teapots/returns.txt"] = _returns("teapots")
        del documents["cameras/returns.txt"]
    folder.mkdir(parents=True)
    for path, text in documents.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    (folder / "merchants.toml").write_text(_registry(documents), encoding="utf-8")
    return folder


def bundled_corpus(folder: Path, version: int) -> Path:
    """The bundled corpus; its second version has a passage more."""
    shutil.copytree(ROOT / "corpus", folder)
    if version == 1:
        extended = min(folder.glob("*/*.txt"))
        extended.write_text(extended.read_text(encoding="utf-8") + _ADDED, encoding="utf-8")
    return folder


def _registry(documents: dict[str, str]) -> str:
    told = []
    for goods in GOODS:
        told.append(_MERCHANT.format(goods))
        told += [_DOCUMENT.format(path) for path in documents if path.startswith(f"{goods}/")]
    return "".join(told)


def _faq(goods: str, *, days: int) -> str:
    return (
        f"How long does the delivery of {goods} take?\nThey are with you after {days} days.\n\n"
        f"Do you deliver {goods} to islands?\nWe do, with the weekly boat.\n\n"
        f"Are your {goods} guaranteed?\nFor two years from the day on which they were bought.\n"
    )


def _returns(goods: str) -> str:
    return (
        f"May I return {goods} that I have used?\nNo, we only take back what is as good as new.\n\n"
        f"Who pays for sending {goods} back?\nYou do, unless they were broken when they came.\n"
    )
