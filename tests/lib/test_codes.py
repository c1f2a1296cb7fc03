"""Codes that can be read aloud and typed again."""

from lib.codes import ALPHABET, digits, new_code, normalise_code


def test_codes_have_no_lookalikes():
    assert not set(ALPHABET) & set("0o1il5s2z8b9qguv") - {"g"}
    assert set("".join(new_code() for _time in range(200))) <= set(ALPHABET)


def test_codes_differ():
    assert len({new_code() for _time in range(500)}) == 500


def test_a_code_has_the_length_asked_for():
    assert (len(new_code()), len(new_code(length=12))) == (8, 12)


def test_what_a_person_types_becomes_the_code():
    assert normalise_code(" AC-de ๓๔ .7\u200b") == "acde347"


def test_every_code_survives_being_typed_in_capitals():
    code = new_code()
    assert normalise_code(f"{code[:4]}-{code[4:]}".upper()) == code


def test_a_handover_code_is_four_figures_with_leading_zeros(monkeypatch):
    monkeypatch.setattr("secrets.choice", lambda alphabet: alphabet[0])
    assert digits() == "0000"
    assert digits(6) == "000000"
