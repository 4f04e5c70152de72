"""Words with a slip of the pen are found by their trigrams, on PostgreSQL; SQLite looks at every row."""

from django.db import migrations

SEARCHED = ("innovationproposal", "practicecard", "insight")


def searchable(apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for name in SEARCHED:
        table = f"cycles_{name}"
        editor.execute(f"CREATE INDEX {table}_words ON {table} USING gin (search_text gin_trgm_ops)")


def unsearchable(apps, editor):
    """The extension stays: others may use it."""
    if editor.connection.vendor == "postgresql":
        for name in SEARCHED:
            editor.execute(f"DROP INDEX IF EXISTS cycles_{name}_words")


class Migration(migrations.Migration):
    dependencies = [("cycles", "0011_default_norms")]
    operations = [migrations.RunPython(searchable, unsearchable)]
