"""QR codes as pictures: drawn into the page, and as a file to keep or print."""

import io

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Wide enough to be scanned from another phone, and it fits beside nothing else on a 360 px screen.
SCREEN_PIXELS = 280
QUIET_ZONE = 4


def svg(text: str, title: str) -> SafeString:
    """An inline SVG of `text` as a QR code, black on white in dark mode too; `title` says what it is for.

    It has no style of its own but its size: `.qr` in the style sheet does the rest.
    """
    code = _make(text)
    side = code.symbol_size(border=QUIET_ZONE)[0]
    return format_html(
        '<svg class="qr" role="img" aria-label="{title}" width="{size}" height="{size}"'
        ' viewBox="0 0 {side} {side}" shape-rendering="crispEdges"><title>{title}</title>'
        '<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path stroke="#000" d="{path}"/></svg>',
        title=title,
        size=SCREEN_PIXELS,
        side=side,
        path=mark_safe(_path(code)),  # only letters, figures and spaces, made below
    )


def png(text: str, scale: int = 10) -> bytes:
    """A PNG of `text` as a QR code, `scale` pixels for each square."""
    picture = io.BytesIO()
    _make(text).save(picture, kind="png", scale=scale, border=QUIET_ZONE)
    return picture.getvalue()


def _make(text: str) -> segno.QRCode:
    return segno.make(text, error="m", micro=False)


def _path(code: segno.QRCode) -> str:
    """One horizontal stroke for each run of dark squares."""
    strokes = []
    for row, squares in enumerate(code.matrix):
        start = None
        for column, is_dark in enumerate([*squares, 0]):
            if is_dark and start is None:
                start = column
            elif not is_dark and start is not None:
                strokes.append(f"M{start + QUIET_ZONE} {row + QUIET_ZONE}.5h{column - start}")
                start = None
    return "".join(strokes)
