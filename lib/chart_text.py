"""Words in a picture: how wide they are, and where a line may end. SVG breaks no lines by itself."""

import unicodedata

FONT = 14
LINE = 24
# Sarabun Bold's advance widths in thousandths of an em, rounded up to 25; the regular cut is no wider.
WIDTHS = {
    275: " '!i|.,:;·jIlๅ",
    350: "-[]{}เ",
    400: "()_\\`fr",
    425: '"tโใ',
    450: "*sไ",
    500: "/?Jczงร↓↑",
    550: "xyาำ$aekvวะ–é",
    575: "0123456789EFLSbdghnpquจฐฯ“”",
    600: "PRTZ^oกฉถธยฤลสฮ",
    625: "+<=>BC~คฎฏดฦศอ฿แ−×±",
    675: "ADVYขฅชตนผฝภมห๏GKUXฃซบปๆ๐๖",
    725: "&HNOQฆท๑๔๕๘๙#wษ๒๓",
}
WIDEST = 1000
WIDTH = {letter: width for width, letters in WIDTHS.items() for letter in letters}
# Another font may stand in until ours has come.
SPARE = 1.04
NO_ROOM = ("Mn", "Cf")


def text_width(text: str) -> float:
    """How wide `text` is in a picture's units, at `FONT`; marks above and below a letter take no room."""
    letters = (letter for letter in text if unicodedata.category(letter) not in NO_ROOM)
    return sum(WIDTH.get(letter, WIDEST) for letter in letters) * FONT * SPARE / 1000


def wrap(text: str, width: float) -> list[str]:
    """`text` in lines that fit into `width`, broken at spaces and zero-width spaces (between Thai words).

    Only a run that is wider than a line by itself is broken inside, between letters with all their signs.
    """
    lines = [""]
    words = [(gap, word) for run in text.split() for gap, word in _words(run)]
    for gap, word in words:
        candidate = f"{lines[-1]}{gap}{word}".strip()
        if text_width(candidate) <= width:
            lines[-1] = candidate
            continue
        if lines[-1]:
            lines.append("")
        for cluster in _clusters(word):
            if lines[-1] and text_width(lines[-1] + cluster) > width:
                lines.append("")
            lines[-1] += cluster
    return lines


def _words(run: str) -> list[tuple[str, str]]:
    """The parts of a run of letters between zero-width spaces, each with what stands before it."""
    return [("" if place else " ", word) for place, word in enumerate(run.split("\N{ZERO WIDTH SPACE}"))]


def _clusters(word: str) -> list[str]:
    """Letters with all that belongs to them: signs, a leading vowel, a following ะ, า, ำ or ๆ."""
    clusters: list[str] = []
    for char in word:
        joins = unicodedata.category(char) == "Mn" or char in "ะาำๆฯๅ"
        if clusters and (joins or clusters[-1] in "เแโใไ"):
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters
