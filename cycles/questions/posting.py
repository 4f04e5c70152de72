"""What every form on a page of learning needs once it is posted: nothing typed gets lost."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.views.decorators.http import require_http_methods

from cycles.questions.lifecycle import NotYet
from lerendwerken.lib.refusal import Refused

AnyForm = forms.Form | forms.ModelForm  # type: ignore[type-arg]

# POST, and the HEAD by which a page that was refused asks whether its writer is still signed in (app.js): without
# an answer to that its text would go to the sign-in page, and be lost.
still_there = require_http_methods(["HEAD", "POST"])


def done(form: AnyForm, save: Callable[[dict[str, Any]], Any]) -> bool:
    """Saves what a valid form holds. What the verb refuses comes beside the field, and the text stays."""
    if not form.is_valid():
        return False
    try:
        save(form.cleaned_data)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    except NotYet as refusal:
        for name, sentence in refusal.missing.items():
            form.add_error(name if name in form.fields else None, sentence)
    return not form.errors
