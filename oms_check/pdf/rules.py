"""The lines and frames painted on a page → level and upright edges: what tables are ruled with."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

_MOST_OBJECTS = 6_000
_MOST_SEGMENTS = 400
"""A path of more segments is a drawing."""
_DEEPEST = 3
_LEVEL = 0.8
"""Points: how far from level or upright an edge may run."""

Matrix = tuple[float, float, float, float, float, float]
"""(a, b, c, d, e, f): x' = a·x + c·y + e, y' = b·x + d·y + f."""

_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight line, level or upright; points, origin top left of the page as shown."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def level(self) -> bool:
        """Whether it runs across the page."""
        return self.x1 - self.x0 >= self.bottom - self.top


def read_edges(page: Any, view: Matrix, most: int) -> list[Edge]:
    """Edges of the page (pdfium's handle); `view` maps page space to the page as shown. No more than `most`."""
    reader = _Reader(most)
    count = pdfium.FPDFPage_CountObjects(page)
    if count <= _MOST_OBJECTS:
        reader.read((pdfium.FPDFPage_GetObject(page, i) for i in range(count)), view, 0)
    return reader.edges


def combined(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that maps by `inner` first, then by `outer`."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


class _Reader:
    def __init__(self, most: int) -> None:
        self.edges: list[Edge] = []
        self._most = most
        self._left = _MOST_OBJECTS
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()
        self._matrix = pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_float(), ctypes.c_float()

    def read(self, elements: Iterator[Any], outer: Matrix, depth: int) -> None:
        """Collect the edges of page objects; those in forms (reused drawings) too."""
        for element in elements:
            self._left -= 1
            if self._left < 0 or len(self.edges) > self._most:
                return
            kind = pdfium.FPDFPageObj_GetType(element)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._read_path(element, combined(self._matrix_of(element), outer))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                count = pdfium.FPDFFormObj_CountObjects(element)
                inside = (pdfium.FPDFFormObj_GetObject(element, i) for i in range(min(count, _MOST_OBJECTS)))
                self.read(inside, combined(self._matrix_of(element), outer), depth + 1)

    def _matrix_of(self, element: Any) -> Matrix:
        matrix = self._matrix
        if not pdfium.FPDFPageObj_GetMatrix(element, matrix):
            return _SAME
        return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f

    def _read_path(self, path: Any, matrix: Matrix) -> None:
        count = pdfium.FPDFPath_CountSegments(path)
        if not 1 < count <= _MOST_SEGMENTS or not pdfium.FPDFPath_GetDrawMode(path, self._fill, self._stroke):
            return
        if not self._fill.value and not self._stroke.value:
            return
        a, b, c, d, e, f = matrix
        start = last = (0.0, 0.0)
        for i in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(path, i)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            pdfium.FPDFPathSegment_GetPoint(segment, self._x, self._y)
            x, y = self._x.value, self._y.value
            point = (a * x + c * y + e, b * x + d * y + f)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                self._add(last, point)
            if pdfium.FPDFPathSegment_GetClose(segment):
                self._add(point, start)
            last = point

    def _add(self, a: tuple[float, float], b: tuple[float, float]) -> None:
        across, down = abs(a[0] - b[0]), abs(a[1] - b[1])
        if min(across, down) > _LEVEL or across + down < 1:
            return
        self.edges.append(Edge(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])))
