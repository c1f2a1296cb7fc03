"""The Thai national id."""

import pytest

from lib.nationalid import is_national_id, mask_national_id, normalise_national_id


@pytest.mark.parametrize("text", ["1234567890121", "1-2345-67890-12-1", "๑ ๒๓๔๕ ๖๗๘๙๐ ๑๒ ๑"])
def test_an_id_with_the_right_check_digit_is_kept_as_figures(text):
    assert normalise_national_id(text) == "1234567890121"


@pytest.mark.parametrize("text", ["", "1234567890123", "123456789012", "12345678901211", "123456789012a"])
def test_any_other_is_refused(text):
    assert not is_national_id(text)
    with pytest.raises(ValueError, match="national id"):
        normalise_national_id(text)


def test_an_id_is_shown_masked():
    assert mask_national_id("1234567890121") == "x-xxxx-xxxx0-12-1"


def test_what_is_no_id_shows_nothing_at_all():
    assert mask_national_id("my secret") == "x-xxxx-xxxxx-xx-x"
