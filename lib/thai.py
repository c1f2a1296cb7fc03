"""Thai text: one spelling for what looks the same, keys to search and sort by.

Thai is typed in many ways that look alike on the screen: sara am as one character or two, tone marks
before or after the vowel, two `เ` for one `แ`. Whatever a person types goes through `normalise` before it
is kept or compared. `search_key` finds, `fuzzy_key` forgives, `sort_key` puts in dictionary order.
"""

import re
import unicodedata

TONES = "่้๊๋"
KARAN = "์"
MAITAIKHU = "็"
# Signs written above or below a consonant, and the order in which one consonant carries them.
MARKS = "ัิีึืฺุู็่้๊๋์ํ๎"
MARK_RANK = {mark: 1 if mark in TONES else 2 if mark == KARAN else 0 for mark in MARKS}
LEADING_VOWELS = "เแโใไ"

ARABIC_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
INVISIBLE_CATEGORIES = {"Cc", "Cf", "Cs"}

MARKS_TOGETHER = re.compile(f"[{MARKS}]{{2,}}")
MARKS_AND_AA = re.compile(f"([{MARKS}]+)(า?)")
TONE_AFTER_VOWEL = re.compile(f"([ะา]+)([{TONES}]+)")
DOUBLED_VOWEL = re.compile("([ะาำแโใไ])\\1+")
SILENCED = re.compile(f"[ก-ฮ][ิุ]?{KARAN}")
SPACE = re.compile(r"\s+")
SPACE_IN_LINE = re.compile(r"[^\S\n]+")


def normalise(text: str) -> str:
    """`text` on one line with one spelling for each thing seen, and nothing invisible in it.

    The three ways to write น้ำ become one. Full-width and other compatibility characters stay (this is NFC,
    not NFKC, which would take ำ apart).
    """
    return SPACE.sub(" ", _visible(text)).strip()


def normalise_lines(text: str) -> str:
    """Like `normalise`, but line breaks stay (at most one empty line in a row)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = SPACE_IN_LINE.sub(" ", _visible(lines))
    lines = "\n".join(line.strip() for line in lines.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def arabic_digits(text: str) -> str:
    """`text` with ๐-๙ written 0-9."""
    return text.translate(ARABIC_DIGITS)


def search_key(text: str) -> str:
    """The folded form in which titles are stored and queries are looked up.

    Arabic digits, no tone marks, no ไม้ไต่คู้, no silenced letters, ใ as ไ, กระ as กะ, lower case, no spaces.
    A title is found when its key contains the key of the query.
    """
    key = arabic_digits(normalise(text)).lower()
    key = SILENCED.sub("", key)
    key = re.sub(f"[{TONES}{MAITAIKHU}{KARAN}]", "", key)
    return SPACE.sub("", key.replace("ใ", "ไ").replace("กระ", "กะ"))


# Letters that sound the same (initial position) written as one of them.
SAME_SOUND = str.maketrans(
    {
        **dict.fromkeys("ซศษ", "ส"),
        "ณ": "น",
        "ฎ": "ด",
        "ฏ": "ต",
        **dict.fromkeys("ฐถฑธฒ", "ท"),
        **dict.fromkeys("ขฃฅฆ", "ค"),
        "ญ": "ย",
        **dict.fromkeys("รฬ", "ล"),
        "ภ": "พ",
        **dict.fromkeys("ฉฌ", "ช"),
        "ฝ": "ฟ",
        "ฮ": "ห",
        "ี": "ิ",
        "ื": "ึ",
        "ู": "ุ",
        "ั": "า",
        "ะ": "",
        "ๆ": "",
    }
)
# Letters that sound the same at the end of a syllable.
SAME_ENDING = {
    **dict.fromkeys("กขคฆ", "ก"),
    **dict.fromkeys("จชซฌฎฏฐฑฒดตถทธศษส", "ต"),
    **dict.fromkeys("บปพฟภ", "ป"),
    **dict.fromkeys("ญณนรลฬ", "น"),
}
ENDING = re.compile("(?<=[ัาิีึืุู])([ก-ฮ])(?![ะ-ูะ])|(?<=[ก-ฮ])([ก-ฮ])$")


def fuzzy_key(text: str) -> str:
    """A coarser key, near to how the words sound, for comparing a misspelt query with titles by distance.

    Letters of one sound become one letter, long and short vowels too, doubled letters single; ะ and
    everything that is no letter or figure goes. Different words may share a key, so it only ever ranks,
    never decides.
    """
    key = "".join(char for char in search_key(text) if unicodedata.category(char)[0] in "LMN")
    key = re.sub("รร(?=[ก-ฮ])", "ั", key).replace("รร", "ัน").replace("ฤๅ", "รือ").replace("ฤ", "รึ")
    key = re.sub("([ก-ฮ])ัย", r"ไ\1", key)
    key = re.sub("ไ([ก-ฮ])ย", r"ไ\1", key).replace("ำ", "าม")
    key = re.sub("[สศซษ]ร(?=.)|ทร(?=[าัิีืุูอ])", "ส", key).replace("จร", "จ")
    key = ENDING.sub(lambda match: SAME_ENDING.get(match[0], match[0]), key.replace("ะ", ""))
    key = key.translate(SAME_SOUND)
    key = re.sub("ห(?=[งนมยลว].)", "", key)
    return re.sub(r"([^\d])\1+", r"\1", key)


def bigrams(key: str) -> str:
    """The overlapping pairs of characters of `key`, with spaces between: "ปลาทู" gives "ปล ลา าท ทู".

    This is what goes into a SQLite FTS5 column with
    `tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"`; a phrase of such pairs finds any
    part of a title, two letters too. One character gives itself. Signs that no tokenizer keeps are left out.
    """
    pairs = _pairs(key)
    return " ".join(pairs)


def bigram_query(key: str) -> str:
    """The FTS5 MATCH expression for titles whose key contains `key`; "" when there is nothing to look for.

    One phrase of pairs, quoted; a single character becomes a prefix, which misses it at the very end only.
    """
    pairs = _pairs(key)
    if not pairs:
        return ""
    phrase = '"' + " ".join(pairs) + '"'
    return phrase + "*" if len(pairs[0]) == 1 else phrase


def any_bigram_query(key: str) -> str:
    """The FTS5 MATCH expression for titles that share a pair with `key`, to be ordered by bm25; "" for none.

    It gathers the candidates that `lib.similarity.rank` then puts in order.
    """
    return " OR ".join(f'"{pair}"' for pair in dict.fromkeys(_pairs(key)))


# The dictionary's order: figures, Latin letters, Thai consonants, Thai vowels. A consonant without a vowel
# sign comes before the same one with a sign, so vowels stand last.
ALPHABET = "0123456789" + "abcdefghijklmnopqrstuvwxyz" + "".join(map(chr, range(ord("ก"), ord("ฮ") + 1)))
ALPHABET += "ๅะัาำิีึืฺุูเแโใไๆฯ"
BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
WEIGHT = {char: BASE36[place // 36] + BASE36[place % 36] for place, char in enumerate(ALPHABET, start=1)}
LAST_POSITION = 36 * 36 - 1
LEADING_VOWEL = re.compile(f"([{LEADING_VOWELS}])([ก-ฮ])")
# Marks decide only between words that are otherwise the same.
MARK_WEIGHT = {mark: BASE36[place] for place, mark in enumerate(MAITAIKHU + TONES + KARAN + "ํ๎", start=1)}


def sort_key(text: str, max_length: int = 200) -> str:
    """A key whose plain order is the order of a Thai dictionary, at most `max_length` characters long.

    Made of 0-9 and a-z only, so that every database and every collation compares it the same way. A leading
    vowel counts after its consonant (เกลือ and ไก่ stand under ก); tone marks, ไม้ไต่คู้ and การันต์ decide only
    between equals; case, spaces and punctuation do not count. Rule: the preface of the Royal Institute's
    dictionary.
    """
    plain = unicodedata.normalize("NFD", arabic_digits(normalise(text)).casefold())
    letters: list[str] = []
    marks: list[str] = []
    for char in LEADING_VOWEL.sub(r"\2\1", plain):
        if char in MARK_WEIGHT:
            place = LAST_POSITION - min(len(letters), LAST_POSITION)
            marks.append(BASE36[place // 36] + BASE36[place % 36] + MARK_WEIGHT[char])
        elif char in WEIGHT:
            letters.append(WEIGHT[char])
        elif unicodedata.category(char)[0] in "LN":
            letters.append("z" + _base36(ord(char)))
    return ("".join(letters) + "00" + "".join(marks))[:max_length]


def _visible(text: str) -> str:
    text = "".join(
        char if char.isspace() or unicodedata.category(char) not in INVISIBLE_CATEGORIES else ""
        for char in text
    )
    text = unicodedata.normalize("NFC", text)
    text = re.sub("เเ+", "แ", text).replace("ำ", "ํา")
    text = MARKS_TOGETHER.sub(lambda match: _in_order(match[0]), text)
    text = TONE_AFTER_VOWEL.sub(r"\2\1", text)
    text = MARKS_AND_AA.sub(_with_sara_am, text)
    return unicodedata.normalize("NFC", DOUBLED_VOWEL.sub(r"\1", text))


def _in_order(marks: str) -> str:
    return "".join(sorted(dict.fromkeys(marks), key=MARK_RANK.__getitem__))


def _with_sara_am(match: re.Match) -> str:
    marks = _in_order(match[1])
    if match[2] and "ํ" in marks:
        return marks.replace("ํ", "") + "ำ"
    return marks + match[2]


def _pairs(key: str) -> list[str]:
    letters = "".join(char for char in key if unicodedata.category(char)[0] in "LMN")
    if len(letters) < 2:
        return [letters] if letters else []
    return [letters[place : place + 2] for place in range(len(letters) - 1)]


def _base36(number: int) -> str:
    digits = ""
    for _place in range(4):
        number, rest = divmod(number, 36)
        digits = BASE36[rest] + digits
    return digits
