"""The delivered questions know for whom they are. A set that was edited or asked already stays as it is."""

from django.db import migrations

from cycles.prompts.default_set import rows
from cycles.weekly.models import Kind


def renew(apps, schema_editor):
    sets, questions = apps.get_model("cycles", "PromptSet"), apps.get_model("cycles", "Question")
    if apps.get_model("cycles", "Prompt").objects.exists():
        return
    for kind in Kind:
        of_kind = sets.objects.filter(kind=kind.value)
        delivered = of_kind.filter(version=1, published_by=None).first()
        if delivered is not None and of_kind.count() == 1:
            questions.objects.filter(prompt_set=delivered).delete()
            questions.objects.bulk_create(rows(kind, delivered, questions))


class Migration(migrations.Migration):
    dependencies = [("cycles", "0003_variants_and_drafts")]
    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
