"""A new installation has basic norms for working with AI from its first minute."""

from django.db import migrations

from cycles.literacy.default_norms import install


def add(apps, schema_editor):
    install(apps.get_model("cycles", "BasicNorms"))


class Migration(migrations.Migration):
    dependencies = [("cycles", "0010_learning_questions_proposals_and_harvest")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
