"""QR codes as drawings in the page: no picture to fetch, no script, and nothing secret in an address."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def drawing(content: str, *, label: str) -> SafeString:
    """A QR code of a text. Black on white also on dark pages, since many cameras cannot read it the other way.

    Raises segno.DataOverflowError when the text is longer than a QR code can hold (about 2,300 letters).
    """
    code = segno.make_qr(content, error="m")
    width, height = code.symbol_size(scale=1)
    svg = code.svg_inline(dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None, border=4)
    inside = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    return format_html(
        '<svg class="vv-qr" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        width,
        height,
        label,
        mark_safe(inside),
    )
