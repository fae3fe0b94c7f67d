"""Numbers of documents and applications: one spelling, checked, and what they say.

Vectorised polars expressions only. Chinese application numbers follow ZC 0006-2003: eight digits until
30 September 2003 (year, type, serial of five), twelve since (year, type, serial of seven), each with
a check digit after a dot. Kinds follow WIPO ST.16; offices WIPO ST.3.
"""

from collections.abc import Callable
from functools import reduce
from typing import Final

import numpy as np
import polars as pl

_NOT_OFFICES: Final = ("RE", "PP", "PI")  # US reissues and plants, Brazilian inventions: letters of a number
_PUBLICATION_FORMS: Final = (
    (r"^US0+(\d{5,}[A-Z]?\d?)$", "US${1}"),  # full text pads with zeros what no one writes
    (r"^(US(?:D|RE|PP|H|T))0+(\d)", "${1}${2}"),
)
_PUBLICATION_KEYS: Final = (
    (r"^(US20\d\d)(\d{6}[A-Z]\d?)$", "${1}0${2}"),  # EPO spelling of US applications drops a zero
    (r"^WO([789]\d)(\d{5})([A-Z]\d?)?$", "WO19${1}0${2}${3}"),
    (r"^WO(0[0-4])(\d{5})([A-Z]\d?)?$", "WO20${1}0${2}${3}"),
    (r"^WO(0[0-4])(\d{6})([A-Z]\d?)?$", "WO20${1}${2}${3}"),
    (r"^EP(\d{6})([A-Z]\d?)?$", "EP0${1}${2}"),
    (r"^EP(\d{5})([A-Z]\d?)?$", "EP00${1}${2}"),
)

_NORMAL_PUBLICATION: Final = (
    r"^(?:CN[0-9]{7,9}|EP[0-9]{7}|WO(?:19|20)[0-9]{8}|US(?:[1-9][0-9]{3,7}|20[0-9]{9})"
    r"|(?:JP|KR|DE|FR|GB|AU|CA|ES|RU|IN|BR|TW)[0-9]+)[A-Z][0-9]?$"
)
"""Numbers that need no mending: most of most exports."""

_NEW_FORM: Final = r"^(20(?:0[3-9]|[1-9]\d))([12389])(\d{7})(?:\.?([\dX]))?$"
_OLD_FORM: Final = r"^(8[5-9]|9\d|0[0-3])([12389])(\d{5})(?:\.?([\dX]))?$"
_STANDARD_FORM: Final = r"^([123][01](?:19|20)\d{2}00\d{7})$"
_NORMAL_APPLICATION: Final = (
    r"^(?:CN20[0-9]{2}[12389][0-9]{7}(?:\.[0-9X])?|[ABD-VXY][A-Z][0-9]{5,}|C[A-MO-Z][0-9]{5,})$"
)
_CHINESE_FORMS: Final = (
    (r"^(?:CN|ZL)+\.?", ""),
    (r"^(\d{12}[\dX])\.0$", "${1}"),  # a whole number that went through a float
    (r"^(\d{8,12})[A-WYZ]\d?$", "${1}"),
    (r"^(20\d{2}[12389]\d{7}|(?:8[5-9]|9\d|0[0-3])[12389]\d{5})\.?([\dX])$", "${1}.${2}"),
)
_STANDARD_TYPES: Final = {"10": "1", "11": "8", "20": "2", "21": "9", "30": "3"}
_WEIGHTS: Final = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
RUINED: Final = r"^(?:CN|ZL)?\d(?:\.\d+)?E\+?\d+$"

_PCT_FORMS: Final = (
    (r"^(?:PCT|WO)([A-Z]{2})((?:19|20)\d\d)(\d{5,6})$", "PCT/${1}${2}/${3}"),
    (r"^WO((?:19|20)\d\d)([A-Z]{2})(\d{5,6})[A-Z]?$", "PCT/${2}${1}/${3}"),
    (r"^WO([A-Z]{2})((?:19|20)\d\d)0?(\d{6})W$", "PCT/${1}${2}/${3}"),
    (r"^(?:PCT|WO)([A-Z]{2})([789]\d)(\d{5,6})W?$", "PCT/${1}19${2}/${3}"),
    (r"^(?:PCT|WO)([A-Z]{2})([0-6]\d)(\d{5,6})W?$", "PCT/${1}20${2}/${3}"),
    (r"^PCT/([A-Z]{2}\d{4})/(\d{5})$", "PCT/${1}/0${2}"),
)
_PADDED_FORM: Final = (
    r"^(?:US[0-9]{12}|EP[0-9]{9}|EP[0-9]{11}|(?:AU|CA|HK|IL|JP|MX|NZ)[0-9]{11}|HK[0-9]{9}|KR10[0-9]{11})$"
)
_KEY_FORMS: Final = (
    (r"^US(?:19|20)\d\d(\d{8})$", "US${1}"),  # EPO spelling: year before the series and serial
    (r"^EP(?:19|20)(\d\d)0(\d{6})$", "EP${1}${2}"),
    (r"^EP(?:19|20)(\d\d)([1-9]\d{6})$", "EP${1}${2}"),  # full year, serial of six, check digit
    (r"^(JP|AU|MX)((?:19|20)\d\d)0(\d{6})$", "${1}${2}${3}"),
    (r"^(CA|IL|NZ)(?:19|20)\d\d0*([1-9]\d+)$", "${1}${2}"),  # serials that run on through the years
    (r"^HK(?:(?:19|20)(\d\d)0(1\d{5})|(\d\d)(1\d{5})\d)$", "HK${1}${2}${3}${4}"),
    (r"^KR10((?:19|20)\d{9})$", "KR${1}"),
)


def _plain(number: pl.Expr) -> pl.Expr:
    """Half-width and upper-case."""
    is_wide = number.str.contains(r"[^\x00-\x7F]")
    half = pl.when(is_wide).then(number).str.normalize("NFKC")
    return pl.coalesce(half, number).str.to_uppercase()


def _rewritten(text: pl.Expr, forms: tuple[tuple[str, str], ...]) -> pl.Expr:
    """Apply anchored rewritings one after the other."""
    return reduce(lambda found, form: found.str.replace(*form), forms, text)


def filled(text: pl.Expr) -> pl.Expr:
    """Null for text of no characters."""
    return pl.when(text.str.len_bytes() > 0).then(text)


def by_frame(compute: Callable[[pl.DataFrame], pl.DataFrame], result: str, **inputs: pl.Expr | None) -> pl.Expr:
    """Compute a text column in named steps over a frame of the inputs.

    The steps reuse one another's results many times over; written as one expression they would grow
    beyond what the planner can hold.
    """
    missing = pl.lit(None, dtype=pl.String)
    given = [(missing if expr is None else expr).alias(name) for name, expr in inputs.items()]
    return pl.struct(given).map_batches(
        lambda column: compute(column.struct.unnest())[result],
        return_dtype=pl.String,
        is_elementwise=True,
    )


def normal_publication_number(
    number: pl.Expr, office: pl.Expr | None = None, kind: pl.Expr | None = None
) -> pl.Expr:
    """Return a publication number as found, put plainly: office, number, kind, nothing between.

    Parameters
    ----------
    number : Expr of str
        As found: ``CN 115958995 A``, ``US-2011/0185700-A1``, ``WO 00/01198 A1``.
    office : Expr of str, optional
        ST.3 code, put in front where the number does not carry one.
    kind : Expr of str, optional
        ST.16 code, put behind where the number does not carry one; anything else is ignored.

    Returns
    -------
    Expr of str
        ``CN115958995A``, ``US20110185700A1``, ``WO0001198A1``; null for nothing. Years and zeros that
        a vendor leaves out stay out: :func:`publication_key` tells that two spellings are one.
    """
    return by_frame(_with_publication, "normal", number=number, office=office, kind=kind)


def publication_key(publication_number: pl.Expr) -> pl.Expr:
    """Return what all vendors' spellings of one publication share; null for null.

    ``EP971217B1`` and ``EP0971217B1``, ``WO0040934A1`` and ``WO2000040934A1``, ``US2011185700A1`` and
    ``US20110185700A1`` are one each.
    """
    is_short = publication_number.str.contains(r"^(?:US20\d{8}[A-Z]|WO\d{7,8}(?:[A-Z]|$)|EP\d{5,6}(?:[A-Z]|$))")
    full = _rewritten(pl.when(is_short).then(publication_number), _PUBLICATION_KEYS)
    return pl.coalesce(full, publication_number)


def key_of(numbers: pl.Series) -> pl.Series:
    """Return the :func:`publication_key` of numbers as a person wrote them."""
    told = numbers.alias("number").to_frame()
    return told.select(publication_key(normal_publication_number(pl.col("number"))))["number"]


def _with_publication(frame: pl.DataFrame) -> pl.DataFrame:
    return _odd_mended(frame, pl.col("number").str.contains(_NORMAL_PUBLICATION), _with_odd_publication)


def _odd_mended(
    frame: pl.DataFrame, is_normal: pl.Expr, mend: Callable[[pl.DataFrame], pl.DataFrame]
) -> pl.DataFrame:
    """Return ``normal`` and ``text`` beside ``is_normal``; only rows that need it are mended, mostly few.

    ``text`` is the number without separators, null where it was normal from the first.
    """
    told = frame.with_columns(is_normal=is_normal.fill_null(pl.col("number").is_null()))
    nothing = pl.lit(None, dtype=pl.String)
    if told["is_normal"].all():
        return told.with_columns(normal="number", text=nothing)
    odd = mend(told.filter(~pl.col("is_normal")))
    places = (~told["is_normal"]).arg_true()
    text = pl.Series([None], dtype=pl.String).new_from_index(0, told.height)
    return told.with_columns(
        told["number"].scatter(places, odd["normal"]).alias("normal"),
        text.scatter(places, odd["text"]).alias("text"),
    )


def _with_odd_publication(frame: pl.DataFrame) -> pl.DataFrame:
    text, own_office = pl.col("text"), office_of(pl.col("text"))
    steps = frame.with_columns(
        text=_plain(pl.col("number")).str.replace_all(r"[^A-Z0-9]+", ""),
        office=_plain(pl.col("office")).str.extract(r"^\s*([A-Z]{2})\s*$"),
        kind=_plain(pl.col("kind")).str.extract(r"^\s*([A-Z]\d?)\s*$"),
    ).with_columns(text=filled(text))
    bare = ~text.str.starts_with(pl.col("office")) & own_office.is_null()
    steps = steps.with_columns(text=pl.when(bare).then(pl.col("office") + text).otherwise(text))
    steps = steps.with_columns(text=text + pl.when(kind_of(text).is_null()).then("kind").fill_null(""))
    return steps.select("text", normal=_rewritten(text, _PUBLICATION_FORMS))


def office_of(publication_number: pl.Expr) -> pl.Expr:
    """Return the ST.3 office a normal number begins with; null where it begins with none."""
    code = publication_number.str.slice(0, 2)
    return pl.when(code.str.contains(r"^[A-Z]{2}$") & ~code.is_in(_NOT_OFFICES)).then(code)


def kind_of(publication_number: pl.Expr) -> pl.Expr:
    """Return the ST.16 kind a normal number ends with, a letter and perhaps a digit; null if absent."""
    return publication_number.str.extract(r"\d[A-Z]?([A-Z]\d?)$")


def normal_application_number(number: pl.Expr, office: pl.Expr | None = None) -> pl.Expr:
    """Return an application number in its one spelling.

    Parameters
    ----------
    number : Expr of str
        As found.
    office : Expr of str, optional
        ST.3 code of the office, for numbers that do not carry one.

    Returns
    -------
    Expr of str
        Chinese numbers as ``CN202211224208.2`` (check digit behind a dot as far as given, never made up
        or mended; the 15 digits of the standardized data become ``CN200910190429``); international ones
        as ``PCT/CN2019/103047``; others upper-case without spaces or separators.

    Notes
    -----
    A number without an office is taken for Chinese only where its form leaves no doubt: twelve
    digits of the new form, or a right check digit behind a dot.
    """
    return by_frame(normal_applications, "normal", number=number, office=office)


def application_key(application_number: pl.Expr) -> pl.Expr:
    """Return what all spellings of one application share; null for null and for ruined numbers.

    Chinese numbers become ``CN`` + year of four + type + serial of seven, so that the forms of eight,
    twelve and fifteen digits meet; others keep their letters and digits without check digit and kind.
    """
    return by_frame(_with_key, "key", number=application_number, office=None)


def check_digit(digits: pl.Expr) -> pl.Expr:
    """Return the check digit of eight or twelve digits, ``0``–``9`` or ``X``; null for anything else.

    The weighted sum modulo 11, weights 2 to 9 repeating from the left; ten is written ``X``.

    References
    ----------
    .. [1] ZC 0006-2003, 专利申请号标准, section on the check digit.
    """
    length = digits.str.len_bytes()
    filled = pl.when(length == 12).then(digits).when(length == 8).then(digits + "0000")
    return by_frame(_with_digit, "digit", value=filled)


def _with_digit(frame: pl.DataFrame) -> pl.DataFrame:
    digits = frame["value"]
    is_whole = digits.str.contains(r"^\d{12}$").fill_null(value=False)
    signs = np.frombuffer(digits.filter(is_whole).str.join().item().encode(), dtype=np.uint8).reshape(-1, 12)
    rest = (signs - 48) @ np.array(_WEIGHTS, dtype=np.int64) % 11
    found = pl.Series("digit", list("0123456789X")).gather(rest)
    if is_whole.all():
        return found.to_frame()
    places = is_whole.arg_true()
    return (
        pl.Series("digit", [None], dtype=pl.String)
        .new_from_index(0, len(digits))
        .scatter(places, found)
        .to_frame()
    )


def normal_applications(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``body`` (a Chinese number without its office; null for others) and ``normal``."""
    number = pl.col("number")
    steps = frame.select("number", code=_plain(pl.col("office")).str.strip_chars())
    is_normal = number.str.contains(_NORMAL_APPLICATION) & (pl.col("code") != "WO").fill_null(True)
    steps = _odd_mended(steps, is_normal, _with_odd_application)
    is_chinese = pl.col("normal").str.contains(r"^CN[\d.]")
    return steps.with_columns(body=pl.when(is_chinese).then(pl.col("normal").str.slice(2)))


def _with_odd_application(frame: pl.DataFrame) -> pl.DataFrame:
    text = pl.col("text")
    steps = frame.with_columns(text=_plain(pl.col("number")).str.replace_all(r"[^A-Z0-9.+]+", ""))
    is_international = text.str.contains(r"^[A-VX-Z][A-Z][0-9]{7,11}W$")  # kind W of the EPO's data
    steps = steps.with_columns(text=pl.when(is_international).then("WO" + text).otherwise(filled(text)))
    steps = steps.with_columns(body=_rewritten(_perhaps_chinese(text), _CHINESE_FORMS))
    steps = steps.with_columns(body=_from_standard(pl.col("body")))
    steps = steps.with_columns(is_chinese=_is_chinese().fill_null(False))
    steps = steps.with_columns(
        body=pl.when("is_chinese").then("body"),
        foreign=_with_office(pl.when(~pl.col("is_chinese")).then(text), pl.col("code")),
    )
    return steps.select("text", normal=pl.coalesce("CN" + pl.col("body"), _with_pct_form(pl.col("foreign"))))


def _perhaps_chinese(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.contains(r"^(?:CN|ZL|\d)")).then(text)


def _from_standard(body: pl.Expr) -> pl.Expr:
    """Turn type, year and nine-digit serial of the standardized data into the office's own form."""
    standard = body.str.extract(_STANDARD_FORM)
    type_digit = standard.str.slice(0, 2).replace_strict(_STANDARD_TYPES, default=None, return_dtype=pl.String)
    year, serial = standard.str.slice(2, 4), standard.str.slice(8, 7)
    is_old = (year < "2003") | ((year == "2003") & (serial < "0100000"))
    old = standard.str.slice(4, 2) + type_digit + standard.str.slice(10, 5)
    return pl.coalesce(pl.when(is_old).then(old).otherwise(year + type_digit + serial), body)


def _is_chinese() -> pl.Expr:
    text, body, code = pl.col("text"), pl.col("body"), pl.col("code")
    starts_bare = text.str.contains(r"^\d")
    sure = (
        text.str.contains(_STANDARD_FORM)
        | body.str.contains(_NEW_FORM)
        | (body.str.contains(r"^\d{8}\.") & has_right_check_digit(body))
    )
    return (
        text.str.contains(r"^(?:CN|ZL)[\d.]")
        | (starts_bare & code.is_null() & sure)
        | (starts_bare & (code == "CN"))
    )


def has_right_check_digit(body: pl.Expr) -> pl.Expr:
    """Tell whether the digit behind the dot is right; null where there is none."""
    is_dotted = body.str.contains(r"^\d+\.[\dX]$")
    return pl.when(is_dotted).then(body.str.tail(1) == check_digit(body.str.head(-2)))


def _with_office(foreign: pl.Expr, code: pl.Expr) -> pl.Expr:
    is_international = (code == "WO").fill_null(False)
    carried = foreign.str.starts_with(code) | foreign.str.contains(r"^(?:[A-Z]{2}\d|PCT|WO)")
    keeps = pl.when(is_international).then(foreign.str.contains("^(?:WO|PCT)")).otherwise(carried)
    return pl.when(code.is_null() | keeps).then(foreign).otherwise(code + foreign)


def _with_pct_form(foreign: pl.Expr) -> pl.Expr:
    """Write international applications as ``PCT/CN2019/103047``, whatever the vendor's form."""
    international = pl.when(foreign.str.contains("^(?:PCT|WO)")).then(foreign)
    return pl.coalesce(_rewritten(international, _PCT_FORMS), foreign)


def _with_key(frame: pl.DataFrame) -> pl.DataFrame:
    steps = with_chinese_keys(normal_applications(frame))
    is_other = steps["key"].is_null()
    if not is_other.any():
        return steps
    others = _with_foreign_key(steps.filter(is_other))
    return steps.with_columns(steps["key"].scatter(is_other.arg_true(), others["key"]))


def with_chinese_keys(steps: pl.DataFrame) -> pl.DataFrame:
    """Add ``key``: :func:`chinese_key` of ``body``, with less work where all are of the new form."""
    is_new = pl.col("body").str.contains(_NEW_FORM)
    keyed = steps.with_columns(key=pl.when(is_new).then("CN" + pl.col("body").str.slice(0, 12)))
    if not keyed["key"].null_count():
        return keyed
    return steps.with_columns(key=chinese_key(pl.col("body")))


def _with_foreign_key(steps: pl.DataFrame) -> pl.DataFrame:
    is_ruined = pl.col("text").str.contains(RUINED).fill_null(False)
    steps = steps.with_columns(foreign=pl.when(~is_ruined).then("normal"))
    bare = (
        pl.when(~pl.col("is_normal"))
        .then("foreign")
        .str.replace(r"\.[\dX]$", "")
        .str.replace_all(r"[^A-Z0-9]+", "")
        .str.replace(r"(\d)[A-Z]\d?$", "${1}")
    )
    steps = steps.with_columns(foreign=pl.coalesce(bare, "foreign"))
    padded = pl.when(pl.col("foreign").str.contains(_PADDED_FORM)).then("foreign")
    unpadded = _without_european_check_digit(_rewritten(padded, _KEY_FORMS))
    return steps.select(key=pl.coalesce(unpadded, "foreign"))


def _without_european_check_digit(number: pl.Expr) -> pl.Expr:
    """Drop the ninth digit of an EP number where it is the check digit of the eight before it.

    The European Patent Office doubles every second digit, adds the digits of all, and fills up to ten.
    """
    is_long = number.str.contains(r"^EP\d{9}$")
    value = pl.when(is_long).then(number.str.slice(2)).cast(pl.Int64)
    digits = [value // 10 ** (8 - place) % 10 for place in range(9)]
    doubled = [digit * 2 - pl.when(digit > 4).then(9).otherwise(0) for digit in digits[1:8:2]]
    is_right = (sum([*digits[0:8:2], *doubled, digits[8]], start=pl.lit(0)) % 10 == 0).fill_null(value=False)
    return pl.when(is_right).then(number.str.head(10)).otherwise(number)


def chinese_key(body: pl.Expr) -> pl.Expr:
    """Return ``CN`` + year + type + serial of a well-formed Chinese number; null for any other."""
    new = pl.when(body.str.contains(_NEW_FORM)).then(body.str.slice(0, 12))
    rest = pl.when(new.is_null()).then(body)
    old = pl.when(rest.str.contains(_OLD_FORM)).then(rest)
    century = pl.when(old.str.starts_with("0")).then(pl.lit("20")).otherwise(pl.lit("19"))
    return "CN" + pl.coalesce(new, century + old.str.slice(0, 3) + "00" + old.str.slice(3, 5))


def is_well_formed(body: pl.Expr) -> pl.Expr:
    """Tell whether a Chinese number without its office has eight or twelve digits of the right form."""
    return body.str.contains(_NEW_FORM) | body.str.contains(_OLD_FORM)
