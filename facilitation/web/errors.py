"""Error pages: one plain sentence and the way out, in the person's language. Scripts receive the same as JSON."""

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from ..spoken import gettext as _
from ..trust import COOKIE, Forged


def register(app: Flask) -> None:
    """Answer every failure with a page of ours."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Forged, _forged)
    if not app.testing:
        app.register_error_handler(Exception, _unexpected)


def sentence(code: int) -> tuple[str, str]:
    """A title and what to do, for a status code."""
    said = {
        400: (_("Demande illisible"), _("Revenez à la page précédente et recommencez.")),
        401: (_("Connexion nécessaire"), _("Connectez-vous pour ouvrir cette page.")),
        403: (_("Accès réservé"), _("Cet appareil n’a pas accès à cette page. Rescannez le QR code de votre table.")),
        404: (_("Page introuvable"), _("Vérifiez l’adresse, ou entrez le code de l’atelier.")),
        405: (_("Demande illisible"), _("Revenez à la page précédente et recommencez.")),
        410: (_("Lien expiré"), _("Demandez un nouveau lien à la personne qui organise.")),
        413: (_("Texte trop long"), _("Raccourcissez votre texte puis recommencez.")),
        429: (_("Trop d’essais"), _("Attendez une minute puis recommencez.")),
        503: (_("Serveur occupé"), _("Rien n’est perdu. Recommencez dans quelques secondes.")),
    }
    return said.get(code, (_("Quelque chose a échoué"), _("Rien n’est perdu. Recommencez dans quelques secondes.")))


def page(code: int) -> Response:
    """The page of a status code, or its JSON for a script."""
    title, advice = sentence(code)
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        response = jsonify({"error": code, "words": f"{title}. {advice}"})
    else:
        response = make_response(render_template("errors/error.html", code=code, title=title, advice=advice))
    response.status_code = code
    return response


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    response = page(error.code or 500)
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            response.headers[name] = value
    return response


def _forged(error: Forged) -> Response:
    """The cookie is taken away, so that a person whose server changed its key is not locked out for ever."""
    response = page(400)
    response.delete_cookie(COOKIE)
    return response


def _unexpected(error: Exception) -> Response:
    from flask import current_app

    current_app.logger.exception("An unexpected failure at %s", request.endpoint)
    g.device = None  # the database may be what failed: this page asks it for no language
    return page(500)
