"""Lines of the audit log can be added, and neither changed nor removed; see teams/audit/guard.py."""

from django.db import migrations

from teams.audit import guard


class Migration(migrations.Migration):
    dependencies = [("teams", "0005_least_people")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: guard.put(editor.connection), lambda apps, editor: guard.lift(editor.connection)
        )
    ]
