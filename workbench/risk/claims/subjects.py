# ruff: noqa: E501
"""What is claimed: the subject of a claim, its head word, and its category."""

import re
from typing import Final

from workbench.risk.claims.model import Category

_ZH_KINDS: Final[tuple[tuple[Category, str], ...]] = (
    ("use", "用途|应用|應用|使用"),
    ("medium", "介质|介質|媒体|媒體|程序产品|程式產品|程序|程式|软件|軟體|软体|程序制品|存储器件?"),
    ("kit", "试剂盒|試劑盒|套件|套装|套組|试剂包"),
    (
        "method",
        "方法|方式|工艺|工藝|过程|流程|制法|製法|步骤|步驟|算法|演算法|用法|法|制备|生产|加工|处理|策略|技术|工序|方案",
    ),
    ("system", "系统|系統|网络|網路|平台|體系|体系|机组"),
    (
        "composition",
        "组合物|組合物|组成物|組成物|制剂|製劑|配方|混合物|溶液|涂料|合金|药物|化合物|聚合物|材料|树脂|添加剂"
        "|组分|乳液|悬浮液|油墨|粘合剂|胶粘剂|晶型|盐|剂|劑",
    ),
)
_EN_KINDS: Final[tuple[tuple[Category, str], ...]] = (
    ("use", "use|uses|usage"),
    (
        "medium",
        "medium|media|program|programs|software|storage|memory|memories|code|firmware|carrier",
    ),
    ("kit", "kit|kits"),
    (
        "method",
        "method|methods|process|processes|procedure|technique|algorithm|treatment|protocol|workflow|operation",
    ),
    ("system", "system|systems|network|platform|networks"),
    (
        "composition",
        "composition|compositions|compound|compounds|formulation|mixture|alloy|solution|dispersion|emulsion"
        "|polymer|copolymer|resin|salt|material|preparation|medicament|combination|blend|ink|coating",
    ),
)
_ZH_KIND = tuple(
    (kind, re.compile(rf"(?:{words})(?:[（(][^（）()]{{0,20}}[)）])?$")) for kind, words in _ZH_KINDS
)
_EN_KIND = tuple((kind, re.compile(rf"\b(?:{words})$", re.IGNORECASE)) for kind, words in _EN_KINDS)
_ZH_END = re.compile(
    r"[，,。；;：:\n]|其特征|其特徵|特征在于|特徵在於|其中[，,：:]?|(?<=.)(?:包括|包含|包涵|含有|具有|由(?=[^，。；]{1,40}(?:组成|構成|构成|組成)))|\Z"
)
_ARTICLE = re.compile(r"^\s*(?:[-一][种種个個類类套款项]|(?:所|上)述的?|该|該|本发明的?|[(（]\d+[)）])\s*")
_EN_SETTING = re.compile(r"^\W*In (?:an?|the) [^,;:]{1,160}, (?=(?:an?|the) (?!improve))", re.IGNORECASE)
_EN_ARTICLE = re.compile(
    r"^\W*(?:an?|the|said|one or more|at least one|in (?:an?|the)|improved|any|each)\b\s*", re.IGNORECASE
)
EN_LINK: Final = re.compile(
    r",(?!\s?[\w-]+(?:,|\s(?:or|and|and/or)\s))(?!\s(?:or|and)\s)|:|;|\b\w+ed\s(?=(?:by|in|on|at|with|for|to|from|using|via|within|through|into|between)\b)|\b\w+ing\s(?=(?:an?|the|said|at|one|each|its|such)\s)|\b(?:comprising|comprises|comprise|including|includes|containing|contains|consisting|consists|composed|having|has|with|for|of|in|on|to|by|from|that|which|wherein|where|whereby|adapted|configured|operable|capable|suitable|"
    r"using|used|obtained|obtainable|prepared|produced|made|manufactured|formed|performed|implemented by|executed|storing|employing|employed|utilizing|incorporating|equipped|provided|fitted|carrying|encoded|embodying|when|based|whose|is|are|being|as|at|according|coated|treated|comprized|compromising|characteri[sz]ed|arranged|designed|operating|under|between|via|through|against|encoding|bearing|produc(?:ed|ible)|featuring|stored|residing|embodied)\b",
    re.IGNORECASE,
)
_COARSE: Final[dict[Category, str]] = {
    "product": "thing",
    "system": "thing",
    "composition": "thing",
    "kit": "thing",
    "medium": "medium",
    "method": "method",
    "use": "use",
    "unknown": "unknown",
}


def coarse(category: Category) -> str:
    """Return the category of law: thing, medium, method, use."""
    return _COARSE[category]


def zh_subject(text: str) -> str:
    """Return the subject at the beginning of a Chinese phrase, without 一种 and without what follows."""
    begun = _ARTICLE.sub("", text, count=1)
    end = _ZH_END.search(begun)
    return begun[: end.start()].strip(" 的") if end else begun.strip()


def zh_category(subject: str) -> Category:
    """Return the category that the last word of a Chinese subject tells."""
    tail = re.sub(r"[（(][^（）()]{0,30}[)）]$|[A-Za-z0-9\s]+$", "", subject.strip()).rstrip("的 ")
    for kind, pattern in _ZH_KIND:
        if pattern.search(tail):
            return kind
    return "product" if tail else "unknown"


def strip_article(text: str) -> str:
    """Return an English phrase without its article."""
    text = _EN_SETTING.sub("", text, count=1)
    before = None
    while before != text:
        before, text = text, _EN_ARTICLE.sub("", text, count=1)
    return text.strip()


def en_head(phrase: str) -> str:
    """Return the noun phrase at the beginning: up to the first link word."""
    text = strip_article(phrase)
    for link in EN_LINK.finditer(text):
        if link.start() > 0 and text[: link.start()].strip():
            return text[: link.start()].strip()
    return text.strip()


def en_category(subject: str) -> Category:
    """Return the category that the head of an English subject tells."""
    head = en_head(subject)
    if re.match(r"(?:(?:the|an?)\s+)?(?:uses?\b|application of\b)", subject.strip(), re.IGNORECASE):
        return "use"
    for kind, pattern in _EN_KIND:
        if pattern.search(head):
            return kind
    if re.match(
        r"\W*(?:computer |non-?transitory |machine |processor |one or more )*(?:readable|storage) (?:storage )?(?:medi|device|memor)",
        head,
        re.IGNORECASE,
    ):
        return "medium"
    return "product" if head else "unknown"
