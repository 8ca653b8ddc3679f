# Two tables, ours and what LibreOffice read: the same cells?  An instant is
# shown there without its zone; what begins like a formula has an apostrophe
# in ours only.
import csv
import re
import sys


def rows(path):
    with open(path, encoding='utf-8-sig', newline='') as f:
        return list(csv.reader(f, delimiter=';'))


def plain(cell):
    cell = cell.replace('\r\n', '\n')
    if re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ', cell):
        return cell[:10] + ' ' + cell[11:19]
    return cell[1:] if re.match("'[=+@-]", cell) else cell


ours, theirs = rows(sys.argv[1]), rows(sys.argv[2])
print('ok' if len(ours) > 10 and len(ours) == len(theirs) else 'not ok',
      'as many lines:', len(ours), len(theirs))
wrong = [(a[0], p, q) for a, b in zip(ours, theirs)
         for p, q in zip(map(plain, a), b) if p != q]
width = {len(r) for r in ours + theirs}
print('ok' if len(width) == 1 else 'not ok', 'as many columns:', *width)
print('ok' if not wrong else 'not ok', 'the same cells')
for line in wrong[:5]:
    print('#', *line)
