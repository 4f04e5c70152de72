from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cycles", "0008_off_by_duo")]

    operations = [
        migrations.AddField("guestinvitation", "starts_at", models.DateTimeField(null=True, blank=True)),
    ]
