# An image that makes the report on /study/seeds into /study/outputs.
#   docker build -t nkru .
#   docker run --rm -v "$PWD/articles:/study/seeds:ro" -v "$PWD/outputs:/study/outputs" nkru
FROM python:3.13-slim AS wheel
WORKDIR /source
RUN pip install --no-cache-dir "hatchling>=1.25"
COPY . .
RUN python -m hatchling build -t wheel -d /wheel

FROM python:3.13-slim
COPY requirements.lock /tmp/requirements.lock
RUN pip install --no-cache-dir --require-hashes --requirement /tmp/requirements.lock
COPY --from=wheel /wheel /wheel
RUN pip install --no-cache-dir --no-deps /wheel/*.whl
RUN useradd --create-home reader && mkdir /study && chown reader /study
USER reader
WORKDIR /study
RUN nkru new study && mv study/notebooks study/codebook.toml . && rm -r study && mkdir seeds outputs
ENTRYPOINT ["nkru"]
CMD ["report"]
