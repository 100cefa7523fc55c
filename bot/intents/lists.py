"""Split a message that lists several things: dashed, numbered, in lines or in one line."""

import re
from dataclasses import dataclass

_MARK = (
    r"(?:[-–—•*▪◦·‣]|\(?\d{1,2}[.)]|\(?[a-h]\)|"
    r":(?:small_\w+_diamond|white_small_square|arrow_right|black_small_square):)"
)

_ITEM_LINE = re.compile(rf"[ \t>]*{_MARK}[ \t]+(?=\S)")

_NUMBER = re.compile(r"(?:(?<=\s)|^)\(?(\d{1,2}[.)]|[a-h]\))\s+(?=\S)")

_COUNTS = ([str(number) for number in range(1, 31)], list("abcdefgh"))

_DASH = re.compile(r"(?:(?<=\s)|^)[-–—•*·]\s+(?=\S)")

MIN_ITEMS = 2

# So many notes fit into one message with their buttons; a longer list is one note.
MAX_ITEMS = 20


@dataclass(frozen=True)
class ListedItems:
    """The items of a list, and the words before it and after it (empty where there are none)."""

    intro: str
    items: tuple[str, ...]
    outro: str = ""


def split_list(text: str) -> ListedItems | None:
    """Return the items that a message lists, None where it lists fewer than two."""
    return _split_lines(text) or _split_numbers(text) or _split_dashes(text)


def _split_lines(text: str) -> ListedItems | None:
    lines = text.strip().split("\n")
    marked = [number for number, line in enumerate(lines) if _ITEM_LINE.match(line)]
    if len(lines) < MIN_ITEMS or len(marked) < MIN_ITEMS:
        return None
    intro = "\n".join(lines[: marked[0]]).strip()
    items: list[str] = []
    outro: list[str] = []
    is_blank = False
    for line in lines[marked[0] :]:
        if _ITEM_LINE.match(line):
            items += ["\n".join(outro)] if outro else []
            outro = []
            items.append(_ITEM_LINE.sub("", line, count=1).strip())
        elif not line.strip():
            is_blank = True
            continue
        elif is_blank or outro:
            outro.append(line.strip())
        else:
            items[-1] += f"\n{line.strip()}"
        is_blank = False
    return _listed(intro, items, "\n".join(outro))


def _split_numbers(text: str) -> ListedItems | None:
    """Split “1. no parking 2. breakfast too early”: numbers or letters must count up from one."""
    found: list[re.Match[str]] = []
    for count in _COUNTS:
        found = []
        for match in _NUMBER.finditer(text):
            if len(found) < len(count) and match[1].rstrip(".)") == count[len(found)]:
                found.append(match)
        if len(found) >= MIN_ITEMS:
            break
    if len(found) < MIN_ITEMS:
        return None
    ends = [match.start() for match in found[1:]] + [len(text)]
    items = [text[match.end() : end].strip() for match, end in zip(found, ends, strict=True)]
    return _listed(text[: found[0].start()].strip(), items)


def _split_dashes(text: str) -> ListedItems | None:
    """Split “- no soap - toilets dirty”; a dash within a sentence lists nothing."""
    line = text.strip()
    starts = _DASH.match(line)
    after_colon = re.search(r":\s+(?=[-–—•*]\s)", line)
    if "\n" in line or not (starts or after_colon):
        return None
    intro = "" if starts else line[: after_colon.end()].strip() if after_colon else ""
    rest = line if starts else line[after_colon.end() :] if after_colon else ""
    mark = rest.lstrip()[0]
    items = [one.strip(" ,;") for one in re.split(rf"(?:(?<=\s)|^){re.escape(mark)}\s+", rest)]
    # “- onboarding - the invite is slow” is one note.
    if len(items) <= MIN_ITEMS + 1 and any(len(item.split()) == 1 for item in items if item):
        return None
    return _listed(intro, items)


def _listed(intro: str, items: list[str], outro: str = "") -> ListedItems | None:
    kept = [item for item in items if any(char.isalnum() for char in item)]
    if not MIN_ITEMS <= len(kept) <= MAX_ITEMS:
        return None
    return ListedItems(intro.strip(), tuple(kept), outro)
