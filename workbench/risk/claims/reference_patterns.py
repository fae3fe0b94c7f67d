"""How claims are referred to, in the words of the trade and in those of its typists and scanners."""

import re
from typing import Final

from workbench.risk.claims.patterns import any_of

ZH_CLAIM: Final = (
    r"(?:[权杈權] ?[利力] ?[要耍] ?[求采]|纟又利[要耍]求|權利要求|請求項|请求项|权要"
    r"|[專专]利申?[請请]?[範范][圍围]|申[請请][專专]利[範范][圍围])(?:书|書)?"
)
EN_CLAIM: Final = r"(?:c(?:laim|liam|alim|iaim|1aim|lairn|laini|lalm)s?)(?![a-z]*(?:ed|ing|ant|able))"
_NUMERAL: Final = r"[一二三四五六七八九十]{1,3}(?=[项項所述或至、和及]|任)"
_JOINT_EN: Final = r"(?:\b(?:and ?/ ?or|or|and|as well as)\b|&)"

CLAIM = re.compile(rf"(?P<zh>{ZH_CLAIM})|(?<![a-z])(?P<en>{EN_CLAIM})|(?<=of)(?P<of>{EN_CLAIM})", re.IGNORECASE)
"""A word for claim; ``ofclaim`` too."""
OPENING = re.compile(r"\s{0,4}(?:[(\[#'\"]|no\.?|nos\.?|numbers?|:|中)?\s{0,3}第?\s{0,2}", re.IGNORECASE)
"""What may stand between the word and the first number."""
NUMBER = re.compile(
    rf"(?P<number>\d{{1,6}})(?!\d)|(?P<letter>[lI|])(?P<more>\d{{0,2}})(?![A-Za-z])|(?P<word>{_NUMERAL})"
)
RANGE = re.compile(
    r"\s{0,3}(?:项|項)?\s{0,3}(?:-{1,2}|~|至|到|\b(?:to|through|thru|until)\b|\.{2,3}|…|(?<=\d)[一ー](?=\d))"
    r"\s{0,3}(?:claims? ?)?",
    re.IGNORECASE,
)
"""Between two digits 一 and ー are dashes that a scanner misread (权利要求1一3)."""
_SLIP: Final = r"\.(?=\d{1,3}(?:所|任|中|项|、|或))"  # 权利要求1.2所述
LIST = re.compile(
    rf"\s{{0,3}}(?:项|項)?\s{{0,3}}(?P<sign>[,，、;/]|{_SLIP}|或者?|和/或|和|及|以及|与|與|{_JOINT_EN})"
    r"(?:\s{0,3}(?:[,，、]|或|和|及|\bor\b|\band\b))?\s{0,3}",
    re.IGNORECASE,
)
AGAIN = re.compile(
    r"(?:(?:any|either|each)?\s?(?:one|of)?\s?(?:or more)?\s?(?:of)?\s?(?:the)?\s?"
    r"(?:of|in|by|to|according to|as claimed in|as defined in)?\s?(?:any)?\s?(?:one)?\s?(?:of)?\s?"
    rf"{EN_CLAIM}\s?|(?:如|根据|按照|依据)?{ZH_CLAIM}\s?第?|第)",
    re.IGNORECASE,
)
"""The word for claim, said again inside a list."""
EXCEPT = re.compile(
    r"\s{0,3}[,，(（]?\s{0,3}(?:except|excluding|other than|除了?|不包括)\s{0,3}(?:for )?", re.IGNORECASE
)

UNIT_BEHIND = re.compile(r"\s?(?:[%°μΩ℃]|[A-Za-z])")
_CONTINUED = any_of(
    "and or to through where which that in further char compris includ having said the when for being with is"
    " are"
    " using as by on of at if inclusive consist contain an? also additionally together respectively adapted"
    " configured prepared made used under without from but has additional optionally wherien whererin"
)
ENGLISH_BEHIND = re.compile(rf"\s?{_CONTINUED}", re.IGNORECASE)
"""Words that go on after a list of claims; other words behind ``, 12`` make it a quantity."""
OTHERS_PATENT = re.compile(
    r"\s{0,2}(?:of|in|from) (?:the |said )?"
    r"(?:U\.? ?S\.?|United States|EP|WO|European|[Ii]nternational|[Pp]atent\b|application (?:no|serial)"
    r"|parent application)"
)

ANY_ZH = re.compile(
    r"\s{0,3}(?:项|項)?\s{0,3}[)\]]?\s{0,3}(?:之?中|之|的|所述的?)?\s{0,2}(?:任|之一|其中任?一|某一|一项|一項|各项|各項)"
)
ANY_EN = re.compile(
    r"\b(?:any|either|one|each|at least one|some)(?:\s?(?:one|or more))?\s?(?:of|in|among)?\s?(?:the)?\s?"
    r"(?:preceding|previous|foregoing|above|patent)?\s{0,2}$",
    re.IGNORECASE,
)
EARLIER_ZH = re.compile(
    r"(?:前述|上述|前面|以上|在前|在先|之前|先前|前列|上面|前)(?:的|所述|任[一意何]|[一1]?[项項个個]|各|中|之|所有|几|多)*$"
)
ONE_EARLIER_ZH = re.compile(r"(?:前|上)[一1]?[个個项項]?$")
EACH_ZH = re.compile(r"任|各|所有")
ANY_BEFORE_ZH = re.compile(r"任[一意何][项項个個]?$")
ANY_BEHIND_ZH = re.compile(r"\s{0,2}(?:之?中)?的?(?:任[一意何]|之一|一项|一項|各)")
NO_NUMBER_ZH = re.compile(r"\s{0,2}(?:之?中)?的?所述")
EARLIER_WORD_EN = re.compile(r"prece|previous|forego|forgo|above|prior|earlier|afore", re.IGNORECASE)
"""Looked for first: the whole phrase is dear to search."""
EARLIER_EN = re.compile(
    r"(?P<words>(?:(?:any|one|each|all|some|either|the|of|or|more|at|least|ones?|anyone|an?)\s){0,8}"
    r"(?:preceding|previous|foregoing|above|aforementioned|prior|earlier|preceeding|precedent|aforesaid|forgoing)"
    r"(?:\s(?:numbered|mentioned|listed|patent|recited|stated))?\s(?P<kind>[a-z]{3,14}(?:\s|-))?)$",
    re.IGNORECASE,
)
EARLIER_AFTER_EN = re.compile(
    r"\s{0,3}(?:as (?:set forth|mentioned|recited) )?(?:above|preceding|herein ?before|foregoing)\b",
    re.IGNORECASE,
)
NO_NUMBER_EN = re.compile(r"\s{0,2}(?:,|\.|[_.]{2,}|X{1,3}\b|wherein|\Z)")

HOW_BEHIND_ZH = re.compile(
    r"\s{0,3}(?:项|項)?\s{0,3}[)）】]?\s{0,2}(?:之?中)?\s{0,2}"
    r"(?:任|所|述|记载|記載|之|的|限定|定义|定義|保护|要求|其中|，|,|描述|公开|、?.{0,6}(?:所述|任)|一项|中?的?方法|装置|設備|设备)"
)
_COUNT_EN: Final = any_of(
    "any an one each either anyone all the of or more at least preceding previous foregoing patent above some"
    " two in a said ones"
)
_SAID_EN: Final = any_of(
    "claimed recited defined described disclosed set_forth specified stated characteri[sz]ed"
)
_KEEPING_EN: Final = any_of("accordance compliance conformity line along together")
HOW_EN = re.compile(
    rf"(?:\b(?:of|in|by|to|under|per|from|ofany|0f|according|{_KEEPING_EN} with)"
    rf"|\b{_SAID_EN})\s{{0,3}}(?:{_COUNT_EN}\s{{1,3}}){{0,9}}[(\[]?$",
    re.IGNORECASE,
)
NOUN_EN = re.compile(
    r"\b(?:the|said|an?)\s(?:(?!wherein|comprising|identifying)[\w-]+\s){1,7}"
    r"(?<!ing\s)(?<!with\s)(?<!and\s)(?<!than\s)(?<!patent\s)(?<!that\s)$",
    re.IGNORECASE,
)
"""``the adjuster claim 1``: the word ``of`` was lost."""
NOUN_BEHIND_EN = re.compile(r"\s{0,2}(?:[.,;:)]|wherein\b|and\b|\Z)", re.IGNORECASE)
