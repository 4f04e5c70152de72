"""A person who signs in. Nothing here says what or how much somebody learns."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, **fields: Any) -> "User":
        """A person without a password: signing in goes by a code in the mail."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_unusable_password()
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    class Theme(models.TextChoices):
        SYSTEM = "", _("Zoals mijn apparaat")
        LIGHT = "licht", _("Licht")
        DARK = "donker", _("Donker")

    class Language(models.TextChoices):
        DUTCH = "nl", "Nederlands"
        ENGLISH = "en", "English"

    class Experience(models.TextChoices):
        """Chosen by the owner, never derived: it picks the variant of the questions (AI13)."""

        STARTING = "starting", _("Ik leer dit werk nog")
        EXPERIENCED = "experienced", _("Ik ken dit werk goed")

    class Work(models.TextChoices):
        """Chosen by the owner as well, for the questions only: it opens nothing (AI13, W14)."""

        PROFESSIONAL = "professional", _("Ik doe zelf het vakwerk")
        LEAD = "lead", _("Ik leid een team")
        MANAGER = "manager", _("Ik stuur een dienst aan")

    email = models.EmailField(_("e-mailadres"), unique=True)
    staff_number = models.CharField(_("personeelsnummer"), max_length=40, null=True, blank=True, unique=True)
    given_name = models.CharField(_("roepnaam"), max_length=80)
    name_prefix = models.CharField(_("tussenvoegsel"), max_length=30, blank=True)
    family_name = models.CharField(_("achternaam"), max_length=120, blank=True)
    language = models.CharField(_("taal"), max_length=2, choices=Language, default=Language.DUTCH)
    time_zone = models.CharField(_("tijdzone"), max_length=60, default="Europe/Amsterdam")
    theme = models.CharField(_("uiterlijk"), max_length=6, choices=Theme, blank=True, default="")
    experience = models.CharField(max_length=12, choices=Experience, default=Experience.EXPERIENCED)
    work = models.CharField(max_length=12, choices=Work, default=Work.PROFESSIONAL)
    hours_confirmed = models.BooleanField(default=False)
    welcomed = models.BooleanField(default=False)  # the page of the first visit was read, or put away
    is_active = models.BooleanField(default=True)
    joined_on = models.DateField(null=True, blank=True)

    # Signing in is not something the product remembers: no last-seen of any kind.
    last_login = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["given_name"]

    objects = UserManager()

    class Meta:
        ordering = ["given_name", "family_name", "id"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, (self.given_name, self.name_prefix, self.family_name)))

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.given_name
