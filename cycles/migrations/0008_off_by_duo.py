from django.db import migrations, models


def mark(apps, schema_editor):
    """Until now only a missing cause told that it was the duo's own doing."""
    moments = apps.get_model("cycles", "Moment").objects
    moments.filter(pair__gt=0, cancelled_at__isnull=False, cancelled_cause="").update(off_by_duo=True)


class Migration(migrations.Migration):
    dependencies = [("cycles", "0007_guests_exceptions_displacements")]

    operations = [
        migrations.AddField("moment", "off_by_duo", models.BooleanField(default=False)),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
