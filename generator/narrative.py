"""说明 narrative：由数写成的句子。人只写原因、用途和成效，其余都由数得出。

A clause whose figure, reason or text is not there is left out; in a group the first clause decides for all. In an 存档 a figure is
there only where the document prints it (原文), and it is printed with the document's own characters and direction word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from generator.model import Record, Statement
from generator.narrative_items import CONDITIONS, holds, items
from generator.sentence import tokens
from generator.teller import INCOME, SPENDING, Item, Runs, Teller, code_name, project_of
from generator.views import Run
from generator.wording import printed, vanishing

__all__ = [
    "CONDITIONS",
    "INCOME",
    "SPENDING",
    "Item",
    "Runs",
    "Teller",
    "code_name",
    "figure_run",
    "holds",
    "index",
    "items",
    "leftovers",
    "project_of",
    "spoken",
    "tell",
]

NO_RATE = "0.00%"
"""A rate that is not zero and yet prints like one."""


# sentences -----------------------------------------------------------------------------------------------------------


def tell(teller: Teller, sentences: Iterable[Any]) -> Runs:
    """A paragraph: the runs of all its sentences that can be said."""
    runs: list[Run] = []
    for sentence in sentences:
        runs += _one(teller, sentence) or ()
    return _joined(runs)


def _joined(runs: Iterable[Run]) -> Runs:
    """Neighbouring plain runs made one."""
    merged: list[Run] = []
    for run in runs:
        if merged and not run.fact and not merged[-1].fact:
            merged[-1] = Run(merged[-1].text + run.text)
        elif run.text:
            merged.append(run)
    return tuple(merged)


def _one(teller: Teller, sentence: Any) -> Runs | None:  # noqa: ANN401 - a sentence is text, a group or a mapping
    if isinstance(sentence, str):
        return _clause(teller, sentence)
    if isinstance(sentence, dict):
        if "若" in sentence and not holds(teller, str(sentence["若"])):
            return None
        return _loop(teller, sentence) if "每" in sentence else _group(teller, _listed(sentence["句"]))
    return _group(teller, sentence)


def _listed(value: Any) -> list[Any]:  # noqa: ANN401 - as _one
    return [value] if isinstance(value, str) else list(value)


def _group(teller: Teller, sentences: Iterable[Any]) -> Runs | None:
    """Sentences of which the first decides: without it the others are not said."""
    runs: list[Run] = []
    for at, sentence in enumerate(sentences):
        said = _one(teller, sentence)
        if said is None and at == 0:
            return None
        runs += said or ()
    return tuple(runs)


def _loop(teller: Teller, sentence: Mapping[str, Any]) -> Runs | None:
    turns: list[Runs] = []
    for item in items(teller, sentence["每"]):
        inner = teller.turn(item)
        if "仅当" in sentence and not holds(inner, str(sentence["仅当"])):
            continue
        said = _group(inner, _listed(sentence["句"]))
        if said:
            turns.append(said)
    if not turns:
        return None
    runs: list[Run] = [Run(str(sentence.get("首", "")))]
    for at, said in enumerate(turns):
        runs += ([Run(str(sentence.get("分隔", "；")))] if at else []) + list(said)
    return (*runs, Run(str(sentence.get("尾", ""))))


def _clause(teller: Teller, text: str) -> Runs | None:
    runs: list[Run] = []
    key = teller.loop[0]
    for token in tokens(text):
        if isinstance(token, str):
            runs.append(Run(token))
            continue
        said = _SAY[token.verb](teller, *([arg.replace("$", key) for arg in token.args] if key else token.args))
        if said is None:
            return None
        runs += said
    return tuple(runs)


# slots ---------------------------------------------------------------------------------------------------------------


def figure_run(teller: Teller, measure: str) -> Run | None:
    """One printed figure: from the document in an 存档, else computed."""
    statement = teller.statements.get((teller.place, measure))
    if statement is not None:
        teller.used.add((teller.place, measure))
        return Run(str(statement.printed), measure, spoken(measure))
    if teller.archive:
        return None
    figure = teller.figures.measure(measure)
    if figure is None:
        return None
    return Run(printed(figure, thousands=teller.thousands), measure, spoken(measure))


@lru_cache(8192)
def spoken(measure: str) -> str:
    """A measure in words for hovering and screen readers: `T1.收入总计:增减额` → 收入总计·比上年增减额."""
    top, slash, base = measure.partition("/")
    if slash:
        return f"{spoken(top)} 占 {spoken(base)} 的比例"
    name, _, suffix = measure.partition(":")
    words = "·".join(step for step in name.split(".")[1:]) or name
    if suffix.startswith("差:"):
        return f"{words} 与 {spoken(suffix.removeprefix('差:'))} 之差"
    return f"{words}·{'' if suffix == '上年' else '比上年'}{suffix}" if suffix else words


def _number(teller: Teller, measure: str) -> Runs | None:
    run = figure_run(teller, measure)
    return (run,) if run else None


def _word(teller: Teller, name: str) -> Runs | None:
    """A word of the record; an 存档 may print another one at a place (量: 年末)."""
    statement = teller.statements.get((teller.place, name))
    if statement is not None:
        teller.used.add((teller.place, name))
        return (Run(str(statement.printed), name, name),)
    text = teller.words.get(name)
    return (Run(text),) if text else None


def _change(teller: Teller, measure: str, unit: str = "万元") -> Runs | None:
    """增加76.83万元，增长16.43% — with every case: zero base, equal, first year, below the printed unit."""
    if teller.archive:
        return _stated_change(teller, measure, unit)
    now, then = teller.figures.value(measure), teller.figures.value(f"{measure}:上年")
    if now is None or then is None:
        return (Run("因新设而无上年数可比"),) if teller.record.first_year and now is not None else None
    if now == then:
        return (Run("持平"),) if now else (Run("持平，两年均未发生"),)
    rise = now > then
    if vanishing(now - then) and unit == "万元":
        return (Run(f"略有{'增加' if rise else '减少'}，不足万元的百分之一"),)
    amount = figure_run(teller, f"{measure}:增减额")
    runs = [Run("增加" if rise else "减少"), *([amount] if amount else []), Run(unit)]
    return (*runs, *_rate(teller, measure, rise=rise, from_zero=then == 0))


def _rate(teller: Teller, measure: str, *, rise: bool, from_zero: bool) -> Runs:
    if from_zero:
        return (Run("（上年为零，不计算增长率）"),)
    rate = figure_run(teller, f"{measure}:增减幅")
    if rate is not None and rate.text == NO_RATE:
        return (Run(f"，{'增' if rise else '降'}幅不足万分之一"),)
    return (Run("，增长" if rise else "，下降"), *([rate] if rate else []))


def _stated_change(teller: Teller, measure: str, unit: str) -> Runs | None:
    amount = figure_run(teller, f"{measure}:增减额")
    rate = figure_run(teller, f"{measure}:增减幅")
    runs: list[Run] = []
    for run, suffix, default, after in ((amount, "增减额", "增加", unit), (rate, "增减幅", "增长", "")):
        if run is not None:
            statement = teller.statements[(teller.place, f"{measure}:{suffix}")]
            runs += [Run("，" if runs else ""), Run(statement.word or default), run, Run(after)]
    return tuple(runs) if runs else None


def _compare(teller: Teller, left: str, right: str) -> Runs | None:
    """大于 or 小于; nothing where both are equal. In an 存档 the word that stands there."""
    statement = teller.statements.get((teller.place, f"{left}:差:{right}"))
    if teller.archive:
        if statement is None or statement.word is None:
            return None
        teller.used.add((teller.place, f"{left}:差:{right}"))
        return (Run(statement.word),)
    first, second = teller.figures.value(left), teller.figures.value(right)
    if first is None or second is None or first == second:
        return None
    return (Run("大于" if first > second else "小于"),)


def _reason(teller: Teller, measure: str, against: str = "上年") -> Runs | None:
    budgets = {"年初预算", "全年预算"}
    for reason in teller.record.reasons:
        alike = reason.against == against or {reason.against, against} <= budgets
        if reason.measure == measure and alike:
            return (Run(reason.text.strip().rstrip("。")),)
    return None


def _use(teller: Teller, measure: str) -> Runs | None:
    for use in teller.record.uses:
        if use.measure == measure:
            return (Run(use.text.strip().rstrip("。")),)
    return None


def _text(teller: Teller, key: str) -> Runs | None:
    text = teller.record.texts.get(key, "").strip().rstrip("。")
    return (Run(text),) if text else None


def _name(teller: Teller, key: str = "") -> Runs | None:
    return (Run(teller.loop[1]),) if not key or key == teller.loop[0] else (Run(code_name(teller, key)),)


def _full_name(teller: Teller, key: str) -> Runs | None:
    """社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）."""
    table = teller.figures.tables.get("T5")
    info = next((row for row in table.rows if row.key == key), None) if table else None
    if info and info.included:
        kinds = "、".join(dict.fromkeys(code_name(teller, code[:5]) for code in info.included))
        leaves = "、".join(code_name(teller, code) for code in info.included if len(code) == 7)
        return (Run(f"{code_name(teller, key[:3])}（类）{kinds}（款）{leaves}（项）"),)
    steps = [(3, "类"), (5, "款"), (7, "项")]
    return (Run("".join(f"{code_name(teller, key[:size])}（{word}）" for size, word in steps if len(key) >= size)),)


def _names(teller: Teller, source: str) -> Runs | None:
    names = [name for _key, name in items(teller, source)]
    return (Run("、".join(names)),) if names else None


def _project_text(teller: Teller, key: str) -> Runs | None:
    project = project_of(teller, teller.loop[0])
    text = (
        {"用途": project.use, "成效": project.effect, "问题": project.problem, "改进": project.measure}.get(key, "")
        if project
        else ""
    )
    return (Run(text.strip().rstrip("。")),) if text.strip() else None


_SAY: dict[str, Callable[..., Runs | None]] = {
    "数": _number,
    "值": _number,
    "词": _word,
    "变动": _change,
    "大小": _compare,
    "原因": _reason,
    "用途": _use,
    "文": _text,
    "名": _name,
    "全名": _full_name,
    "列": _names,
    "项目文": _project_text,
}


def leftovers(teller: Teller, place: str) -> tuple[Runs, ...]:
    """Statements of a place that no sentence took: each as “名：写作”, so that nothing a document prints is lost."""
    found: list[Runs] = []
    for (where, measure), statement in teller.statements.items():
        if where == place and (where, measure) not in teller.used:
            label = statement.label or (spoken(statement.measure) if statement.measure else "")
            fact = statement.measure or ""
            word = statement.word or ""
            found.append((Run(f"{label.replace('/', '·')}：{word}"), Run(str(statement.printed), fact, label)))
    return tuple(found)


def index(record: Record) -> dict[tuple[str, str], Statement]:
    """Statements by place and measure; those without a measure, or a second time at one place, get a key of their own."""
    found: dict[tuple[str, str], Statement] = {}
    for at, statement in enumerate(record.statements):
        key = (statement.place, statement.measure or f"名{at}")
        found[key if key not in found else (statement.place, f"{key[1]}#{at}")] = statement
    return found
