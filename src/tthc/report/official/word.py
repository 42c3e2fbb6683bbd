"""`bao-cao.docx`: the official report through the office's Word template."""

from __future__ import annotations

import io
import tempfile
from datetime import datetime
from pathlib import Path

import jinja2
from docx import Document as open_document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from tthc.display.blocks.clean_text import clean
from tthc.model.errors import UsageError
from tthc.report.official.document import Document
from tthc.report.official.glyphs import as_data

TEMPLATE = "mau/bao-cao.docx"  # under the reference data


def write_docx(path: Path, document: Document, made_at: datetime, template: Path | None = None) -> None:
    """Write the report to `path`; without a `template` file the built-in layout is used.

    Raises UsageError, naming the file and the fault, for a template that cannot be filled.
    """
    known = template if template is not None and template.is_file() else None
    book = DocxTemplate(known or _built_in())
    environment = SandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined)
    try:
        book.render(as_data(document, clean), environment)
    except jinja2.TemplateError as error:
        name = known.name if known else "bao-cao.docx"
        raise UsageError(
            f"Mẫu Word {name} có chỗ điền không hợp lệ ({error}); hãy sửa mẫu, hoặc lập lại bằng "
            "scripts/make_report_template.py."
        ) from error
    _describe(book, document, made_at)
    book.save(str(path))
    if document.head:
        _put_head(path, clean(document.head))


def _put_head(path: Path, text: str) -> None:
    """The line stands at the head of every page, whatever the office made of its template."""
    book = open_document(str(path))
    for number, section in enumerate(book.sections):
        heads = (
            section.header, section.first_page_header,
        ) if section.different_first_page_header_footer else (section.header,)
        for head in heads:
            if number == 0 or not head.is_linked_to_previous:
                line = head.paragraphs[0].insert_paragraph_before()
                line.alignment = WD_ALIGN_PARAGRAPH.CENTER
                run = line.add_run(text)
                run.bold, run.font.size = True, Pt(11)
    book.save(str(path))


def _describe(book: DocxTemplate, document: Document, made_at: datetime) -> None:
    """The file's properties name the office, never the person who last edited the template."""
    core = book.docx.core_properties
    core.title = clean(f"{document.title}: {document.subject}")[:250]
    core.author = core.last_modified_by = clean(document.author)[:250]
    core.subject = core.comments = core.keywords = core.category = ""
    core.content_status = core.identifier = core.version = ""
    core.language, core.created, core.modified, core.revision = "vi", made_at, made_at, 1


def _built_in() -> io.BytesIO:
    from tthc.report.official.template import build

    with tempfile.TemporaryDirectory(prefix="tthc-mau-") as folder:
        build(Path(folder) / "mau.docx")
        return io.BytesIO((Path(folder) / "mau.docx").read_bytes())
