"""The little line above a question: done, now, to come."""

from django.utils.safestring import SafeString

from lerendwerken.lib.drawing import Beat, week_line


def question_line(count: int, number: int, name: str = "q") -> SafeString:
    places = [1000 * (n + 0.5) / count for n in range(count)]
    beats = [
        Beat(x, 30, "done" if n + 1 < number else "next" if n + 1 == number else "plan")
        for n, x in enumerate(places)
    ]
    return week_line(
        beats, now=places[number - 1] - 105, height=80, pad=12, scale=2.1 if count < 6 else 1.2, name=name
    )
