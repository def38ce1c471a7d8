from __future__ import annotations

import numpy as np
import pytest

from index.embed import SentenceEmbedder, open_embedder
from index.types import Span

pytestmark = pytest.mark.model
TEXTS = ["The ferry was late.", "A harbour closed.", "It rained on Monday in Molde, and nobody came to see the ships leave."]


@pytest.fixture(scope="module", params=["float32", "bfloat16"])
def real(request):
    """The packaged model, made to reckon in one precision, whatever the processor would choose."""
    import torch

    made = open_embedder()
    assert isinstance(made, SentenceEmbedder)
    made._model.to(getattr(torch, request.param))
    return made


def test_vectors_have_length_one_in_every_precision(real):
    alone = real.encode(TEXTS)
    together, of_parts = real.encode_parts(TEXTS, [[Span(0, len(text))] for text in TEXTS])
    for vectors in (alone, together, np.concatenate(of_parts)):
        assert vectors.dtype == np.float32
        assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-5


def test_a_text_has_the_same_vector_alone_and_among_others(real):
    alone = np.concatenate([real.encode([text]) for text in TEXTS])
    together, _ = real.encode_parts(TEXTS, [[] for _ in TEXTS])
    assert (alone * together).sum(axis=1).min() > 0.9999
