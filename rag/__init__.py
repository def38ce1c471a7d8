"""Questions to cited answers. The front door: `Assistant`."""

from .assistant import LONGEST_QUESTION, Assistant
from .cite import prove
from .errors import QuestionError, QuoteError
from .followups import followups
from .quote import Alarm, Change, QuoteCheck, QuoteMatch, QuoteVerdict, quote_json
from .receipt import checked, program_version, receipt
from .story import Detail, DetailKind, StoryCheck, StoryQuote
from .types import (
    Answer,
    Citation,
    Claim,
    Draft,
    Event,
    Form,
    NearMiss,
    Question,
    Stage,
    Status,
    Verdict,
    answer_json,
    citation_json,
    hit_json,
)
