"""An address to sign in with that is to become another."""

from datetime import timedelta

from django.conf import settings
from django.db import models

from lerendwerken.lib import clock


class AddressChange(models.Model):
    """What waits for a yes from the old address, or for seven days (S16). It goes as soon as it is over."""

    WAITS = timedelta(days=7)

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="address_change"
    )
    email = models.EmailField(unique=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    token_hash = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"address change of {self.person_id}"
