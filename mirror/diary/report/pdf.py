"""The report as a PDF of exactly two pages."""

import importlib.util
import warnings
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NoReturn

from mirror import __version__
from mirror.diary.report.sheet import Sheet
from mirror.extras import Extra, missing
from mirror.problem import Problem

#: How many lines the lists of the report may have, and how large it is set, in points: tried one after the other until
#: both pages hold what is on them.  Less than 8 points are not read.
ROOMS: Final = ((12, 10.5), (12, 9.4), (12, 8.2), (8, 8.2), (5, 8.2), (3, 8.2), (2, 8.0))
_PAGES: Final = 2
_SIZES: Final = "html {{ font-size: {0}pt }} .figures table {{ font-size: {1:.3f}pt }}"
#: Tables of figures are smaller than sentences, and stay as narrow as their column.
_OF_FIGURES: Final = 0.927
_MOST_PT: Final = 8.8
#: For those who have it read to them (ISO 14289-1).
_TAGGED: Final = "pdf/ua-1"
_HERE: Final = Path(__file__).resolve().parent


def pdf_of(sheet: Callable[[int], Sheet], language: str) -> bytes:
    """The bytes of the PDF; ``sheet`` makes the report with lists of so many lines at most.

    The same report gives the same bytes on the same machine.  Raises Problem where what it takes is not installed.
    """
    weasyprint = _weasyprint()
    fonts = weasyprint.text.fonts.FontConfiguration()
    styles = [
        weasyprint.CSS(string=_carried_font(), font_config=fonts),
        weasyprint.CSS(filename=_HERE / "report.css", font_config=fonts),
    ]
    for most, size_pt in ROOMS:
        html = html_of(sheet(most), language)
        size = weasyprint.CSS(string=_SIZES.format(size_pt, min(_OF_FIGURES * size_pt, _MOST_PT)), font_config=fonts)
        document = weasyprint.HTML(string=html, url_fetcher=_from_elsewhere).render(
            stylesheets=[*styles, size], font_config=fonts, pdf_variant=_TAGGED
        )
        if len(document.pages) == _PAGES:
            return bytes(document.write_pdf(pdf_variant=_TAGGED, pdf_identifier=sha256(html.encode()).digest()))
    raise Problem(
        f"The report does not fit on two pages, even with lists of {ROOMS[-1][0]} lines: name a later --since DATE."
    )


def html_of(sheet: Sheet, language: str) -> str:
    """The report as a page; what people have written stands in it as text, whatever it looks like."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined)
    return templates.get_template("report.html").render(sheet=sheet, language=language, version=__version__)


def _weasyprint() -> Any:
    """WeasyPrint, which is not installed with the mirror by itself, and needs Pango of the system."""
    for package in ("jinja2", "matplotlib"):
        if importlib.util.find_spec(package) is None:
            raise missing("The report", package, Extra.REPORT)
    try:
        with warnings.catch_warnings():
            # On a system without typefaces it warns of ugly letters; the report brings its own.
            warnings.filterwarnings("ignore", ".*Expect ugly output", UserWarning)
            import weasyprint
            import weasyprint.text.fonts
    except ImportError as error:
        raise missing("The report", error.name or "a package", Extra.REPORT) from error
    except OSError as error:
        raise Problem(
            "The report needs Pango, which this system does not have: sudo apt install libpango-1.0-0 libpangoft2-1.0-0"
        ) from error
    return weasyprint


def _carried_font() -> str:
    """A typeface for systems without any: DejaVu Sans, which matplotlib brings along."""
    found = importlib.util.find_spec("matplotlib")
    if found is None or found.origin is None:
        return ""
    folder = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
    return "".join(
        f'@font-face {{ font-family: Carried; font-weight: {weight}; src: url("{(folder / file).as_uri()}") }}\n'
        for weight, file in ((400, "DejaVuSans.ttf"), (700, "DejaVuSans-Bold.ttf"))
    )


def _from_elsewhere(url: str) -> NoReturn:
    """A page that asks for anything but its own stylesheet is not this report."""
    raise ValueError(f"The report asks for {url}.")
