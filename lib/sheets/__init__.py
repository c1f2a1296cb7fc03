"""Tables that people upload: read whatever Excel saves, find the columns, understand the cells.

`read` turns a file into heads and rows of text, `guess_columns` finds the wanted columns among the heads, and
the functions of `lib.sheets.cells` make values of cells. Whatever is wrong is `lib.errors.Refused` with a
sentence that says how to mend it.
"""

from lib.sheets.cells import (
    House,
    amount,
    birth_year,
    day,
    house_number,
    is_blank,
    month,
    phone,
    sex,
    split_name,
    yes_no,
)
from lib.sheets.columns import guess_columns
from lib.sheets.reading import Sheet, read

__all__ = [
    "House",
    "Sheet",
    "amount",
    "birth_year",
    "day",
    "guess_columns",
    "house_number",
    "is_blank",
    "month",
    "phone",
    "read",
    "sex",
    "split_name",
    "yes_no",
]
