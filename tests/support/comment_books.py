#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tables of comments as other programs write and read them: openpyxl, and Python's csv.

comment_books.py make DIR     writes NAME.xlsx or NAME.csv and NAME.want, what comment_table reads in it
comment_books.py show FILE    what openpyxl or csv reads in a file of ours, as comment_table prints it
"""
import csv, datetime, os, sys

import openpyxl
from openpyxl.styles import Font

GB = ["序号", "标准章条编号", "意见内容", "修改建议", "提出单位", "处理意见", "备注"]
ISO = ["MB/NC", "Line number", "Clause/Subclause", "Paragraph/Figure/Table", "Type of comment", "Comments",
       "Proposed change", "Observations of the secretariat"]


def line(row, org="", line="", clause="", element="", kind="", text="", proposed="", outcome="Open", reason="", note=""):
    fields = [str(row), org, line, clause, element, kind, text, proposed, outcome, reason, note]
    return "|".join(f.replace("|", "\\|").replace("\n", "\\n") for f in fields)


def gb():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "意见"
    sheet.append(["意见汇总处理表"])
    sheet.merge_cells("A1:G1")
    sheet.append(["标准名称：数据存储加密要求    承办人：李"])
    sheet.append(GB)
    sheet.append([1, "5.2", "术语 & <定义>", "=1+1", "甲公司", "采纳", None])
    sheet["D4"].data_type = "s"  # text, as it was typed
    sheet.append([2, 5.1, " 前后空格 ", "=SUM(1,2)", True, "不采纳：重复", "见 5.2"])
    sheet.append([3, datetime.date(2026, 5, 2), "x", None, None, None, None])
    sheet.append([4, "6", "合并", None, "乙", None, None])
    sheet.append([5, None, "第二", None, None, None, None])
    sheet.merge_cells("B7:B8")
    sheet.merge_cells("E7:E8")
    sheet.append([6, None, None, "只有建议", None, None, None])
    sheet["C4"].font = Font(name="宋体", bold=True)
    book.create_sheet("empty")
    return book, [
        line(4, org="甲公司", clause="5.2", text="术语 & <定义>", proposed="=1+1", outcome="Accepted"),
        line(5, org="TRUE", clause="5.1", text="前后空格", proposed="=SUM(1,2)", outcome="Not accepted", reason="重复",
             note="见 5.2"),
        line(6, clause="2026-05-02", text="x"),
        line(7, org="乙", clause="6", text="合并"),
        line(8, org="乙", clause="6", text="第二"),
    ], 1


def iso():
    book = openpyxl.Workbook()
    front = book.active
    front.title = "Read me"
    front.append(["Fill in the next sheet."])
    sheet = book.create_sheet("Comments")
    sheet.append(["Date: 2026-11-24", None, "Document: CD 1", None, None, "Project:", "P-1"])
    sheet.append(ISO)
    sheet.append(["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"])
    for i in range(200):
        sheet.append(["DE", i, "7.%d" % i if i != 77 else None, "NOTE", "te", "text %d\nsecond line" % i, None, None])
    sheet.row_dimensions[5].hidden = True
    want = [line(i + 4, org="DE", line=str(i), clause="7.%d" % i, element="NOTE", kind="te",
                 text="text %d\nsecond line" % i) for i in range(200) if i != 77]
    return book, want, 1


def csv_of(path, rows, **how):
    encoding = how.pop("encoding")
    with open(path, "w", encoding=encoding, newline="") as f:
        csv.writer(f, **how).writerows(rows)


def make(folder):
    for name, build in ("gb", gb), ("iso", iso):
        book, want, refused = build()
        book.save(os.path.join(folder, name + ".xlsx"))
        with open(os.path.join(folder, name + ".want"), "w") as f:
            f.write("".join(w + "\n" for w in want) + "refused: %d\n" % refused)
    rows = [GB, ["1", "5.2", "术语，\"定义\"", "a,b;c\td", "甲", "", ""], ["2", "5.3", "两\n行", "", "", "部分采纳：一", ""]]
    want = [line(2, org="甲", clause="5.2", text="术语，\"定义\"", proposed="a,b;c\td")]
    for name, encoding, how in (("excel", "utf-8-sig", {}), ("gbk", "gb18030", {}), ("semicolon", "utf-8", {"delimiter": ";"}),
                                ("unicode", "utf-16", {"dialect": "excel-tab"})):
        csv_of(os.path.join(folder, name + ".csv"), rows, encoding=encoding, **how)
        with open(os.path.join(folder, name + ".want"), "w") as f:
            f.write("\n".join(want + [line(3, clause="5.3", text="两\n行", outcome="Partly accepted", reason="一")]) + "\n")


def cells_of(path):
    if path.endswith(".csv"):
        with open(path, encoding="utf-8-sig", newline="") as f:
            for number, row in enumerate(csv.reader(f), 1):
                yield number, [v[1:] if v[:1] == "'" and v[1:2] in "=+-@" else v for v in row]
        return
    book = openpyxl.load_workbook(path)
    for row in book.active.iter_rows():
        if any(c.data_type not in ("s", "n") or (c.data_type == "n" and c.value is not None) for c in row):
            sys.exit("%s: a cell is no text: %r" % (path, [c.value for c in row]))
        yield row[0].row, [c.value or "" for c in row]


def show(path):
    names = None
    outcomes = {"": "Open", "采纳": "Accepted", "部分采纳": "Partly accepted", "不采纳": "Not accepted", "已知悉": "Noted"}
    for number, row in cells_of(path):
        if names is None:
            if "Comments" in row or "意见内容" in row:
                names = row
            continue
        v = dict(zip(names, row))
        get = lambda en, zh: v.get(en, v.get(zh, ""))
        if not get("Comments", "意见内容"):
            continue  # the counts below the table
        outcome = get("Observations of the secretariat", "处理意见")
        print(line(number, get("MB/NC", "提出单位"), get("Line number", "行号"), get("Clause/Subclause", "标准章条编号"),
                   get("Paragraph/Figure/Table", "段落/图/表"), get("Type of comment", "意见类型"), get("Comments", "意见内容"),
                   get("Proposed change", "修改建议"), outcomes.get(outcome, outcome), "", get("Remarks", "备注")))


if __name__ == "__main__":
    {"make": make, "show": show}[sys.argv[1]](sys.argv[2])
