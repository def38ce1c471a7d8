"""Articles into a searchable store. The front door: `Store` opens and searches, `add` fills."""

from .build import add
from .command import day, fail, filter_options, filters_of, options, print_json, run
from .errors import (
    ArticleDamaged,
    CuttingsError,
    LoadError,
    ModelError,
    NoStore,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreMismatch,
    UnknownArticle,
)
from .load import KINDS
from .load.text import decode
from .repair import repair, restore
from .shelf import ADDED, NEWEST, OLDEST, ORDERS, OUTLET, TITLE, UNKNOWN, Counts, LeftOut, Part, Removed, Wanted
from .split import sentences
from .store import UPLOADS, Store
from .types import (
    DENSE,
    FULL_TEXT,
    FUSED,
    NO_FILTERS,
    AddReport,
    Article,
    Candidate,
    CheckReport,
    Coverage,
    Embedder,
    Filters,
    Hit,
    Listed,
    Passage,
    Printed,
    Progress,
    Rejected,
    Source,
    Span,
    Stats,
    Vectors,
    Version,
    source_json,
)
from .undo import put_back, take_out
from .words import STOP_WORDS, WORD, fold, names, numbers, stem, terms, words
