"""The frame itself is structure; what is still being typed is its maker's alone."""

from cycles.framework.models import FrameDraft, FrameSuggestion
from teams.privacy.registry import Data, classify

classify(
    FrameDraft,
    Data.PROCESS,
    row="log",
    subject="person",
    keep="until it is saved or thrown away, at most 90 days after the last change",
)
classify(
    FrameSuggestion, Data.OUTCOME, row="suggestion", subject="person", keep="twelve months after sending"
)
