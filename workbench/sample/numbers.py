"""Invented document numbers in the true forms: check digits that hold, eras, no number twice.

Application numbers of China after ZC 0006-2003 (8 + 1 digits until 2003-09, 12 + 1 since), publication
numbers after ZC 0007-2003 (7 digits until 2007-07, 9 since), unified social credit codes after GB 32100-2015.
"""

import numpy as np
import polars as pl

from workbench.sample.chance import Ints

NEW_APPLICATION_NUMBERS = 12326  # 2003-10-01
NINE_DIGITS = 13726  # 2007-08-01
LETTERS_1993 = 8401  # 1993-01-01
LETTERS_2010 = 14706  # 2010-04-07
SEVEN_DIGITS = 6940  # 1989-01-01
_APPLICATION_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_CHECKS = pl.Series([*"0123456789X"])
_USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def check_digits(bodies: Ints, width: int) -> Ints:
    """Return Σ dᵢ·wᵢ mod 11 of numbers of ``width`` digits, weights 2–9 repeating from the left."""
    total = np.zeros_like(bodies)
    for place in range(width):
        digit = bodies // 10 ** (width - 1 - place) % 10
        total += digit * _APPLICATION_WEIGHTS[place]
    return total % 11


def application_numbers(filing: Ints, year: Ints, type_digit: Ints, serial: Ints) -> pl.Series:
    """Return Chinese application numbers, ``CN202010000001.1`` or ``CN97101765.4``."""
    is_new = filing >= NEW_APPLICATION_NUMBERS
    new = year * 10**8 + type_digit * 10**7 + serial
    old = year % 100 * 10**6 + type_digit * 10**5 + serial % 10**5
    check = np.where(is_new, check_digits(new, 12), check_digits(old, 8))
    body = pl.select(
        pl.when(pl.Series(is_new)).then(pl.Series(new).cast(pl.String)).otherwise(padded(old, 8))
    ).to_series()
    return "CN" + body + "." + _CHECKS.gather(check)


def padded(values: Ints, width: int) -> pl.Series:
    """Return whole numbers as text with leading zeros."""
    return pl.Series(values).cast(pl.String).str.zfill(width)


def grant_letters(days: Ints, before_1993: str, until_2010: str, since: str) -> pl.Series:
    """Return the letter of a granted right by the day of its announcement."""
    era = (days >= LETTERS_1993).astype(np.int64) + (days >= LETTERS_2010)
    return pl.Series([before_1993, until_2010, since]).gather(era)


def social_credit_code(region: str, number: int, registrar: str = "91") -> str:
    """Return a unified social credit code whose two check characters hold (GB 11714, GB 32100)."""
    body = f"0{number:07d}"  # no register issues a body that begins with 0
    organization = sum(int(c) * w for c, w in zip(body, _ORGANIZATION_WEIGHTS, strict=True))
    check = "0123456789X"[(11 - organization % 11) % 11]
    head = f"{registrar}{region}{body}{check}"
    total = sum(_USCC_LETTERS.index(c) * w for c, w in zip(head, _USCC_WEIGHTS, strict=True))
    return head + _USCC_LETTERS[(31 - total % 31) % 31]
