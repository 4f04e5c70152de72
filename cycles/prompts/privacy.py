"""The data of prompts: the questions are the organisation's, the words are their writer's alone."""

from cycles.prompts.models import Prompt, PromptSet, Question, Reflection, ReflectionShare
from teams.privacy.registry import Data, classify

classify(PromptSet, Data.STRUCTURE)
classify(Question, Data.STRUCTURE)
classify(Prompt, Data.PROCESS, row="answers", subject="person", keep="twelve months after the week")
classify(
    Reflection, Data.PROCESS, row="answers", subject="prompt__person", keep="twelve months after the week"
)
classify(
    ReflectionShare,
    Data.PROCESS,
    row="answers",
    subject="prompt__person",
    keep="twelve months after the week",
)
