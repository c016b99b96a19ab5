#!/usr/bin/env bash
# Everything a change must pass: format, lint, types, import contract, tests. People, hooks and CI run this one file.
# It makes its own virtual environment; what pip cannot install is installed here only as root in CI.
set -euo pipefail
cd "$(dirname "$0")/.."

venv="${OMS_CHECK_TEST_VENV:-.venv-test}"
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[dev]'

if [ -n "${CI:-}" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  # Some tests open outputs as a reader would (a browser, a spreadsheet). Elsewhere they skip and say why.
  missing=()
  command -v chromium >/dev/null || missing+=(chromium)
  command -v soffice >/dev/null || missing+=(libreoffice-writer libreoffice-calc)
  command -v pdftotext >/dev/null || missing+=(poppler-utils)
  command -v ocrmypdf >/dev/null || missing+=(ocrmypdf)
  tesseract --list-langs 2>/dev/null | grep -qx swe || missing+=(tesseract-ocr-swe)
  if [ ${#missing[@]} -gt 0 ]; then
    apt-get update -qq >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  fi
fi

step() { printf '\n== %s\n' "$1"; }
step "format" && "$venv/bin/ruff" format --check .
step "lint" && "$venv/bin/ruff" check .
step "types" && "$venv/bin/mypy"
step "import contract" && "$venv/bin/lint-imports"
step "tests" && "$venv/bin/python" -m pytest -n 2 "$@"
