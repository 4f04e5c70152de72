"""The web server's way in: `uvicorn lerendwerken.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lerendwerken.settings")
application = get_asgi_application()
