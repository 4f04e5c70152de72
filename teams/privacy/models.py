"""What own data leave behind themselves: a wish to be erased, what came along from elsewhere, and rounds of forgetting."""

from datetime import timedelta

from django.db import models

from lerendwerken.lib import clock
from teams.accounts.models import User


class Erasure(models.Model):
    """Somebody asked to be erased. Until its day they can call it off; then the row goes with everything else."""

    GRACE = timedelta(days=7)

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="erasure")
    asked_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"erasure of {self.person_id}"


class BroughtAlong(models.Model):
    """What a file of own data held that has no place here, as it was: to read again and to take along again."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="brought_along")
    came_at = models.DateTimeField(default=clock.now)
    origin = models.CharField(max_length=200)  # address of the installation that made the file
    key = models.CharField(max_length=64)  # its public key, hexadecimal
    records = models.JSONField()  # label of a model -> its rows, in the form of a file of own data

    class Meta:
        ordering = ["came_at", "id"]

    def __str__(self) -> str:
        return f"brought along {self.pk}"


class ReadFile(models.Model):
    """A file of own data that was read and not brought in yet. One a person, a day at most."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    data = models.BinaryField()
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"file of {self.person_id}"


class Sweep(models.Model):
    """One round that took away what is overdue: how many rows of which kind, and nothing else."""

    at = models.DateTimeField(default=clock.now, db_index=True)
    removed = models.JSONField(default=dict)  # label of a model -> how many rows

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"sweep {self.pk}"
