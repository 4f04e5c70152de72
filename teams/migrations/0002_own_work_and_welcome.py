"""What somebody's work is, as they chose it themselves, and whether the page of the first visit was seen."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("teams", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="user",
            name="work",
            field=models.CharField(
                choices=[
                    ("professional", "Ik doe zelf het vakwerk"),
                    ("lead", "Ik leid een team"),
                    ("manager", "Ik stuur een dienst aan"),
                ],
                default="professional",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="welcomed",
            field=models.BooleanField(default=False),
        ),
    ]
