"""The web server's way in: `uvicorn lerendwerken.asgi:application`."""

import os
import threading

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lerendwerken.settings")
application = get_asgi_application()


def _warm_up() -> None:
    """What the first answer of a model needs takes a second to import; nobody waits for it, and no page stands still."""
    from django.conf import settings

    from cycles.sparring.partner import provider

    if settings.AI_ENDPOINTS:
        threading.Thread(target=provider.warm, name="warm-up", daemon=True).start()


_warm_up()
