"""The options several commands share, declared once so that they mean the same everywhere."""

from pathlib import Path
from typing import Annotated

import typer

Rules = Annotated[
    str | None,
    typer.Option("--rules", metavar="NAME|FILE", help="Rule set, by name or file. [default: oms-2025]"),
]
RegionId = Annotated[
    str | None, typer.Option("--region", metavar="ID", help="Region of files outside a region's folder.")
]
Lang = Annotated[str | None, typer.Option("--lang", metavar="sv|en", help="Words of reports. [default: sv]")]
Jobs = Annotated[
    int | None,
    typer.Option(
        "-j",
        "--jobs",
        min=1,
        max=64,
        metavar="N",
        help="Most worker processes; fewer where memory would not do. [default: one a core]",
    ),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Read every document anew and store nothing.")]
CacheDir = Annotated[
    Path | None, typer.Option("--cache-dir", metavar="DIR", help="Folder of the cache of read documents.")
]
Timeout = Annotated[
    float | None,
    typer.Option("--timeout", min=1, metavar="SECONDS", help="Longest time a document may take. [default: 300]"),
]
PageTimeout = Annotated[
    float | None,
    typer.Option(
        "--page-timeout", min=1, metavar="SECONDS", help="Longest time without a finished page. [default: 20]"
    ),
]
MaxPages = Annotated[
    int | None,
    typer.Option("--max-pages", min=1, metavar="N", help="Read no more pages of a document. [default: 5000]"),
]
MaxMemory = Annotated[
    int | None,
    typer.Option(
        "--max-memory",
        min=64,
        metavar="MB",
        help="Most memory a document may take; all workers together take twice that at most. [default: 320]",
    ),
]
Review = Annotated[
    Path | None,
    typer.Option("--review", metavar="FILE", help="Decisions in FILE instead of review.yaml beside the strategies."),
]
NoReview = Annotated[bool, typer.Option("--no-review", help="Take no readers' decisions into account.")]
PasswordFile = Annotated[
    Path | None,
    typer.Option("--password-file", metavar="FILE", help="File whose first line opens encrypted PDFs."),
]
Ocr = Annotated[bool, typer.Option("--ocr", help="Recognise the text of scanned PDFs with ocrmypdf.")]
ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Configuration file instead of the nearest one."),
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Only the report; no warnings or notices on stderr.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Say on stderr how each document was read.")]
NoProgress = Annotated[bool, typer.Option("--no-progress", help="Draw no progress line.")]
Color = Annotated[
    str | None,
    typer.Option("--color", metavar="auto|always|never", help="Colour in tables. NO_COLOR is honoured."),
]
