"""Index of what the packages of `teams` declare: access rules, kinds of data, kinds of messages."""

import teams.intake.access
import teams.intake.privacy
import teams.privacy.declared
import teams.structure.access  # noqa: F401
