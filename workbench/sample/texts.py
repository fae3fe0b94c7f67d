"""Titles and abstracts composed of the words of a branch; one family speaks of one thing."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from workbench.sample import technology as tech
from workbench.sample.chance import Ints
from workbench.sample.world import World

_SIZE = 8


@dataclass(frozen=True)
class Topics:
    """What each family is about, as positions in the word lists of its branch."""

    branch: Ints
    scene: Ints
    thing: Ints
    means: Ints
    form: Ints
    effect: Ints
    problem: Ints
    part: Ints


def topics(world: World, family: Ints, branch: Ints) -> Topics:
    """Draw what these families are about."""
    draw = world.chance.integer
    effect = draw("effect", family, len(tech.EFFECTS))
    for gap_branch, gap_effect in tech.GAPS:
        effect = np.where(
            (branch == gap_branch) & (effect == gap_effect), (effect + 1) % len(tech.EFFECTS), effect
        )
    return Topics(
        branch=branch,
        scene=(len(tech.SCENES) * world.chance.uniform("scene", family) ** 1.5).astype(np.int64),
        thing=draw("thing", family, _SIZE),
        means=draw("means", family, _SIZE),
        form=draw("form", family, len(tech.FORMS)),
        effect=effect,
        problem=draw("problem", family, len(tech.PROBLEMS)),
        part=draw("part", family, len(tech.PARTS)),
    )


def _words(words: tuple[str, ...], place: Ints) -> pl.Series:
    return pl.Series(words).gather(place)


def _of_branch(field: str, branch: Ints, place: Ints) -> pl.Series:
    words = [word for branch_ in tech.BRANCHES for word in getattr(branch_, field)]
    return pl.Series(words).gather(branch * _SIZE + place)


def things(topic: Topics) -> pl.Series:
    """Return the object each family is about."""
    return _of_branch("objects", topic.branch, topic.thing)


def means(topic: Topics) -> pl.Series:
    """Return the technical means of each family."""
    return _of_branch("means", topic.branch, topic.means)


def form_words(topic: Topics, is_device: Ints) -> pl.Series:
    """Return the claimed form; utility models and designs protect devices only."""
    return _words(tech.FORMS, np.where(is_device, np.array([0, 0, 2, 3, 3, 0])[topic.form], topic.form))


def subjects(topic: Topics, is_device: Ints) -> pl.Series:
    """Return the subject matter without 一种: 用于变电站的缺陷检测装置及方法 and the like."""
    words = pl.DataFrame({"scene": _words(tech.SCENES, topic.scene), "thing": things(topic),
                          "form": form_words(topic, is_device)})  # fmt: skip
    is_same = pl.col("thing").str.tail(2) == pl.col("form")
    with_form = pl.when(is_same).then(pl.lit("")).otherwise(pl.lit("及") + pl.col("form"))
    return words.select(pl.concat_str(pl.lit("用于"), "scene", pl.lit("的"), "thing", with_form)).to_series()


def titles(topic: Topics, protection: Ints) -> pl.Series:
    """Return Chinese titles; ``protection`` is 0 for inventions, 1 for utility models, 2 for designs."""
    is_device = np.minimum(protection, 1)
    words = pl.DataFrame({"means": means(topic), "subject": subjects(topic, is_device), "thing": things(topic),
                          "scene": _words(tech.SCENES, topic.scene), "protection": protection})  # fmt: skip
    design = pl.concat_str(pl.lit("巡检机器人（"), "scene", pl.lit("用"), "thing", pl.lit("）"))
    other = pl.concat_str(pl.lit("一种基于"), "means", pl.lit("的"), "subject")
    return words.select(pl.when(pl.col("protection") == 2).then(design).otherwise(other)).to_series()


def titles_in_english(topic: Topics) -> pl.Series:
    """Return English titles for publications of other offices."""
    thing = _of_branch("objects_en", topic.branch, topic.thing)
    form = _words(tech.FORMS_EN, topic.form)
    return "Inspection " + form + " for " + _words(tech.SCENES_EN, topic.scene) + " with " + thing


def abstracts(topic: Topics, title: pl.Series, protection: Ints) -> pl.Series:
    """Return Chinese abstracts, marked as invented."""
    words = pl.DataFrame(
        {
            "kind": pl.Series(["本发明", "本实用新型", "本外观设计"]).gather(protection),
            "title": title,
            "thing": things(topic),
            "means": means(topic),
            "part": _words(tech.PARTS, topic.part),
            "other": _words(tech.PARTS, (topic.part + 3) % len(tech.PARTS)),
            "effect": _words(tech.EFFECTS, topic.effect),
            "problem": _words(tech.PROBLEMS, topic.problem),
        }
    )
    template = (
        "（示例数据）{kind}涉及智能巡检机器人技术领域，公开了{title}，包括{thing}、{part}和{other}；所述{part}采用{means}方式"
        "与所述{thing}配合，并将结果送入{other}。{kind}{effect}，解决了现有技术中{problem}的问题。"
    )
    return words.select(filled(template)).to_series()


def filled(template: str) -> pl.Expr:
    """Return an expression that puts the columns named in braces into a template."""
    pieces = template.replace("}", "{").split("{")
    return pl.concat_str([pl.col(piece) if k % 2 else pl.lit(piece) for k, piece in enumerate(pieces)])


def abstracts_in_english(title: pl.Series) -> pl.Series:
    """Return English abstracts, marked as invented."""
    return (
        "(Sample data, invented.) "
        + title
        + ". The robot carries a control unit, a drive and a sensing module."
    )
