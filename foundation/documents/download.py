"""The one way a file leaves: scope checked now, recorded first, always as an attachment."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.utils.http import content_disposition_header

from foundation.audit.record import Verb, record_now

from .checks import TYPES
from .models import StoredDocument


def send_document(request: HttpRequest, document: StoredDocument) -> Any:
    """Send the file of a document that the caller fetched through for_user(); 404 without one."""
    if not document.file or document.content_type not in TYPES.values():
        raise Http404
    record_now(actor=request.user, verb=Verb.DOWNLOADED, target=document, sha256=document.sha256)
    try:
        response = FileResponse(document.file.open("rb"), content_type=document.content_type)
    except FileNotFoundError as error:
        raise Http404 from error
    response["Content-Disposition"] = content_disposition_header(True, document.file_name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store, private"
    return response
