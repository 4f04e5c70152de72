"""The data of prompts: the questions are the organisation's, the words are their writer's alone."""

from django.utils.translation import gettext_lazy as _

from cycles.prompts.models import Prompt, PromptSet, Question, Reflection, ReflectionShare
from cycles.weekly.privacy import OF_WEEK
from teams.privacy.portable import portable
from teams.privacy.registry import Data, classify

ANSWERS = _("Je antwoorden in de week")
KEEP = OF_WEEK.under("moment")

classify(PromptSet, Data.STRUCTURE)
classify(
    Question,
    Data.STRUCTURE,
    natural=("prompt_set__kind", "prompt_set__version", "code", "text_nl", "text_en"),
)
classify(Prompt, Data.PROCESS, row="answers", name=ANSWERS, subject="person", keep=KEEP)
classify(
    Reflection,
    Data.PROCESS,
    row="answers",
    name=ANSWERS,
    subject="prompt__person",
    keep=KEEP.under("prompt"),
    browser=Data.KEY,
)
classify(
    ReflectionShare,
    Data.PROCESS,
    row="answers",
    name=_("Met wie je iets deelde"),
    subject="prompt__person",
    keep=KEEP.under("prompt"),
)
portable(Prompt, owner="person", key=("moment",), here_only=True)
portable(Reflection, parent="prompt", key=("question",), here_only=True)
