#!/usr/bin/python3
"""Make the fonts of the papers and of the site from Debian's packages.

usage: fonts.py OUTDIR

Run once per build tree, by make.  Written in OUTDIR:

  titre corps corps-gras corps-italique       Vollkorn, for the press
  texte gras texte-italique                   Lato, for the press
  code                                        DejaVu Sans Mono Bold
      .ttf: a broad Latin repertoire, no hints, no layout tables; lining
      figures stand in the cmap (libharu does no substitution) and the pairs
      of the GPOS kerning stand in a plain « kern » table, which the press
      reads itself.
  titre texte gras .woff2                     the web subsets
  srgb.icc                                    output intent of PDF/A
  LICENCE-*.txt                               as the packages give them

Lato is a reserved name of its licence: a reduced Lato is called « Coop
Texte ».  The same packages give the same bytes.
"""

import logging
import os
import shutil
import sys

from fontTools import subset
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0

ROOT = "/usr/share/fonts/truetype/"
VOLLKORN = ROOT + "vollkorn/Vollkorn-%s.ttf"
LATO = ROOT + "lato/Lato-%s.ttf"
MONO = ROOT + "dejavu/DejaVuSansMono-Bold.ttf"

PAPER = {
    "titre": VOLLKORN % "Black",
    "corps": VOLLKORN % "Regular",
    "corps-gras": VOLLKORN % "Bold",
    "corps-italique": VOLLKORN % "Italic",
    "texte": LATO % "Regular",
    "texte-italique": LATO % "Italic",
    "gras": LATO % "Bold",
    "code": MONO,
}

WEB = {
    "titre": VOLLKORN % "Black",
    "texte": LATO % "Regular",
    "gras": LATO % "Bold",
}

LICENCES = {
    "LICENCE-vollkorn.txt": "/usr/share/doc/fonts-vollkorn/copyright",
    "LICENCE-lato.txt": "/usr/share/doc/fonts-lato/copyright",
    "LICENCE-dejavu.txt": "/usr/share/doc/fonts-dejavu-core/copyright",
}

PROFILE = "/usr/share/color/icc/sRGB.icc"

# Names of anywhere that writes in Latin letters: Basic Latin to Extended B,
# schwa and the modifier letters of names, Extended Additional (Vietnamese).
PAPER_CHARS = "20-7E,A0-24F,259,2B9-2BC,1E00-1EFF,2002-200A,2010-2015," \
    "2018-201E,2020-2022,2026,202F,2030,2032-2033,2039-203A,2044,20A0-20BF," \
    "2116,2122,2190-2193,2212,2248,2260,2264-2265,25CF,2610-2611,2713"
WEB_CHARS = "20-7E,A0-FF,131,152-153,178,2009,2010-2014,2018-201A," \
    "201C-201E,2022,2026,202F,2039-203A,20AC,2116,2190-2193,2212,2713"

# Pairs that are kerned: what French and its neighbours write every day.
KERNED = "20-7E,A0,AB,BB,C0-17F,2010-2014,2018-201E,2026,202F"
KERN_MAX = 10000            # a format 0 subtable holds 10 920


def ranges(text):
    cps = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        cps.extend(range(int(first, 16), int(last or first, 16) + 1))
    return cps


def substitutions(font, tag):
    """Single substitutions of a feature, as {glyph: glyph}."""
    found = {}
    gsub = font["GSUB"].table
    for record in gsub.FeatureList.FeatureRecord:
        if record.FeatureTag != tag:
            continue
        for index in record.Feature.LookupListIndex:
            for table in gsub.LookupList.Lookup[index].SubTable:
                table = getattr(table, "ExtSubTable", table)
                for old, new in getattr(table, "mapping", {}).items():
                    found.setdefault(old, new)
    return found


def freeze_figures(font):
    """Let the cmap point at lining figures; proportional by default."""
    lining = substitutions(font, "lnum")
    for table in font["cmap"].tables:
        for cp in range(0x30, 0x3A):
            glyph = table.cmap.get(cp)
            if glyph in lining:
                table.cmap[cp] = lining[glyph]


def pair_value(table, left, right):
    """X advance of a pair in one PairPos subtable, or None if not covered."""
    if left not in table.Coverage.glyphs:
        return None
    if table.Format == 1:
        pairs = table.PairSet[table.Coverage.glyphs.index(left)]
        for record in pairs.PairValueRecord:
            if record.SecondGlyph == right:
                return getattr(record.Value1, "XAdvance", 0) or 0
        return None
    first = table.ClassDef1.classDefs.get(left, 0)
    second = table.ClassDef2.classDefs.get(right, 0)
    value = table.Class1Record[first].Class2Record[second].Value1
    return getattr(value, "XAdvance", 0) or 0


def kerning(font):
    """The GPOS kerning of everyday pairs, as {(glyph, glyph): units}."""
    gpos = font["GPOS"].table if "GPOS" in font else None
    if gpos is None or gpos.FeatureList is None:
        return {}
    lookups = sorted({i for record in gpos.FeatureList.FeatureRecord
                      if record.FeatureTag == "kern"
                      for i in record.Feature.LookupListIndex})
    cmap = font.getBestCmap()
    glyphs = sorted({cmap[cp] for cp in ranges(KERNED) if cp in cmap})
    pairs = {}
    for index in lookups:
        tables = [getattr(t, "ExtSubTable", t)
                  for t in gpos.LookupList.Lookup[index].SubTable]
        tables = [t for t in tables if t.LookupType == 2]
        for table in tables:        # sets make the walk bearable
            table.covered = set(table.Coverage.glyphs)
        for left in glyphs:
            mine = [t for t in tables if left in t.covered]
            for right in glyphs if mine else ():
                for table in mine:
                    value = pair_value(table, left, right)
                    if value is not None:
                        key = (left, right)
                        pairs[key] = pairs.get(key, 0) + value
                        break
    pairs = {k: v for k, v in pairs.items() if v}
    strongest = sorted(pairs, key=lambda k: (-abs(pairs[k]), k))[:KERN_MAX]
    return {k: pairs[k] for k in strongest}


def rename(font, family, style):
    """A name of our own: reserved names do not pass to subsets."""
    ps = family.replace(" ", "") + "-" + style
    full = family + " " + style
    names = {1: family, 2: style, 3: ps, 4: full, 6: ps, 16: family}
    table = font["name"]
    table.names = [r for r in table.names if r.nameID in (0, 1, 2, 3, 4, 5, 6,
                                                          13, 14)]
    for record in table.names:
        if record.nameID in names:
            record.string = names[record.nameID]


def family_of(name, path):
    style = os.path.basename(path).split("-")[1].split(".")[0]
    if "Lato" in path:
        return "Coop Texte", style
    if "Vollkorn" in path:
        return "Vollkorn Lin", style
    return "DejaVu Sans Mono", style


def make_paper(name, path, out):
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.legacy_kern = False
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "kern", "DSIG", "FFTM"]
    font = subset.load_font(path, options)
    if "Vollkorn" in path:
        freeze_figures(font)
    pairs = kerning(font)
    tool = subset.Subsetter(options)
    tool.populate(unicodes=ranges(PAPER_CHARS))
    tool.subset(font)
    rename(font, *family_of(name, path))
    # libharu reads formats 0 and 4 only
    font["cmap"].tables = [t for t in font["cmap"].tables
                           if t.platformID == 3 and t.format == 4]
    kept = set(font.getGlyphOrder())
    pairs = {k: v for k, v in pairs.items() if kept.issuperset(k)}
    if pairs:
        plain = KernTable_format_0()
        plain.kernTable = pairs
        plain.coverage, plain.version, plain.apple = 1, 0, False
        font["kern"] = newTable("kern")
        font["kern"].version = 0
        font["kern"].kernTables = [plain]
    subset.save_font(font, os.path.join(out, name + ".ttf"), options)


def make_web(name, path, out):
    options = subset.Options()
    options.layout_features = ["kern", "liga", "ccmp", "locl", "tnum", "lnum"]
    options.hinting = False
    options.desubroutinize = True
    options.flavor = "woff2"
    font = subset.load_font(path, options)
    tool = subset.Subsetter(options)
    tool.populate(unicodes=ranges(WEB_CHARS))
    tool.subset(font)
    if "Lato" in path:
        rename(font, *family_of(name, path))
    subset.save_font(font, os.path.join(out, name + ".woff2"), options)


def main(out):
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    sources = [*PAPER.values(), *LICENCES.values(), PROFILE]
    missing = [path for path in sources if not os.path.exists(path)]
    if missing:
        sys.exit("fonts.py: missing: %s\nfonts.py: apt install fonts-vollkorn"
                 " fonts-lato fonts-dejavu-core icc-profiles-free"
                 % " ".join(missing))
    os.makedirs(out, exist_ok=True)
    for name, path in PAPER.items():
        make_paper(name, path, out)
    for name, path in WEB.items():
        make_web(name, path, out)
    shutil.copyfile(PROFILE, os.path.join(out, "srgb.icc"))
    for name, path in LICENCES.items():
        shutil.copyfile(path, os.path.join(out, name))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: fonts.py OUTDIR")
    main(sys.argv[1])
