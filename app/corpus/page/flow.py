"""A page's content written out as lines: blocks, lists and tables as a browser lays them out."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from app.corpus.elements import Dropped, Reason
from app.corpus.page.lines import Closing, Line, Opening, Shown
from app.corpus.page.links import address_after
from app.corpus.page.lists import LISTS, Lists
from app.corpus.page.nodes import SILENT, Node, words_of
from app.corpus.page.runs import Run
from app.corpus.page.styles import style_of, styles_in
from app.corpus.page.told import Told
from app.domain import Place

_TIGHT = frozenset({
    "div", "li", "tr", "td", "th", "dt", "dd", "address", "figcaption", "caption", "tbody", "thead", "tfoot",
    "span",
})  # fmt: skip
_CELLS = frozenset({"td", "th"})


@dataclass(frozen=True, slots=True)
class Plan:
    """What was found out about the nodes of a page before it is written out.

    `ends`: what wraps a heading up with all that it heads. `open`: lists and tables that only lay others out.
    """

    told: tuple[Told, ...]
    levels: Mapping[Node, int]
    dropped: Mapping[Node, Reason]
    ends: Mapping[Node, Node]
    open: Set[Node]
    letters: int


class Flow:
    """Writes what it visits; `shown` and `dropped` are complete after the walk."""

    def __init__(self, plan: Plan) -> None:
        self.shown: list[Shown] = []
        self.dropped: list[Dropped] = []
        self._plan = plan
        self._heads = {head: each for each in plan.told for head in each.heads}
        self._opening = {each.bodies[0]: each for each in plan.told}
        self._closing = {each.bodies[-1] for each in plan.told} | set(plan.ends.values())
        self._anchors: dict[int, str | None] = {}
        self._ids: list[str | None] = [None]
        self._pending: str | None = None
        self._run, self._gap = Run(), 0
        self._verbatim = 0
        self._styles: list[str] = []
        self._links: list[str] = []
        self._lists = Lists()
        self._row: list[str] = []
        self._cell: list[str] | None = None

    def enter(self, node: Node) -> bool:
        """Writes what stands before it."""
        if node.tag in SILENT or self._is_taken(node):
            return False
        if not node.is_inline:
            self._flush(_gap(node))
        self._ids.append(self._id_within(node))
        if node.id and not node.letters:
            self._pending = node.id
        if told := self._opening.get(node):
            self._open(told)
        self._begin(node)
        return True

    def _id_within(self, node: Node) -> str | None:
        """Where a link leads to that is nearest; what holds most of the page is near to nothing."""
        return node.id if node.id and node.letters * 2 <= self._plan.letters else self._ids[-1]

    def leave(self, node: Node) -> None:
        """Writes what stands behind it."""
        self._finish(node)
        if not node.is_inline:
            self._flush(_gap(node))
        self._leave_containers(node)
        self._ids.pop()
        if node in self._closing:
            self._flush(2)
            self.shown.append(Closing(node.order))

    def text(self, text: str) -> None:
        """Adds to the line, or ends it where that is how the text is to be shown."""
        if not self._verbatim:
            self._add(text)
            return
        first, *others = text.split("\n")
        self._add(first)
        for line in others:
            self._flush(1)
            self._add(line)

    def _add(self, text: str) -> None:
        self._run.add(text, style=style_of(self._styles), link=self._links[-1] if self._links else None)

    def _is_taken(self, node: Node) -> bool:
        """Whether it is shown elsewhere, as a heading, or not at all."""
        if reason := self._plan.dropped.get(node):
            self._break_around(node)
            self.dropped.append(Dropped(words_of(node), reason, Place(anchor=node.id or None)))
        elif told := self._heads.get(node):
            self._break_around(node)
            self._anchors.setdefault(id(told), self._anchor_of(node))
        elif level := self._plan.levels.get(node):
            self._head(node, level)
        else:
            return self._is_picture(node)
        return True

    def _break_around(self, node: Node) -> None:
        if not node.is_inline:
            self._flush(1)

    def _is_picture(self, node: Node) -> bool:
        if node.tag == "img" and any(each.tag in _CELLS | {"a"} and not each.letters for each in node.ancestors(3)):
            self._add(node.get("alt"))
        return node.tag == "img"

    def _head(self, node: Node, level: int) -> None:
        self._flush(2)
        end = self._plan.ends.get(node)
        key = end.order if end else None
        self.shown.append(Line(text=words_of(node), level=level, anchor=self._anchor_of(node), key=key))

    def _anchor_of(self, node: Node) -> str | None:
        anchor = node.id or _inner_id(node) or self._pending or self._ids[-1]
        self._pending = None
        return anchor

    def _open(self, told: Told) -> None:
        body, head = told.bodies[0], told.heads[0]
        within = body.holds(head)
        anchor = body.id or self._anchor_of(head) if within else self._anchors.get(id(told)) or self._ids[-1]
        self.shown.append(Opening(told, told.bodies[-1].order, self._plan.levels.get(head, 0), anchor))

    def _begin(self, node: Node) -> None:
        self._styles += styles_in(node)
        self._verbatim += node.tag == "pre"
        if node.tag == "a":
            self._links.append(node.get("href"))
        elif node.tag == "br":
            self._flush(2 if self._run.is_blank else 1)
        elif node.tag in _CELLS and not self._is_open(node):
            self._cell = self._cell or []
        elif not self._is_open(node):
            self._lists.enter(node)

    def _finish(self, node: Node) -> None:
        if node.tag == "a":
            self._links.pop()
            self._add(address_after(node))
        del self._styles[len(self._styles) - len(styles_in(node)) :]

    def _leave_containers(self, node: Node) -> None:
        self._verbatim -= node.tag == "pre"
        if node.tag in _CELLS and self._cell is not None:
            self._row.append(" ".join(self._cell))
            self._cell = None
        elif node.tag in ("tr", "table") and self._row:
            self._end_row()
        elif not self._is_open(node):
            self._lists.leave(node)

    def _is_open(self, node: Node) -> bool:
        """Whether it is a list or a table that only lays others out, or an item or cell of one."""
        around = node.ancestors(3 if node.tag in _CELLS else node.tag == "li")
        return node in self._plan.open or any(each in self._plan.open for each in around)

    def _end_row(self) -> None:
        text = " | ".join(self._row)
        self._row = []
        if text.strip(" |"):
            self._show(Line(text=text, gap=self._gap, prefix=self._lists.prefix(), anchor=self._ids[-1]))
            self._gap = 1

    def _flush(self, gap: int) -> None:
        """Ends the line; the next one stands `gap` line ends below it, or more."""
        run, self._run = self._run, Run()
        text = run.text(verbatim=self._verbatim > 0)
        if text and self._cell is not None:
            self._cell.append(f"{self._lists.prefix().strip()} {text}".strip())
        elif text.strip():
            self._show(self._line(run, text))
            self._gap = 0
        if self._cell is None:
            self._gap = max(self._gap, gap)

    def _line(self, run: Run, text: str) -> Line:
        prefix, above = self._lists.prefix(), self.shown[-1] if self.shown else None
        is_next_item = bool(prefix.strip()) and isinstance(above, Line) and bool(above.prefix)
        return Line(
            text=text,
            gap=1 if is_next_item else self._gap,
            prefix=prefix,
            anchor=self._ids[-1],
            bold=run.styled,
            style=run.style or "",
            is_link=0 < run.words == run.linked,
            is_jump=0 < run.words == run.jumping,
        )

    def _show(self, line: Line) -> None:
        self.shown.append(line)
        self._pending = None


def _gap(node: Node) -> int:
    return 1 if node.tag in _TIGHT or (node.tag in LISTS and node.parent is not None and node.parent.tag == "li") else 2


def _inner_id(node: Node) -> str | None:
    stack: list[Node | str] = [node]
    while stack:
        each = stack.pop()
        if isinstance(each, Node):
            if each.id:
                return each.id
            stack += reversed(each.children)
    return None
