#!/usr/bin/env python3
"""Whether a report gives the same facts whatever format it is saved in.

    agreement.py BAOBIAO FOLDER_OF_DOCX [FORMAT...]

LibreOffice saves every report of the folder in each of FORMATS; the facts read from those files must be those of the
originals. Prints how much was compared; ends with 1 on any difference.
"""

import csv
import glob
import os
import subprocess
import sys
import tempfile

# What LibreOffice calls each format, and the extension it gives.
FORMATS = {
    "doc": ("doc:MS Word 97", "doc"),
    "html": ("html", "html"),
    "rtf": ("rtf", "rtf"),
    "odt": ("odt", "odt"),
    "fodt": ("fodt", "fodt"),
    "docx": ("docx:Office Open XML Text", "docx"),
}

KEYS = ["value", "state", "unit", "remark"]


def convert(files, filter_name, folder):
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", filter_name, "--outdir", folder, *files]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def facts(baobiao, files, folder):
    """The facts by name of report and field."""
    table = os.path.join(folder, "facts.long.csv")
    done = subprocess.run([baobiao, "convert", *files, "-o", table, "--quiet"], capture_output=True)
    if not os.path.exists(table):
        sys.exit(f"{baobiao} wrote nothing: {done.stderr.decode()}")
    with open(table, encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    name = lambda row: os.path.splitext(os.path.basename(row["report"]))[0]
    return {(name(row), row["field"]): tuple(row[key] for key in KEYS) for row in rows if row["field"]}


def main():
    baobiao, samples, *chosen = sys.argv[1:]
    originals = sorted(glob.glob(os.path.join(samples, "*.docx")))
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        expected = facts(baobiao, originals, folder)
        for name in chosen or FORMATS:
            filter_name, extension = FORMATS[name]
            inside = os.path.join(folder, name)
            os.mkdir(inside)
            convert(originals, filter_name, inside)
            files = sorted(glob.glob(os.path.join(inside, f"*.{extension}")))
            found = facts(baobiao, files, inside)
            different = [key for key in sorted(expected.keys() | found.keys()) if expected.get(key) != found.get(key)]
            for report, field in different[:20]:
                was, now = expected.get((report, field)), found.get((report, field))
                print(f"{name}: {report}: {field}: {was} in the original, {now} here")
            print(f"{name}: {len(files)} reports, {len(found)} facts, {len(different)} differ")
            wrong += len(different) + (len(files) != len(originals))
    sys.exit(1 if wrong or not originals else 0)


main()
