"""The obvious alternative, as one would write it in an afternoon: FastAPI, SentenceTransformer.encode, IndexFlatIP."""

import argparse
from pathlib import Path

import faiss
import numpy as np
import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from sentence_transformers import SentenceTransformer

from app.content import read_content


class Query(BaseModel):
    """What is asked."""

    q: str
    merchant: str | list[str] | None = None
    limit: int = 10


def create_app(generation: Path, model: SentenceTransformer, vectors: Path) -> FastAPI:
    """The application over a published generation's passages; their vectors are computed once and kept in a file."""
    content = read_content(generation)
    merchants = {merchant.id: merchant for merchant in content.merchants}
    rows: dict[str, list[int]] = {merchant: [] for merchant in merchants}
    for row, passage in enumerate(content.passages):
        rows[passage.merchant_id].append(row)
    if not vectors.exists():
        texts = [f"{passage.question or ''}\n{passage.text}".strip() for passage in content.passages]
        embedded = model.encode(texts, prompt=model.prompts.get("passage"), normalize_embeddings=True)
        flat = faiss.IndexFlatIP(embedded.shape[1])
        flat.add(embedded)
        faiss.write_index(flat, str(vectors))
    index = faiss.read_index(str(vectors))
    app = FastAPI()

    @app.post("/v1/search")
    def search(query: Query) -> list[dict[str, object]]:
        prompt = model.prompts.get("query")
        vector = model.encode([query.q], prompt=prompt, normalize_embeddings=True, show_progress_bar=False)
        wanted = [query.merchant] if isinstance(query.merchant, str) else query.merchant
        scope = None
        if wanted:
            allowed = np.array([row for merchant in wanted for row in rows.get(merchant, [])], np.int64)
            scope = faiss.SearchParameters(sel=faiss.IDSelectorBatch(allowed))  # type: ignore[call-arg]  # SWIG takes it
        scores, found = index.search(vector, query.limit, params=scope)
        passages = [(content.passages[row], score) for row, score in zip(found[0], scores[0], strict=True) if row >= 0]
        return [
            {
                "id": passage.id,
                "score": float(score),
                "question": passage.question,
                "text": passage.text,
                "merchant": {"id": passage.merchant_id, "name": merchants[passage.merchant_id].name},
                "source": {"document": passage.document, "lines": passage.lines},
            }
            for passage, score in passages
        ]

    return app


def main() -> None:
    """Serves on the loopback address."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("generation", type=Path, help="folder of a published generation")
    parser.add_argument("model", type=Path, help="sentence-transformers folder")
    parser.add_argument("vectors", type=Path, help="file of the FAISS index, made if it is not there")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    model = SentenceTransformer(str(options.model), device="cpu", local_files_only=True)
    app = create_app(options.generation, model, options.vectors)
    uvicorn.run(app, host="127.0.0.1", port=options.port, access_log=False)


if __name__ == "__main__":
    main()
