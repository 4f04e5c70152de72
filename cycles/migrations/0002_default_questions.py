"""A new installation has questions for every moment from its first minute."""

from django.db import migrations

from cycles.prompts.default_set import install


def add(apps, schema_editor):
    install(apps.get_model("cycles", "PromptSet"), apps.get_model("cycles", "Question"))


class Migration(migrations.Migration):
    dependencies = [("cycles", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
