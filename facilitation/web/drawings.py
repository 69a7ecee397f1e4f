"""What the server draws: QR codes, as SVG inside the page, so that nothing is fetched and nothing is stored."""

import segno
from markupsafe import Markup


def qr(address: str, title: str) -> Markup:
    """The QR code of an address, black on white, with ``title`` for those who hear the page.

    The address may carry a token in its fragment: the picture is made here and asked of nobody.
    """
    code = segno.make(address, error="m", micro=False)
    drawing = code.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff")
    head, _, rest = drawing.partition(">")
    label = Markup(' role="img" aria-label="{}" shape-rendering="crispEdges">').format(title)
    return Markup(head) + label + Markup(rest)


def grouped(code: str) -> str:
    """A workshop's code as it is read aloud: XXXX-XXXX."""
    bare = code.replace("-", "")
    return f"{bare[:4]}-{bare[4:]}"
