"""Corpora for exercises: invented documents whose relevance is known, because it was planted.

The same exercise and seed give the same documents. Firms carry a mark of fiction, the corpus says that
it is a sample, and a number met here names no real publication on purpose.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from workbench.corpus import Corpus, Manifest
from workbench.sample.names import core
from workbench.teaching.recipes import Exercise, Group

CUT_OFF: Final = date(2025, 12, 31)
_LAG: Final = timedelta(days=540)
_GRADES: Final = ("高容量", "低成本", "长寿命", "高倍率", "轻量化", "耐低温", "高安全", "宽温域")
_MEANS: Final = (
    "采用分步混合与梯度升温", "在表面形成包覆层", "以两段控温方式处理", "通过模具一次成型",
    "引入掺杂元素并控制粒径", "设置缓冲层与导流结构", "由控制器按阈值调节", "将各层依次叠合并压实",
)  # fmt: skip
_EFFECTS: Final = (
    "循环稳定性得到提高", "降低了能耗和成本", "改善了低温下的性能", "结构简单、便于装配",
    "提高了一致性和良率", "减少了副反应", "延长了使用寿命", "兼顾了强度与重量",
)  # fmt: skip


@dataclass(frozen=True)
class LabelledCorpus:
    """Documents and what is known of them.

    Attributes
    ----------
    corpus : Corpus
        As any other, but a sample.
    labels : DataFrame
        ``publication_number``, ``group`` and ``is_relevant``, one row a document.
    """

    corpus: Corpus
    labels: pl.DataFrame

    @property
    def gold(self) -> frozenset[str]:
        """Return the numbers of the relevant documents."""
        return frozenset(self.labels.filter("is_relevant")["publication_number"])


def labelled_corpus(exercise: Exercise, seed: int) -> LabelledCorpus:
    """Make the corpus of an exercise.

    Parameters
    ----------
    exercise : Exercise
        What it holds.
    seed : int
        Another class, another corpus.
    """
    chance = random.Random(f"{exercise.name} {seed}")  # noqa: S311 - a repeatable draw, no secret
    planned = [group for group in exercise.groups for _ in range(group.count)]
    chance.shuffle(planned)
    documents = list(_documents(planned, chance))
    frames = {
        name: pl.DataFrame([row for document in documents for row in document[name]])
        for name in ("publications", "applications", "parties", "classifications", "claims")
    }
    manifest = Manifest(cut_off=CUT_OFF, is_sample=True, database=exercise.name)
    labels = pl.DataFrame(
        {
            "publication_number": frames["publications"]["publication_number"],
            "group": [group.key for group in planned],
            "is_relevant": [group.is_relevant for group in planned],
        }
    )
    return LabelledCorpus(Corpus.from_frames(frames, manifest), labels)


def _documents(planned: list[Group], chance: random.Random) -> Iterator[dict[str, list[dict[str, Any]]]]:
    numbers = chance.sample(range(900_000, 999_999), len(planned))
    for record, (group, number) in enumerate(zip(planned, sorted(numbers), strict=True)):
        words = {
            "grade": chance.choice(_GRADES),
            "make": chance.choice(_MEANS),
            "effect": chance.choice(_EFFECTS),
        }
        title = chance.choice(group.titles).format(**words)
        filed = date(2010, 1, 1) + timedelta(days=chance.randrange(5000))
        abstract = chance.choice(group.abstracts).format(**words)
        yield {
            "publications": [_publication(record, number, filed, title, abstract)],
            "applications": [_application(record, filed)],
            "parties": [_applicant(record, _firm(chance))],
            "classifications": [_symbol(record, chance.choice(group.ipc))],
            "claims": [_claim(record, title, words)],
        }


def _publication(record: int, number: int, filed: date, title: str, abstract: str) -> dict[str, Any]:
    return {
        "record": record,
        "publication_number": f"CN199{number:06d}A",
        "level": "publication",
        "application": record,
        "office": "CN",
        "kind_code": "A",
        "stage": "application",
        "publication_date": filed + _LAG,
        "title": title,
        "title_language": "zh",
        "abstract": abstract,
        "abstract_language": "zh",
    }


def _application(record: int, filed: date) -> dict[str, Any]:
    return {
        "application": record,
        "office": "CN",
        "patent_type": "invention",
        "filing_date": filed,
        "publication_date": filed + _LAG,
    }


def _firm(chance: random.Random) -> str:
    mark, word, business, *_ = core(chance.randrange(60))
    return f"{mark}{word}{business}有限公司"


def _applicant(record: int, name: str) -> dict[str, Any]:
    return {"record": record, "role": "applicant", "position": 0, "name": name, "party": name}


def _symbol(record: int, symbol: str) -> dict[str, Any]:
    return {"record": record, "scheme": "ipc", "symbol": symbol, "position": 0, "is_main": True}


def _claim(record: int, title: str, words: dict[str, str]) -> dict[str, Any]:
    text = f"1. {title}，其特征在于，{words['make']}。"
    return {"record": record, "number": 1, "text": text, "language": "zh", "coverage": "first"}
