"""Whether a text that should hold none holds a card number."""

from __future__ import annotations

import re

#: Runs of digits, with the separators that people write between them.
RUN = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){12,18}(?![0-9])")
#: Issuers' prefixes and lengths (ISO/IEC 7812-1; the brands' own published ranges).
ISSUED = re.compile(
    r"4[0-9]{12}(?:[0-9]{3}){0,2}"
    r"|(?:5[1-5][0-9]{2}|222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720)[0-9]{12}"
    r"|35(?:2[89]|[3-8][0-9])[0-9]{12,15}"
    r"|3[47][0-9]{13}"
    r"|3(?:0[0-59]|[689][0-9])[0-9]{11,16}"
    r"|62[0-9]{14,17}"
    r"|6(?:011|4[4-9][0-9]|5[0-9]{2})[0-9]{12,15}",
    re.ASCII,
)


def holds_card_number(text: str) -> bool:
    """Whether a run of 13 to 19 digits in it has an issuer's prefix and a right check digit.

    One number in a hundred of that length does so by chance.
    """
    digits = (re.sub("[ -]", "", run) for run in RUN.findall(text))
    return any(ISSUED.fullmatch(one) and has_right_check_digit(one) for one in digits)


def has_right_check_digit(digits: str) -> bool:
    """The Luhn formula (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
