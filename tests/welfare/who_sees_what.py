"""Who can read a phone, a place, a sensitive request and a vulnerability on the pages of the help desk.

Written by hand: this is what shall be, and `test_desk_matrix.py` looks at the pages. The document for people is made
from it:

    python -m tests.welfare.who_sees_what > docs/who-sees-what.md
"""

# Each role, with the words for it.
ROLES = {
    "visitor": "somebody without an account",
    "outsider": "somebody with an account of nowhere",
    "buyer": "a buyer",
    "seller": "a seller",
    "volunteer": "a volunteer who does not have it in hand",
    "volunteer_with_it": "the volunteer who has it in hand",
    "case_worker": "a case worker",
    "committee": "the committee",
    "chair": "the chair",
    "circle": "the small circle",
    "complained": "the person complained about, who sits on the committee and in the circle",
    "treasurer": "the treasurer",
    "auditor": "the auditor",
    "officer": "the officer of the municipality",
    "rider": "a rider",
}

# Each page, with the words for it.
PAGES = {
    "help": "help and asking",
    "board": "board",
    "late": "board, what is late",
    "closed": "board, what is closed",
    "find": "board, looked for by name",
    "case": "page of the request",
    "sensitive": "page of the sensitive request",
    "mine": "in my hand",
    "enter": "writing down what was told",
    "map": "map",
    "screen": "screen on the wall",
    "list": "day's list",
    "offline": "writing down without a net",
    "follow": "following by the code",
    "follow_sensitive": "following the sensitive one by the code",
    "inbox": "messages",
    "circle": "page of the circle",
    "about": "whom the sensitive request is about",
    "admin": "committee's office, list of requests",
    "admin_case": "committee's office, the request",
    "admin_sensitive": "committee's office, the sensitive request",
}

FACTS = {
    "phone": "phone of a plain request",
    "place": "place of a plain request",
    "need": "vulnerability in its household",
    "secret": "anything of a sensitive request",
}

DESK = {
    "phone": {"board", "find", "case", "list"},
    "place": {"board", "find", "case", "map", "list"},
    "need": {"case"},
}

# Role: fact: pages on which it can be read. What is not named cannot be read anywhere.
SEEN: dict[str, dict[str, set[str]]] = {
    "volunteer_with_it": {"phone": {"case", "mine"}, "place": {"case", "mine"}},
    "case_worker": DESK,
    "committee": DESK,
    "chair": DESK,
    "circle": {"secret": {"board", "sensitive", "map", "about"}},
    # Of the committee: plain requests as everybody there, and of the one that is about them nothing.
    "complained": DESK,
}


def table() -> dict[str, dict[str, set[str]]]:
    """For each role and fact the pages, also where there are none."""
    return {role: {fact: SEEN.get(role, {}).get(fact, set()) for fact in FACTS} for role in ROLES}


def as_markdown() -> str:
    """The document."""
    lines = [
        "# Who sees what at the help desk",
        "",
        "A phone or a place is never public. A vulnerability is shown to who handles the request at the desk and may know it. A sensitive request",
        "(violence, abuse, somebody in charge who cheats, private facts that came out) exists only for the small circle, and for nobody whom it",
        "complains about. Every role of this table was sent to every page below it by `tests/welfare/test_desk_matrix.py`; the table is made from",
        "the same source (`python -m tests.welfare.who_sees_what > docs/who-sees-what.md`).",
        "",
        f"| who | {' | '.join(FACTS.values())} |",
        f"|{' --- |' * (len(FACTS) + 1)}",
    ]
    for role, facts in table().items():
        cells = [
            "; ".join(words for page, words in PAGES.items() if page in pages) or "–"
            for pages in facts.values()
        ]
        lines.append(f"| {ROLES[role]} | {' | '.join(cells)} |")
    lines += [
        "",
        f"Pages looked at: {'; '.join(PAGES.values())}.",
        "",
        "The volunteer sees the request only while it is open and in the own hand. Who follows by a code sees where the request stands and what the",
        "centre wrote, never a phone, a place or a full name. A message holds no name, place or phone: it leads to the page, which looks again.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(as_markdown(), end="")
