"""Samples of tools/bench into a table, charts, and what the goals say.

usage: report.py write GOALS FOLDER MACHINE < samples	results in FOLDER
       report.py check GOALS [N ...] < samples		a line for each goal
       report.py held GOALS [N ...] < samples		the same, for what is held

A sample is « subject, what, measure, who, value », a goal « subject, what,
measure, ratio, limit, held, words » (tests/bench/goals), separated by tabs.
Everything is told by medians; the spread is from the first to the third
quartile.  check and held print « ok » and « not ok » lines.
"""
import collections
import html
import re
import statistics
import sys

from chart import chart

SUBJECTS = {
    '1': 'Building a site',
    '2': 'A contract of six pages',
    '3': 'A form page and a status page, through nginx',
    '4': 'Applications sent for good',
    '5': 'Lists, search, figures, exports',
    '6': 'Memory and start-up',
}
WHO = {'terreau': 'Terreau', 'hugo': 'Hugo', 'discount': 'discount alone',
       'reportlab': 'ReportLab', 'weasyprint': 'WeasyPrint',
       'wkhtmltopdf': 'wkhtmltopdf', 'libharu': 'libharu alone',
       'port': 'libharu, our port', 'hello': 'hello', 'fichier': 'static file',
       'php': 'PHP-FPM', 'flask': 'Flask', 'sqlite': 'SQLite alone',
       'sqlite in turns': 'SQLite, in turns'}
# Charts: subject, measure, which whats, title.  More is better where it says.
CHARTS = [
    ('1', 's', '', 'Seconds to build a site'),
    ('2', 'ms', 'one', 'Milliseconds of processor for one contract'),
    ('3', 'per second', '', 'Pages a second, 16 connections'),
    ('4', 'per second', '', 'Applications a second'),
    ('5', 'ms', 'network', 'Milliseconds for a page of staff, whole network'),
    ('6', 'private MiB', '', 'MiB of memory of its own'),
]


def read(lines):
    """{(subject, measure): {what: {who: [values]}}}, in the order met."""
    tables = collections.OrderedDict()
    for line in lines:
        subject, what, measure, who, value = line.rstrip('\n').split('\t')
        whats = tables.setdefault((subject, measure),
                                  collections.OrderedDict())
        whats.setdefault(what, collections.OrderedDict()).setdefault(
            who, []).append(float(value))
    return tables


def number(value):
    """Three figures that count, thousands apart."""
    if value >= 1000:
        return f'{value:,.0f}'.replace(',', '\u202f')
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f'{value:.{digits}f}' if value >= 0.1 or value == 0 else \
        f'{value:.3f}'


def quartiles(values):
    if len(values) < 2:
        return values[0], values[0]
    low, _, high = statistics.quantiles(values, n=4, method='inclusive')
    return low, high


def cell(values):
    low, high = quartiles(values)
    text = number(statistics.median(values))
    return text if number(low) == number(high) else \
        f'{text} ({number(low)}–{number(high)})'


def name(who):
    return WHO.get(who, f'{int(who):,}'.replace(',', '\u202f')
                   if who.isdigit() else who)


def base_of(whos):
    return 'terreau' if 'terreau' in whos else next(iter(whos))


def table(measure, whats):
    whos = list(dict.fromkeys(w for row in whats.values() for w in row))
    base = base_of(whos)
    others = [w for w in whos if w != base]
    head = [measure, name(base)] + [x for w in others for x in (name(w), '×')]
    out = ['| ' + ' | '.join(head) + ' |',
           '| --- |' + ' ---: |' * (len(head) - 1)]
    for what, row in whats.items():
        cells = [what, cell(row[base]) if base in row else '']
        for who in others:
            if who not in row:
                cells += ['', '']
                continue
            ratio = statistics.median(row[who]) / statistics.median(
                row[base]) if base in row and statistics.median(
                    row[base]) else None
            cells += [cell(row[who]), '' if ratio is None else number(ratio)]
        out.append('| ' + ' | '.join(cells) + ' |')
    return '\n'.join(out)


def goals(path):
    with open(path, encoding='utf-8') as file:
        for line in file:
            if line.strip() and not line.startswith('#'):
                yield line.rstrip('\n').split('\t')


def judge(tables, goal):
    """[(what, ratio, reached, still held)]: of every what that fits."""
    subject, pattern, measure, ratio, limit, held, _ = goal
    over, under = ratio.split('/')
    rows = tables.get((subject, measure), {})
    for what, row in rows.items():
        if not re.fullmatch(pattern, what) or over not in row or \
                under not in row:
            continue
        value = statistics.median(row[over]) / statistics.median(row[under])

        def holds(bound):
            least = bound.startswith('>=')
            bound = float(bound[2:])
            return value >= bound if least else value <= bound
        yield what, value, holds(limit), holds(held)


def check(tables, path, subjects, held_only):
    short = 0
    for goal in goals(path):
        if subjects and goal[0] not in subjects:
            continue
        if held_only and goal[5] == '-':
            continue
        verdicts = [v for v in judge(tables, goal[:5] + [
            goal[5] if goal[5] != '-' else goal[4], goal[6]])]
        if not verdicts:
            print(f'not ok {goal[0]}: {goal[6]}: not measured')
            short += 1
            continue
        for what, value, reached, still in verdicts:
            good = still if held_only else reached
            bound = goal[5] if held_only else goal[4]
            print(f'{"ok" if good else "not ok"} {goal[0]}: {goal[6]}: '
                  f'{what}: {goal[3]} {value:.2f}, {bound}')
            short += not good
    return short


def verdict_table(tables, path, subject):
    out = ['| goal | at | ratio | |', '| --- | --- | ---: | --- |']
    for goal in goals(path):
        if goal[0] != subject:
            continue
        for what, value, reached, _ in judge(tables, goal[:5] + [
                goal[4], goal[6]]):
            out.append(f'| {goal[6]} | {what} | {number(value)} | '
                       f'{"reached" if reached else "**short**"} |')
    return '\n'.join(out) if len(out) > 2 else ''


def notes(folder, subject):
    """What a part says of itself, and of what remains."""
    try:
        with open(f'{folder}/notes/{subject}.md', encoding='utf-8') as file:
            return file.read().strip()
    except FileNotFoundError:
        return ''


def write(tables, path, folder, machine):
    out = ['# Measured beside what people would use instead', '',
           machine.strip(), '',
           'Medians of runs in turn, in brackets the first and third '
           'quartile; × is how many times the first column. Made by '
           '`tools/bench --record`; `tools/bench --check` holds the goals.']
    for subject in dict.fromkeys(s for s, _ in tables):
        out += ['', f'## {subject}. {SUBJECTS[subject]}', '',
                notes(folder, subject)]
        verdicts = verdict_table(tables, path, subject)
        if verdicts:
            out += ['', verdicts]
        for number_, measure, part, title in CHARTS:
            if number_ != subject or (subject, measure) not in tables:
                continue
            rows = [(what, [(name(w), statistics.median(v), quartiles(v))
                            for w, v in row.items()])
                    for what, row in tables[subject, measure].items()
                    if what.startswith(part)]
            file = f'{subject}.svg'
            with open(f'{folder}/{file}', 'w', encoding='utf-8') as svg:
                svg.write(chart(title, rows, number))
            out += ['', f'![{html.escape(title)}]({file})']
        for (number_, measure), whats in tables.items():
            if number_ == subject:
                out += ['', table(measure, whats)]
    with open(f'{folder}/README.md', 'w', encoding='utf-8') as file:
        file.write('\n'.join(out).replace('\n\n\n', '\n\n') + '\n')


def main():
    tables = read(sys.stdin)
    if sys.argv[1] == 'write':
        write(tables, sys.argv[2], sys.argv[3], sys.argv[4])
        return 0
    return check(tables, sys.argv[2], sys.argv[3:],
                 sys.argv[1] == 'held') > 0


sys.exit(main())
