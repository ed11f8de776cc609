# Two stages: `build` makes the model and the index, with torch; `serve` searches them, without it.
#
#     docker build --build-arg PIP_EXTRA_INDEX_URL=<PyTorch's CPU wheel index> -t merchant-faq-search .
#
# Without the argument pip takes torch's CUDA build into `build` (constraints.txt says where the address is found);
# `serve` is the same either way. The Python is the one that the tests run with. `make replay-dockerfile` runs these
# instructions where there is no docker.

FROM python:3.11-slim-bookworm AS build
ARG PIP_EXTRA_INDEX_URL
ENV PIP_NO_CACHE_DIR=1
WORKDIR /build
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY app/__init__.py app/
# What `make ingest` runs, word for word; the packages stay cached while only code or corpus change.
RUN python -m venv .venv \
    && .venv/bin/python -m pip install --disable-pip-version-check --no-input --no-compile -qq -c constraints.txt -e '.[ingest]'
COPY app app
COPY corpus corpus
RUN .venv/bin/faq ingest
# Everything that serving reads: without the model's original, which only an ingestion needs.
RUN mkdir /index \
    && cp -R index/models index/generations index/CURRENT /index \
    && rm -rf /index/models/*/sentence-transformers

FROM python:3.11-slim-bookworm AS serve
LABEL org.opencontainers.image.title="merchant-faq-search" \
      org.opencontainers.image.description="Semantic FAQ search: ranked, attributed source passages, in any language" \
      org.opencontainers.image.licenses="MIT"
ENV PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PYTHONUNBUFFERED=1
WORKDIR /srv/faq
# First the packages, which seldom change. They are compiled here: a read-only container could not keep what it compiles.
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY app/__init__.py app/
RUN python -m venv --without-pip .venv \
    && python -m pip --python .venv/bin/python install -q -c constraints.txt .
COPY app app
RUN python -m pip --python .venv/bin/python install -q --no-deps --force-reinstall . \
    && install -d -m 700 -o 10001 -g 10001 /data
VOLUME /data
COPY --from=build /index index
ENV PATH=/srv/faq/.venv/bin:$PATH \
    FAQ_INDEX_DIR=/srv/faq/index \
    FAQ_DATA_DIR=/data \
    FAQ_HOST=0.0.0.0 \
    FAQ_PORT=8000
USER 10001:10001
EXPOSE 8000
# /readyz, not /healthz: who asks docker for health (compose's service_healthy, swarm) wants to send searches.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import http.client, os, sys; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['FAQ_PORT']), timeout=4); c.request('GET', '/readyz'); sys.exit(c.getresponse().status != 200)"]
CMD ["faq", "serve"]
