"""Projects of made-up records and their 绩效自评表, consistent with the record's project spending."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from tests.synthetic_books import Book
from tests.synthetic_flows import money
from tests.synthetic_text import Style
from tests.synthetic_words import EFFECTS, MEASURES, PROBLEMS, PROJECTS, REASONS, USES


@dataclass(frozen=True)
class Project:
    """One project with the money of one 项."""

    slug: str
    name: str
    initial: int
    adjusted: int
    executed: int
    carried: int
    """Part of the adjusted budget that came from last year."""

    @property
    def used(self) -> int:
        """Part of the spending out of last year's money."""
        return min(self.carried, self.executed)


def projects(rng: random.Random, book: Book, most: int) -> list[Project]:
    """The largest project items, each as one project."""
    spent = [
        (row["项目支出"], code) for code, row in book.tables["T5"].items() if len(code) == 7 and row["项目支出"] > 0
    ]
    found = []
    for at, (executed, code) in enumerate(sorted(spent, reverse=True)[:most]):
        adjusted = executed + (money(rng, 100, 50_000) if rng.random() < 0.6 else 0)
        if rng.random() < 0.1:
            adjusted = executed * 2
        begin = max((item.begin for one, item in book.flows.general.items() if one == code), default=0)
        carried = min(begin, adjusted)
        initial = book.at("T5", code, "年初预算") or adjusted
        name = f"{PROJECTS[at % len(PROJECTS)]}{'项目' if at < len(PROJECTS) else '二期项目'}"
        found.append(Project(f"xm-{at + 1}", name, initial, adjusted, executed, carried))
    return found


def project_lines(rng: random.Random, found: list[Project], style: Style) -> Iterator[str]:
    """The lines of `项目`."""
    if found:
        yield "项目:"
    for one in found:
        yield f"  - 标识: {one.slug}"
        yield f"    名称: {one.name}"
        yield f"    年初预算: {style.money(one.initial)}"
        yield f"    全年预算: {style.money(one.adjusted)}"
        yield f"    执行数: {style.money(one.executed)}"
        yield f"    用途: 用于{rng.choice(USES)}"
        yield f"    成效: {rng.choice(EFFECTS)}"
        yield f"    问题: {rng.choice(PROBLEMS)}"
        yield f"    改进: {rng.choice(MEASURES)}"
        yield f"    绩效表: {one.slug}"


@dataclass(frozen=True)
class Mark:
    """One indicator: three levels, target, actual, weight, score, reason."""

    first: str
    second: str
    third: str
    target: str
    actual: str
    weight: int
    score: int
    """In hundredths."""
    reason: str = ""


def form_lines(rng: random.Random, found: list[Project], book: Book, style: Style) -> Iterator[str]:
    """The lines of `绩效表`, one form for each project."""
    if found:
        yield "绩效表:"
    for one in found:
        yield from _form(rng, one, book, style)


def _form(rng: random.Random, one: Project, book: Book, style: Style) -> Iterator[str]:
    late = one.executed * 10 < one.adjusted * 9
    marks = (_many_marks if style.long_forms else _marks)(rng, book.year, late)
    score = min(1000, (2000 * one.executed + one.adjusted) // (2 * one.adjusted))
    yield f"  - 标识: {one.slug}"
    yield f"    表式: {'国家-2021' if book.year >= 2021 else '国家-2020'}"
    yield "    表头:"
    yield f"      项目名称: {one.name}"
    yield "      主管部门: 主管局"
    yield "      实施单位: 主管局"
    yield "    资金:"
    yield from _funds(one, style, score)
    yield "    目标:"
    yield f"      预期目标: {rng.choice(USES)}，按期完成年度任务。"
    yield f"      实际完成情况: {rng.choice(EFFECTS)}。"
    yield "    指标:"
    yield from (f"      - {{{_mark(mark)}}}" for mark in marks)
    if style.stated == "full":
        yield f"    总分: {{分值: {10 + sum(mark.weight for mark in marks)}, 得分: {_score(score + sum(mark.score for mark in marks))}}}"


def _funds(one: Project, style: Style, score: int) -> Iterator[str]:
    carried = (one.carried if one.initial >= one.carried else 0, one.carried, one.used)
    whole = (one.initial, one.adjusted, one.executed)
    rows = {
        "年度资金总额": whole,
        "当年财政拨款": tuple(a - b for a, b in zip(whole, carried, strict=True)),
        "上年结转资金": carried,
        "其他资金": (0, 0, 0),
    }
    for name, values in rows.items():
        if name == "年度资金总额" and style.stated != "full":
            continue
        first, second, third = (style.money(value) for value in values)
        scored = f", 分值: 10, 得分: {_score(score)}" if name == "年度资金总额" else ""
        yield f"      - {{行: {name}, 年初预算数: {first}, 全年预算数: {second}, 全年执行数: {third}{scored}}}"


def _score(hundredths: int) -> str:
    text = f"{hundredths // 100}.{hundredths % 100:02d}"
    return text.rstrip("0").rstrip(".")


def _mark(mark: Mark) -> str:
    parts = [
        f"一级指标: {mark.first}",
        f"二级指标: {mark.second}",
        f"三级指标: {mark.third}",
        f"年度指标值: {mark.target}",
        f"实际完成值: {mark.actual}",
        f"分值: {mark.weight}",
        f"得分: {_score(mark.score)}",
    ]
    return ", ".join([*parts, f"偏差原因分析及改进措施: {mark.reason}"] if mark.reason else parts)


def _marks(rng: random.Random, year: int, late: bool) -> list[Mark]:
    """Indicators whose weights add up to 90; a target that was missed costs points and has its reason."""
    amount = rng.randint(10, 5_000)
    done = amount * rng.randint(100, 125) // 100
    missed = late or rng.random() < 0.2
    if missed:
        done = amount * rng.randint(50, 95) // 100
    score = 1_000 * done // amount if missed else 1_000
    reason = rng.choice(REASONS).replace("，", "、") if missed else ""
    output = [
        Mark("产出指标", "数量指标", "办理事项数量", f"≥{amount}件", f"{done}件", 10, score, reason),
        Mark("产出指标", "数量指标", "开展活动场次", "≥12场", f"{rng.randint(12, 15)}场", 10, 1_000),
        Mark("产出指标", "质量指标", "验收合格率", "≥95%", f"{rng.randint(950, 1000) / 10:g}%", 10, 1_000),
        Mark("产出指标", "时效指标", "按期完成率", "=100%", "100%", 10, 1_000),
    ]
    cost = Mark("成本指标", "经济成本指标", "平均成本", "≤20元", f"{rng.randint(15, 20)}元", 20, 2_000)
    benefit = 20
    if year < 2021:
        cost = Mark("产出指标", "成本指标", "平均成本", "≤20元", f"{rng.randint(15, 20)}元", 10, 1_000)
        benefit = 30
    rest = [
        Mark("效益指标", "社会效益指标", "政策知晓率", "≥80%", f"{rng.randint(80, 99)}%", benefit, benefit * 100),
        Mark("满意度指标", "服务对象满意度指标", "服务对象满意度", "≥90%", f"{rng.randint(90, 99)}%", 10, 1_000),
    ]
    return [cost, *output, *rest] if year >= 2021 else [*output, cost, *rest]


def _many_marks(rng: random.Random, year: int, late: bool) -> list[Mark]:
    """Twelve indicators with the same weights by first level as the seven."""
    cost, *rest = sorted(_marks(rng, year, late), key=lambda mark: mark.second not in {"成本指标", "经济成本指标"})
    first = next(mark for mark in rest if mark.second == "数量指标")
    level, weight = (cost.first, 10) if year >= 2021 else ("产出指标", 5)
    cut = Mark("产出指标", "数量指标", first.third, first.target, first.actual, 6, first.score * 6 // 10, first.reason)
    output = [
        cut,
        Mark("产出指标", "数量指标", "开展活动场次", "≥12场", f"{rng.randint(12, 15)}场", 6, 600),
        Mark("产出指标", "数量指标", "培训人次", "≥300人次", f"{rng.randint(300, 380)}人次", 6, 600),
        Mark("产出指标", "质量指标", "验收合格率", "≥95%", f"{rng.randint(950, 1000) / 10:g}%", 6, 600),
        Mark("产出指标", "质量指标", "资料归档率", "≥98%", f"{rng.randint(98, 100)}%", 6, 600),
        Mark("产出指标", "时效指标", "按期完成率", "=100%", "100%", 5, 500),
        Mark("产出指标", "时效指标", "平均办理天数", "≤5天", f"{rng.randint(2, 5)}天", 5, 500),
    ]
    costs = [
        Mark(level, cost.second, "平均成本", "≤20元", f"{rng.randint(15, 20)}元", weight, weight * 100),
        Mark(level, cost.second, "预算控制率", "≤100%", f"{rng.randint(90, 100)}%", weight, weight * 100),
    ]
    benefit = 10 if year >= 2021 else 15
    effects = [
        Mark("效益指标", "社会效益指标", "政策知晓率", "≥80%", f"{rng.randint(80, 99)}%", benefit, benefit * 100),
        Mark("效益指标", "社会效益指标", "投诉办结率", "≥95%", f"{rng.randint(95, 100)}%", benefit, benefit * 100),
    ]
    return [*costs, *output, *effects, rest[-1]] if year >= 2021 else [*output, *costs, *effects, rest[-1]]
