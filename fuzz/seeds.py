#!/usr/bin/env python3
"""Makes the seeds and the words that fuzzing begins with, from what is committed already.

Seeds: the samples for `package`, whole and as their parts; the schemas; text of the samples' XML; figures and labels of
the form. Words: the names of elements and attributes that the sources know, and the labels of the form.
"""

import glob
import os
import re
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SEEDS = os.path.join(ROOT, "fuzz", "seeds")
PARTS = ["word/document.xml", "word/_rels/document.xml.rels", "word/styles.xml", "word/numbering.xml"]
VALUES = ["0", "12", "1,234", "1，234", "-3", "3.50", "/", "—", "无", "１２", "5件", "约387", "2（其中1件）", "1.2万", "9007199254740993"]
# Kinds of file of which there is no sample.
CELLS = "<tr><th>信息内容</th><th colspan=2>本年制发件数</th></tr><tr><td rowspan=2>规章</td><td>12</td><td>3</td></tr>"
OTHERS = {
    "page.html": f"<html><meta charset=utf-8><body><h1>2021年年度报告</h1><table>{CELLS}</table><p>&nbsp;完</body></html>",
    "page.mht": "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\n"
    f"Content-Type: text/html; charset=utf-8\r\n\r\n<table>{CELLS}</table>\r\n--b--\r\n",
    "page.rtf": "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0 SimSun;}}\\pard a\\par\\trowd\\clvmgf\\cellx1000\\cellx2000"
    "\\pard\\intbl\\u35268?\\cell 12\\cell\\row\\trowd\\clvmrg\\cellx1000\\cellx2000\\pard\\intbl\\cell\\'b9\\cell\\row}",
    "page.fodt": '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text><text:p>a</text:p><table:table>'
    '<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>1</text:p></table:table-cell>'
    "<table:covered-table-cell/></table:table-row></table:table></office:text></office:body></office:document>",
}
# What the first byte of a seed for `markup` means.
KINDS = ["html", "rtf", "fodt", "mht"]
TARGETS = ["package", "document", "styles_numbering", "grid", "values", "schema", "scan_oracle", "writers", "doc", "compound", "markup"]


def seed(target, name, data):
    with open(os.path.join(SEEDS, target, name), "wb") as file:
        file.write(data)


def main():
    for target in TARGETS:
        os.makedirs(os.path.join(SEEDS, target), exist_ok=True)
        os.makedirs(os.path.join(ROOT, "fuzz", "corpus", target), exist_ok=True)
    for path in sorted(glob.glob(os.path.join(ROOT, "samples", "*.docx"))):
        name = os.path.basename(path)
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            parts = [package.read(part) if part in names else b"" for part in PARTS]
        with open(path, "rb") as file:
            seed("package", name, file.read())
        seed("package", name + ".parts", b"\xff".join(parts))
        begin = parts[0].find(b"<w:tbl>")
        text = parts[0][max(begin, 0):].decode("utf-8")
        for index in range(4):
            seed("scan_oracle", f"{name}.{index}", text[index * 900:(index + 1) * 900].encode("utf-8"))
    for name, text in OTHERS.items():
        seed("package", name, text.encode("utf-8"))
        seed("markup", name, bytes([KINDS.index(name[5:])]) + text.encode("utf-8"))
    for path in glob.glob(os.path.join(ROOT, "schemas", "*.toml")):
        with open(path, "rb") as file:
            seed("schema", os.path.basename(path), file.read())
    for index, value in enumerate(VALUES):
        seed("values", str(index), value.encode("utf-8"))
    for target in ["document", "styles_numbering", "grid", "writers", "doc", "compound"]:
        for index in range(8):
            # Choices in order: every kind of block, run and merge comes soon.
            seed(target, str(index), bytes((index * 37 + step * (2 * index + 1)) % 256 for step in range(1024)))
    words = set()
    sources = [path for reader in ["docx", "html", "odt"] for path in glob.glob(os.path.join(ROOT, "src", reader, "*.rs"))]
    for path in sources:
        with open(path, encoding="utf-8") as file:
            words.update(re.findall(r'b?"([A-Za-z][A-Za-z0-9]{2,24})"', file.read()))
    labels = set()
    for path in glob.glob(os.path.join(ROOT, "schemas", "*.toml")):
        with open(path, encoding="utf-8") as file:
            labels.update(re.findall(r'^\s*\[?\[?([a-z_]+)\]?\]?', file.read(), re.M))
    controls = set()
    for path in glob.glob(os.path.join(ROOT, "src", "rtf", "*.rs")):
        with open(path, encoding="utf-8") as file:
            controls.update("\\\\" + word for word in re.findall(r'b"([a-z]{1,20})"', file.read()))
    words |= controls | {"w:" + word for word in words} | labels
    marks = ["<w:", "</w:", "/>", "<![CDATA[", "]]>", "<!--", "-->", "&#x", "&amp;", "xmlns:", "PK\\x03\\x04", "PK\\x01\\x02", "PK\\x05\\x06", "\\xff"]
    with open(os.path.join(ROOT, "fuzz", "words.dict"), "w", encoding="utf-8") as file:
        file.writelines(f'"{word}"\n' for word in sorted(word for word in words if word) + marks)


if __name__ == "__main__":
    main()
