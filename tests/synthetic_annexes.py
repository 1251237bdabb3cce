"""What goes with the tables of a made-up record: “三公” and its counts, procurement, cars, staff."""

from __future__ import annotations

import random
from itertools import pairwise

from tests.synthetic_flows import LIKE_OFFICE, Cells, Who, money
from tests.synthetic_words import CAR_COSTS, CAR_USES, RETIRED, VETERANS


def three(rng: random.Random, who: Who, most: int) -> dict[str, Cells]:
    """T9 and what goes with it: trips, cars, receptions; none of them dearer than `most`."""
    if who.quiet:
        return {"T9": {}, "三公实物": {}}
    abroad = money(rng, 5_000, 200_000) if who.abroad and rng.random() < 0.5 else 0
    buy = money(rng, 90_000, 250_000) if who.cars and rng.random() < 0.1 else 0
    run = money(rng, 3_000, 40_000 * who.cars) if who.cars and rng.random() < 0.9 else 0
    host = money(rng, 30, 60_000) if rng.random() < 0.7 else 0
    spent = {"因公出国（境）费": abroad, "公务用车购置费": buy, "公务用车运行维护费": run, "公务接待费": host}
    spent = {name: min(value, most) for name, value in spent.items()}
    planned = {name: _planned(rng, value) for name, value in spent.items()}
    nine: Cells = {}
    for column, values in (("预算数", planned), ("决算数", spent)):
        cars = values["公务用车购置费"] + values["公务用车运行维护费"]
        nine.setdefault("合计", {})[column] = sum(values.values())
        nine.setdefault("因公出国（境）费", {})[column] = values["因公出国（境）费"]
        nine.setdefault("公务用车购置及运行维护费", {})[column] = cars
        for name in ("公务用车购置费", "公务用车运行维护费", "公务接待费"):
            nine.setdefault(name, {})[column] = values[name]
    return {"T9": nine, "三公实物": _counted(rng, who, spent)}


def _planned(rng: random.Random, spent: int) -> int:
    kind = rng.random()
    if kind < 0.3:
        return spent
    if kind < 0.4:
        return spent * rng.randint(70, 99) // 100
    return spent + money(rng, 100, 20_000) if spent or rng.random() < 0.3 else 0


def _counted(rng: random.Random, who: Who, spent: dict[str, int]) -> Cells:
    trips = rng.randint(1, 3) if spent["因公出国（境）费"] else 0
    times = rng.randint(1, 40) if spent["公务接待费"] else 0
    guests = times * rng.randint(1, 9)
    abroad = min(rng.choice((0, 0, 1)), times)
    foreign = spent["公务接待费"] * rng.randint(0, 30) // 100 if abroad and rng.random() < 0.5 else 0
    values = {
        "出国团组": trips,
        "出国人次": trips * rng.randint(1, 4),
        "购置数": rng.randint(1, 2) if spent["公务用车购置费"] else 0,
        "保有量": who.cars,
        "接待批次": times,
        "接待人次": guests,
        "陪同人次": guests // 3,
        "外事批次": abroad,
        "外事人次": abroad * 2 if abroad and guests >= 2 else abroad,
        "国内接待费": spent["公务接待费"] - foreign,
        "外宾接待费": foreign,
    }
    values |= dict(zip(CAR_COSTS, split(rng, spent["公务用车运行维护费"], len(CAR_COSTS)), strict=True))
    return {row: {"": value} for row, value in values.items()}


def split(rng: random.Random, whole: int, parts: int) -> list[int]:
    """A whole cut into parts at random places."""
    cuts = sorted(rng.randint(0, whole) for _ in range(parts - 1))
    return [high - low for low, high in pairwise([0, *cuts, whole])]


def annexes(rng: random.Random, who: Who, tables: dict[str, Cells]) -> dict[str, Cells]:
    found: dict[str, Cells] = {}
    if not who.institution:
        found["机关运行"] = {"机关运行经费": {"": tables["T6"]["公用经费合计"][""]}}
    goods, works, services = (money(rng, 1_000, 900_000) if rng.random() < 0.7 else 0 for _ in range(3))
    small = (goods + works + services) * rng.choice((0, 40, 90, 100)) // 100
    found["采购"] = {
        row: {"": value}
        for row, value in (
            ("政府采购支出总额", goods + works + services),
            ("货物", goods),
            ("工程", works),
            ("服务", services),
            ("中小企业合同金额", small),
            ("小微企业合同金额", small * rng.choice((0, 50, 100)) // 100),
        )
    }
    found["车辆"] = _cars(rng, who)
    found["人员"] = _people(rng, who, tables["T6"])
    return found


def _cars(rng: random.Random, who: Who) -> Cells:
    counts = dict.fromkeys(CAR_USES, 0)
    for _ in range(who.cars):
        counts[rng.choice(CAR_USES[1:])] += 1
    values = {"合计": who.cars, **counts, "通用设备": rng.choice((0, 0, 1, 4)), "专用设备": rng.choice((0, 0, 2))}
    return {row: {"": value} for row, value in values.items()}


def _people(rng: random.Random, who: Who, six: Cells) -> Cells:
    posts = {"行政编制": 0, "事业编制": 0, "工勤编制": rng.choice((0, 0, 2))}
    posts["事业编制" if who.institution or who.nature == LIKE_OFFICE else "行政编制"] = rng.randint(3, 60)
    filled = {name.replace("编制", "在职"): count - (count > 2 and rng.random() < 0.5) for name, count in posts.items()}
    veterans = 1 if VETERANS in six else 0
    retired = rng.randint(1, 30) if RETIRED in six else rng.choice((0, 5))
    values = {"编制": sum(posts.values()), **posts, "在职": sum(filled.values()), **filled}
    values |= {"离退休": veterans + retired, "离休": veterans, "退休": retired}
    return {row: {"": value} for row, value in values.items()}
