"""The naive press: one call of WeasyPrint a document, in a process of its own, and nothing kept between them.

`python -m bench.naive_press CSS_FILE`; speaks as the office's own press does.
"""

import sys
from pathlib import Path

from rebuild.documents.child import serve


def main(stylesheet: str) -> None:
    style = f"<style>{Path(stylesheet).read_text('utf-8')}</style></head>"

    def answer(question: bytes) -> bytes:
        import weasyprint

        page = question.decode().replace("</head>", style, 1)
        return weasyprint.HTML(string=page).write_pdf()

    serve(answer, memory=4 << 30, cpu_seconds=3600)


if __name__ == "__main__":
    main(*sys.argv[1:])
