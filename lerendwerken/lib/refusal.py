"""A verb that does not do what was asked says why, in words for whoever asked."""


class Refused(Exception):
    """Why not, in a sentence. `field` is the name of what it stands beside on the page; empty: the page as a whole."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(field)  # sentences stay out of logs and reports
        self.sentence, self.field = sentence, field
