"""Questions for a kind of work, and one draft per kind of moment with a revision."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cycles", "0002_default_questions"), ("teams", "0002_own_work_and_welcome")]
    operations = [
        migrations.AddField(
            model_name="promptset",
            name="revision",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="question",
            name="for_work",
            field=models.CharField(
                blank=True,
                choices=[
                    ("professional", "Ik doe zelf het vakwerk"),
                    ("lead", "Ik leid een team"),
                    ("manager", "Ik stuur een dienst aan"),
                ],
                default="",
                max_length=12,
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="promptset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at", None)), fields=("kind",), name="one_draft_a_kind"
            ),
        ),
    ]
