"""Questions to cited answers. The front door: `Assistant`."""

from .assistant import LONGEST_QUESTION, Assistant
from .cite import prove
from .errors import QuestionError, QuoteError, StoryUnreadable
from .export import EXPORTS, export
from .export.copied import copied
from .export.read import read_conversation
from .followups import followups
from .limits import limits_line
from .quotes.types import Alarm, Change, QuoteCheck, QuoteMatch, QuoteVerdict, quote_json
from .receipt import checked, receipt
from .shown import visible
from .story.file import LARGEST as LARGEST_STORY
from .story.file import read_story, story_of
from .story.reports import REPORTS, report
from .story.types import Detail, DetailKind, Place, StoryCheck, StoryQuote, story_json
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
from .version import program_version
