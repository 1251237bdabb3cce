"""记录的字段：每一种值怎样认、认不出时怎样说。"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from generator.strict_yaml import Mapping, Sequence, Text

SLUG = re.compile(r"[a-z][a-z0-9-]{0,39}")


def _cell(value: object) -> Text:
    if isinstance(value, Text):
        return value
    kind = "一组内容" if isinstance(value, (Mapping, Sequence)) else "别的东西"
    raise PydanticCustomError("cell", "这里应填一个值，却是{kind}", {"kind": kind})


def _yes_no(value: object) -> bool:
    if value in ("是", "否"):
        return value == "是"
    raise PydanticCustomError("yes_no", "这里只能填“是”或“否”")


class Day(dt.date):
    """A typed date that knows where it stands."""

    text: Text | None = None


def _date(value: object) -> dt.date:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            day = Day.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("date", "“{text}”不是日历上有的一天", {"text": value}) from None
        day.text = value if isinstance(value, Text) else None
        return day
    raise PydanticCustomError("date", "日期应写成 2024-08-20 的样子")


def _year(value: object) -> int:
    if isinstance(value, str) and re.fullmatch(r"(19|20)[0-9]{2}", value):
        return int(value)
    raise PydanticCustomError("year", "年度应是四位数字，如 2022")


def _count(value: object) -> int:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,2}", value):
        return int(value)
    raise PydanticCustomError("count", "这里应填一个不超过 99 的整数，如 3")


def _slug(value: object) -> str:
    if isinstance(value, str) and SLUG.fullmatch(value):
        return str(value)
    raise PydanticCustomError("slug", "标识只能用小写字母、数字和连字符，以字母开头，最多 40 个字符")


def _prose(value: object) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("prose", "这里应填一段文字")
    if len(value) > 20000:
        raise PydanticCustomError("prose", "这段文字超过 20000 字，请拆开")
    return value


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("word", "这里应填一个词语或一句话")
    if len(value) > 300:
        raise PydanticCustomError("word", "这里最多 300 字，现在有 {count} 字", {"count": len(value)})
    return value


def _site_url(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", value):
        return value if value.endswith("/") else f"{value}/"
    raise PydanticCustomError("url", "网址应写全，如 https://www.example.gov.cn/czj/")


def _site_code(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(r"[0-9A-Za-z]{10}", value):
        return str(value)
    raise PydanticCustomError("site_code", "网站标识码是十位数字或字母，如 4201060012")


Cell = Annotated[Any, PlainValidator(_cell), WithJsonSchema({"type": ["string", "number"]})]
YesNo = Annotated[bool, BeforeValidator(_yes_no), WithJsonSchema({"enum": ["是", "否"]})]
Date = Annotated[dt.date, PlainValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
Year = Annotated[int, BeforeValidator(_year), WithJsonSchema({"type": "integer", "minimum": 1990, "maximum": 2099})]
Count = Annotated[int, BeforeValidator(_count), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 99})]
Slug = Annotated[str, BeforeValidator(_slug), WithJsonSchema({"type": "string", "pattern": f"^{SLUG.pattern}$"})]
Prose = Annotated[str, PlainValidator(_prose), WithJsonSchema({"type": "string"})]
Word = Annotated[str, PlainValidator(_word), WithJsonSchema({"type": ["string", "number"], "maxLength": 300})]
SiteUrl = Annotated[str, BeforeValidator(_site_url), WithJsonSchema({"type": "string", "format": "uri"})]
SiteCode = Annotated[
    str, BeforeValidator(_site_code), WithJsonSchema({"type": "string", "pattern": "^[0-9A-Za-z]{10}$"})
]
Format = Annotated[Literal["1"], WithJsonSchema({"const": 1})]
