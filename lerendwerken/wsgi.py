"""For a host that only speaks WSGI; live pages need ASGI."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lerendwerken.settings")
application = get_wsgi_application()
