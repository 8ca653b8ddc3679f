#!/usr/bin/env python3
"""Make content/communes.tsv from data/communes.json of the npm package
@etalab/decoupage-administratif.

usage: tools/communes.py communes.json VERSION >content/communes.tsv

Kept: today's communes and the arrondissements of Paris, Lyon and Marseille.
These three cities keep no post code of their own, so that a post code leads
to the arrondissement only.
"""
import json
import sys

KINDS = ('commune-actuelle', 'arrondissement-municipal')
CITIES = ('75056', '69123', '13055')


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding='utf-8') as f:
        rows = [c for c in json.load(f) if c['type'] in KINDS]
    rows.sort(key=lambda c: c['code'])
    print('# Communes de France : code INSEE, nom, codes postaux.')
    print('# Source : @etalab/decoupage-administratif %s (Insee, La Poste),'
          % sys.argv[2])
    print('# Licence Ouverte 2.0.  Fait par tools/communes.py.')
    for c in rows:
        codes = [] if c['code'] in CITIES else c.get('codesPostaux', [])
        print('%s\t%s\t%s' % (c['code'], c['nom'].replace("'", '’')
                              .replace(' Arrondissement', ' arrondissement'),
                              ' '.join(sorted(codes))))


main()
