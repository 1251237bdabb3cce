"""One address for every kind of page the site has, and for every shape of disclosure among the records."""

from __future__ import annotations

KINDS = {
    "首页": "",
    "地区": "999901/",
    "部门": "999901/ybj/",
    "公开页": "999901/ybj/2022/",
    "公开页·存档": "420114/ybj/2022/",
    "公开页·存档无表": "420106/ybj/2021/",
    "公开页·只有自评": "500100/ybj/2020/",
    "公开页·四川": "999951/wjj/2021/",
    "来历": "999901/mzj/2022/figures/",
    "历年比较": "999901/ybj/compare/",
    "历年比较·一年": "420106/ybj/compare/",
    "地区年度·只有自评": "500100/2020/",
    "绩效指标·存档": "420114/2022/indicators/",
    "地区年度": "999901/2022/",
    "绩效指标": "999901/2022/indicators/",
    "支出科目": "codes/",
    "科目": "codes/2080505/",
    "名词解释": "glossary/",
    "校验规则": "rules/",
    "查找": "search/",
    "使用说明": "guide/",
    "关于": "about/",
    "没有这个页面": "404.html",
}
