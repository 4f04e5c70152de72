"""Draws one step of a learning question with its own template, wherever that comes from."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from cycles.questions.steps import Step

register = template.Library()


@register.simple_tag(takes_context=True)
def draw_step(context: Context, step: Step) -> SafeString:
    """`step` and its `context` beside what the page knows; nothing for a step without a template."""
    if not step.template:
        return SafeString("")
    found = context.template.engine.get_template(step.template)  # type: ignore[union-attr]
    values: dict[str, Any] = {"step": step, "context": step.context}
    with context.push(values):
        return mark_safe(found.render(context))  # noqa: S308 (a rendered template, escaped by itself)
