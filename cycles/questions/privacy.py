"""The log is its writer's alone."""

from cycles.questions.models import LogEntry
from teams.privacy.registry import Data, classify

classify(LogEntry, Data.PROCESS, subject="person", keep="twelve months after writing")
