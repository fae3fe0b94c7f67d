"""Code → (syntax, three or more texts that trigger it, three or more that must not)."""

LONG = "(" + " OR ".join(f"word{n}" for n in range(25)) + ")"
DEEP = "a AND (b OR " * 60 + "c" + ")" * 60

EXAMPLES = {
    "Q001": [
        ("local", ["(电池 AND 隔膜", "电池)", "((a OR b) AND c"], ["(电池)", "(a OR b) AND (c)", '"(" OR a1'])
    ],
    "Q002": [
        (
            "local",
            ["a AND b OR c", "TI:(a OR b AND c)", "a OR b AND c OR d"],
            ["a AND b AND c", "(a AND b) OR c", "a OR b OR c"],
        ),
        ("espacenet", ["ti=a or ti=b and ti=c"], ["(ti=a or ti=b) and ti=c"]),
    ],
    "Q003": [
        ("patsnap", ["（TTL:a）", "TTL：a", "“solid state”"], ["(TTL:a)", "TTL:a", '"solid state"']),
        ("local", ["（电池）"], ["(电池)"]),
        ("pss", [], ["申请（专利权）人=(吉林大学)"]),
    ],
    "Q004": [
        (
            "patsnap",
            ["电池、隔膜", "TTL:(正极、负极)", "电池，隔膜"],
            ["电池 OR 隔膜", '"电池、隔膜"', "TTL:(正极 OR 负极)"],
        )
    ],
    "Q005": [
        (
            "lens",
            ["battery and cell", "title:(a or b)", "rice not pesticide"],
            ["battery AND cell", "title:(a OR b)", '"and"'],
        ),
        ("patsnap", [], ["battery and cell"]),
    ],
    "Q006": [
        ("orbit", ["batter*", "colo$r", "cell%"], ["batter+", "colo?r", "cel#"]),
        (
            "incopat",
            ["TI=(polymeri#e)", "TI=(cell+)", "TI=(batter$)"],
            ["TI=(batter*)", "TI=(cell?)", "TI=(a-b)"],
        ),
    ],
    "Q007": [
        ("patsnap", ['"solid stat*"', '"batter?"', 'TTL:"cel#"'], ['"solid state"', "batter*", 'TTL:"cell"']),
        ("local", [], ['"batter*"']),
    ],
    "Q008": [
        ("patsnap", ["el* AND cell", "a*", "电*"], ["elec* AND cell", "abc*", "电池*"]),
        ("orbit", ["ab+"], ["abc+"]),
    ],
    "Q009": [
        (
            "local",
            ["(a AND b) NEAR/3 c", "TI:a NEAR/3 AB:b", "a NEAR/3 (NOT b)"],
            ["(a OR b) NEAR/3 c", "TI:a NEAR/3 TI:b", 'a NEAR/3 "b c"'],
        ),
    ],
    "Q010": [
        (
            "lens",
            ["title:solid state battery", "title:solid state AND abstract:x", "abstract:a b"],
            ["title:(solid state battery)", 'title:"solid state"', "title:a AND b"],
        ),
        ("patentscope", ["EN_TI:wind turbine"], ["EN_TI:(wind turbine)"]),
    ],
    "Q011": [
        (
            "local",
            ["IPC:(H01M 10/0525)", "IPC:H1M10", "IPC:H01M 10/0525"],
            ["IPC:H01M10/0525", "IPC:H01M", "IPC:H01M10/00"],
        ),
        ("patsnap", ["IPC:ABC"], ["IPC:A61K31/00"]),
    ],
    "Q012": [
        (
            "local",
            ["IPC:H01M10/00", "CPC:H01M4/00", "a AND IPC:(G06F17/00)"],
            ["IPC:H01M10/00/low", "IPC:H01M10/0525", "IPC:H01M"],
        ),
    ],
    "Q013": [
        (
            "local",
            ["PD:[2020 TO 2010]", "AD:[2020-05 TO 2020-01]", "NCL:[10 TO 2]"],
            ["PD:[2010 TO 2020]", "PD:[2020 TO 2020]", "NCL:[2 TO 10]"],
        ),
    ],
    "Q014": [
        (
            "local",
            ["PD:202013", "PD:yesterday", "AD:[2020-02-40 TO *]"],
            ["PD:202012", "PD:2020", "AD:[2020-02-10 TO *]"],
        ),
    ],
    "Q017": [
        ("local", ["(电池) AND a1", "a1 OR (b1)", "((a1) OR b1)"], ["TI:(电池)", "(a1 OR b1)", "a1 AND b1"])
    ],
    "Q018": [
        (
            "local",
            ["电池 OR 隔膜 OR 电池", "(a1 OR A1)", '"b c" OR "b c"'],
            ["电池 AND 电池", "a1 OR b1", '"b c" OR "c b"'],
        )
    ],
    "Q019": [
        (
            "local",
            ["batter* OR batteries", "电池 OR 锂电池", '"fuel cell" OR cell'],
            ["batter* OR cell", "电池 OR 隔膜", "a1 AND a1*"],
        )
    ],
    "Q021": [
        ("espacenet", [LONG, f"ti={LONG}", f"{LONG} and x"], ["(a1 or b1)", "ti=(a1 or b1)", 'ti any "a b"'])
    ],
    "Q022": [("local", ["電池", "TI:電動車", "電池 OR 隔膜"], ["电池", "電池 OR 电池", "battery"])],
    "Q023": [
        (
            "local",
            ["无人机", "TI:(无人机 OR drone)", "隔膜"],
            ["无人机 OR 无人飞行器 OR UAV OR drone", "电解液", "invention"],
        )
    ],
    "Q024": [("local", ["μm", "10 AND nm", "TI:微米"], ["μm OR um OR 微米", "nm OR 纳米", "length"])],
    "Q025": [("local", ["", "   ", "\n"], ["a1", "电", "(a1)"])],
    "Q026": [("local", ["a1 AND", "AND a1", "a1 OR OR b1"], ["a1 AND b1", "NOT a1", "a1 NOT b1"])],
    "Q027": [("local", ['"abc', 'a1 AND "b c', 'TI:"x'], ['"abc"', 'a1 AND "b c"', "it's"])],
    "Q028": [
        ("local", ["XYZ:a1", "TII:a1", "标提:电池"], ["TI:a1", "title:a1", "标题:电池"]),
        ("patsnap", ["TI=a1"], ["TTL:a1"]),
        ("lens", ["foo:bar"], ["title:bar"]),
    ],
    "Q029": [
        ("lens", ["*tery", "title:?attery", "*cell*"], ["bat*tery", "title:batter?", "cell*"]),
        ("patsnap", [], ["*tery"]),
    ],
    "Q030": [
        ("patsnap", ["*ab*cd*", "a*b*c*d", "*electro*lyte*"], ["*abc*", "abc*", "a?b?c?"]),
        ("orbit", ["a+bcd?e?f?g?h?i?j?k?l?m?n"], ["abcd+"]),
    ],
    "Q031": [
        (
            "incopat",
            ["a1 (30W) b1", "TI=(a1 (21N) b1)", "a1 (99W) b1"],
            ["a1 (3W) b1", "TI=(a1 (20N) b1)", "a1 (W) b1"],
        ),
    ],
    "Q032": [
        ("patsnap", ['TREE@"示例公司"', "battery $FREQ3", "B_CITES:CN1"], ["AN:示例公司", "battery", "PN:CN1"]),
        (
            "lens",
            ["foo^2", "foo~1", "/reg.x/", "+foo bar", '"a b"^4', "title:>5"],
            ["foo", "a && !b", "foo -bar", '"foo bar"~1', "title:foo"],
        ),
    ],
    "Q033": [
        ("local", ["电池AND隔膜", "电池 OR隔膜", "电池NOT 隔膜"], ["电池 AND 隔膜", "ANDROID电池", "band电池"])
    ],
    "Q034": [
        (
            "local",
            [DEEP, "NOT " * 150 + "a", "NOT (" * 101 + "a1" + ")" * 101],
            ["((((a1))))", "(a1 AND (b1 OR (c1 AND d1)))", "(" * 300 + "a1" + ")" * 300],
        )
    ],
    "Q035": [
        ("local", ["a1 $W3 b1", "a1 3W b1", "a1 NEAR3 b1"], ["a1 NEAR/3 b1", "a1 PRE/3 b1", "w1000"]),
        ("orbit", ["a1 $PRE5 b1"], ["a1 5W b1"]),
    ],
    "Q036": [("local", ["a1 && b1", "a1 || b1", "a1 & b1"], ["a1 AND b1", '"a & b"', "R&D"])],
    "Q037": [
        (
            "patsnap",
            ["NOT a1", "TTL:(NOT a1)", "a1 OR NOT b1"],
            ["a1 NOT b1", "a1 AND NOT b1", "TTL:(a1 NOT b1)"],
        ),
        ("local", [], ["NOT a1"]),
    ],
    "Q039": [
        (
            "cnipr",
            ["名称=(电池 隔膜)", "名称=电池 摘要=隔膜", "电池 隔膜"],
            ["名称=(电池 and 隔膜)", "名称=电池", "名称=(电池)"],
        )
    ],
    "Q040": [
        (
            "local",
            ["[2010 TO 2020]", ">=2020", "a1 AND [1 TO 2]"],
            ["PD:[2010 TO 2020]", "PD>=2020", "NCL:[1 TO 2]"],
        )
    ],
    "Q041": [("local", ["NCL:many", "NCL:[1 TO x]", "NCITED:1.5"], ["NCL:5", "NCL:[1 TO 3]", "NCITED:15"])],
    "Q042": [("local", ["*", "a1 AND ---", '""'], ["a*", "a1 AND b-c", '"a"'])],
    "Q045": [
        (
            "local",
            ["battery[ti]", "(cell[Title/Abstract])", "a1 OR {b1"],
            ["TI:battery", "PD:[2010 TO 2020]", "电*{3}池"],
        )
    ],
    "Q044": [
        (
            "local",
            ["PD:[2007-01-01 TO 2007-06-31]", "AD:[20210230 TO *]", "PD:[* TO 20230229]"],
            ["PD:[2007-01-01 TO 2007-06-30]", "PD:[2021 TO *]", "PD:2007-06-30"],
        )
    ],
}
"""Q015 and Q016 need a corpus, Q020 a system with a limit of characters: they have tests of their own."""
