"""Our own styles, fonts and scripts, served by the app itself."""

from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """WhiteNoise streams a file in a way that an async server cannot use and warns about. Ours are small."""

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        found = static_file.get_response(request.method, request.META)
        with found.file or BytesIO() as file:
            whole = HttpResponse(file.read(), status=int(found.status))
        del whole["Content-Type"]
        for name, value in found.headers:
            whole[name] = value
        return whole
