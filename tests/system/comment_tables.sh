#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Tables of comments between us and other programs: openpyxl and Python's csv write what we read, and
# read what we write. Arguments: comment_table, the source directory. Skips without openpyxl.
set -eu
table=$1 books=$2/tests/support/comment_books.py
python=
for p in python3 /usr/bin/python3; do
    if [ -z "$python" ] && "$p" -c 'import openpyxl' 2>/dev/null; then python=$p; fi
done
if [ -z "$python" ]; then
    echo "skipped: no Python here has openpyxl"
    exit 77
fi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
failed=0

# same WHAT WANT GOT: the files are the same.
same() {
    if diff -u "$2" "$3" >"$tmp/diff"; then
        echo "ok: $1"
    else
        echo "FAILED: $1"
        cat "$tmp/diff"
        failed=1
    fi
}

"$python" "$books" make "$tmp"
for file in "$tmp"/*.xlsx "$tmp"/*.csv; do
    name=${file%.*}
    "$table" read "$file" >"$name.got"
    same "reads $(basename "$file")" "$name.want" "$name.got"
done
for form in iso gb; do
    for format in csv xlsx; do
        file=$tmp/ours-$form.$format
        "$table" write "$form" "$format" "$file"
        "$table" read "$file" >"$file.ours"
        "$python" "$books" show "$file" >"$file.theirs"
        [ "$(wc -l <"$file.ours")" -eq 40 ] || { echo "FAILED: $form $format: not 40 rows"; failed=1; }
        same "both read $form as $format" "$file.theirs" "$file.ours"
    done
done
exit $failed
