"""Index of what the packages of `cycles` declare: access rules, kinds of data, kinds of messages,
and what stands on the week line."""

import cycles.framework.access
import cycles.framework.privacy
import cycles.prompts.access
import cycles.prompts.message
import cycles.prompts.privacy
import cycles.questions.access
import cycles.questions.line
import cycles.questions.privacy
import cycles.weekly.access
import cycles.weekly.agenda
import cycles.weekly.members.asked
import cycles.weekly.members.asking_mail
import cycles.weekly.message
import cycles.weekly.privacy
import cycles.weekly.standing  # noqa: F401
