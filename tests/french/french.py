#!/usr/bin/env python3
"""French as a proof-reader sees it: spelling by hunspell, grammar and
typography by grammalecte, over the text of pages, templates, mails,
definitions, documents and what the programs say themselves.

Each block of text (a paragraph, an item, a cell, a label) is looked at once,
however many pages show it.  Words that hunspell does not know must stand in
dictionnaire.txt or in a file of names (--names: the demonstration network's,
which no author writes).  What grammalecte is wrong about stands in admis.txt,
lines « rule TAB words of the sentence », or « rule TAB * » for a rule that our
style does not follow.  Both lists must be needed, line by line: a word or a
sentence nobody uses any more is a fault too.

Not looked at: addresses, code, foreign passages (lang), what a mark
{{ path }} will be replaced by.  Typography is judged only on published pages,
since the build is what sets it.

usage: french.py --words FILE --admitted FILE [--names FILE] PAGE.html ...
           [--sources FILE ...]
Pages are also held to what we promise readers: a sigle is spelled out on
each page that uses it, no median point, none of the words of offices.

Prints « ok » and « not ok » lines, and « # long » for sentences of more than
25 words, which is advice.
"""
import argparse
import json
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

LONG = 25
INLINE = set('a abbr b cite dfn em i q s small span strong sub sup time u'
             .split())
SILENT = {'code', 'kbd', 'samp', 'pre', 'script', 'style'}
VOID = set('area base br col hr img input link meta source track wbr'.split())
SPOKEN = ('alt', 'aria-label', 'title', 'label', 'data-libelle')
# What a mark stands for, where its format says so.
SHOWN = {'jour': '12 mars 2026', 'instant': '12 mars 2026 à 11 h 11',
         'euros': '12,50 €', 'lettres': 'douze euros', 'nombre': '3',
         'telephone': '02 61 91 00 01'}
MARK = re.compile(r'\{\{\s*(.*?)\s*\}\}', re.S)
BLOCKS = ('if ', 'else', 'end', 'each ', 'with ', 'call ', 'markup ',
          'content', 'section ', 'div ')
# Addresses and references: not words.
NOTWORDS = re.compile(r'''https?://\S+ | \S+@\S+ | (?<!\w)/[a-z][\w./-]*
    | \b[A-Z0-9]{3,4}(?:-[A-Z0-9]{2,4})+\b | \b[a-z-]+(?:\.[a-z-]+)+\b
    | XXXX | «\s?terreau\s[a-z]+\s?» | \b[A-Z]+\d[A-Z\d]*\b | \bC\.\s\w+\.
    | \bL\.?\s?\d[\d-]* | \bR\.?\s?\d[\d-]* | \bD\.?\s?\d[\d-]*''', re.X)
SENTENCE = re.compile(r'(?<=[.!?…])(?<!\b[A-Z]\.)(?<!art\.)(?<!com\.)\s+'
                      r'(?=[«A-ZÀÉÈÊÎÔÇ])')
ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu)'", re.I)
LEFT_OUT = 'XXXX'
RAISED = str.maketrans('erd', 'ᵉʳᵈ')
LOWERED = str.maketrans('ᵉʳᵈ', 'erd')
# Grammalecte takes it for the garment, which is feminine.
HOMONYM = 'CAPX'
# Sigles and what a page that uses them must say in full, once.
SIGLES = {
    'CAE': 'coopératives? d’activité et d’emploi',
    'CAPE': 'contrats? d’appui au projet d’entreprise',
    'CESA': 'contrats? d’entrepreneur salarié associé',
    'CJM': 'coopératives? (de )?jeunes majeurs',
    'CJS': 'coopératives? jeunesse de services',
    'CNIL': 'Commission nationale de l’informatique et des libertés',
    'CT': 'coopératives? de territoire',
    'ESS': 'économie sociale et solidaire',
    'QPV': 'quartiers? prioritaires? de la politique de la ville',
    'RCS': 'Registre du commerce et des sociétés',
    'RSA': 'revenu de solidarité active',
    'Scic': 'd’intérêt collectif',
    'Scop': 'sociétés? coopératives? de production',
    'TVA': 'taxe sur la valeur ajoutée',
}
# Median points, and words that readers of plain French do not need.
UNPLAIN = re.compile(r"""\w·\w | \b[a-zé]+\.e\.?s?\b | \bveuillez\b
    | \ble\ cas\ échéant\b | \bci-(?:joint|dessous|dessus|après)\b
    | \bdans\ le\ cadre\ d | \bcliquez\b | \bafin\ d | \bau\ sein\ d
    | \bnonobstant\b | \bledit\b | \bsusvisé""", re.X | re.I)
# Judged only where the build has set it.
TYPOGRAPHY = ('apos', 'esp', 'g2__typo', 'nbsp', 'num', 'typo', 'unit')


class Text:
    """Blocks of text, each with the file that first said it."""

    def __init__(self):
        self.where = {}         # text -> file
        self.built = {}         # text -> typography set
        self.partial = set()    # a mark stands in it: grammar cannot tell
        self.pages = {}         # page -> the text of <main>, links left out
        self.full = {}          # page -> all of it

    def add(self, file, text, built, partial=False):
        text = re.sub(r'[ \t\r\n]+', ' ', text).strip(' ')
        if not re.search(r'[^\W\d_]', text):
            return
        self.where.setdefault(text, file)
        self.built[text] = self.built.get(text, False) or built
        if partial:
            self.partial.add(text)

    def add_marked(self, file, text):
        """The text of a template: cut at blocks, values shown if we can."""
        def shown(m):
            what = m.group(1)
            if what.startswith(BLOCKS):
                return '\0'
            form = what.rpartition('|')[2].strip()
            return SHOWN.get(form, '\1')
        for part in MARK.sub(shown, text).split('\0'):
            self.add(file, part.replace('\1', ' '), False,
                     '\1' in part or '{{' in text)


class Page(HTMLParser):
    def __init__(self, out, file, built):
        super().__init__(convert_charrefs=True)
        self.out, self.file, self.built = out, file, built
        self.parts, self.stack = [], []

    def say(self, text):
        if self.built:
            self.out.add(self.file, text, True)
        else:
            self.out.add_marked(self.file, text)

    def flush(self):
        self.say(''.join(self.parts))
        self.parts = []

    def tell_page(self, data):
        """The title of another page, in a link, is that page's affair."""
        tags = [tag for tag, _ in self.stack]
        if not self.built or 'main' not in tags:
            return
        pages, full = self.out.pages, self.out.full
        pages[self.file] = pages.get(self.file, '') + (
            ' ' if 'a' in tags else data)
        full[self.file] = full.get(self.file, '') + data

    def silent(self):
        return any(quiet for _, quiet in self.stack)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        quiet = tag in SILENT or attrs.get('lang', 'fr') != 'fr'
        if tag not in INLINE and tag not in SILENT:
            self.flush()
        if not quiet and not self.silent():
            for name in SPOKEN:
                if attrs.get(name):
                    self.say(attrs[name])
            if tag == 'meta' and attrs.get('name') == 'description':
                self.say(attrs.get('content') or '')
            if tag == 'gabarit':
                self.say(attrs.get('titre') or '')
        if tag not in VOID:
            self.stack.append((tag, quiet))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag not in INLINE and tag not in SILENT:
            self.flush()
        while self.stack:
            if self.stack.pop()[0] == tag:
                break

    def handle_data(self, data):
        # what is left out of a sentence must not break it
        if not self.silent():
            raised = any(tag == 'sup' for tag, _ in self.stack)
            self.parts.append(data.translate(RAISED) if raised else data)
            self.tell_page(data)
        elif data.strip() and not any(
                tag in ('script', 'style') for tag, _ in self.stack):
            self.parts.append(LEFT_OUT)


def read_xml(out, file):
    """Definitions and mails: an element's text is a block; in a mail, a line."""
    root = ET.parse(file).getroot()
    lines = root.tag in ('mail', 'texte')

    def own(e):
        text = e.text or ''
        for child in e:
            text += (child.text or '') + (child.tail or '')
        return text
    for e in root.iter():
        text = own(e) if len(e) == 0 or (e.text or '').strip() else ''
        if e.get('fr') == 'non':
            continue
        for part in text.split('\n') if lines else [text]:
            out.add_marked(file, part)


def read_markdown(out, file):
    """A document or a draft: its paragraphs, without Markdown's marks."""
    text = open(file, encoding='utf-8').read()
    front, body = '', text
    if text.startswith('---\n'):
        front, body = text[4:].split('\n---\n', 1)
    for line in front.split('\n'):
        key, _, value = line.partition(':')
        if key in ('titre', 'description'):
            out.add(file, value, False)
    body = re.sub(r'(?m)(?<=\n\n) {4}.*(?:\n(?: {4}.*)?)*', '\n\n', body)
    body = re.sub(r'<[^>]+>', '\n\n', body)
    body = re.sub(r'`[^`]*`', LEFT_OUT, body)
    body = re.sub(r'!?\[([^\]]*)\]\([^)]*\)', r'\1', body)
    body = re.sub(r'\*\*|\\', '', body)
    body = re.sub(r'(?m)^(?:#+|\d+\.|[-*>]|Tableau :)\s+', '\n\n', body)
    body = re.sub(r'(?m)^\|?[\s:|-]+\|[\s:|-]*$', '', body)
    body = re.sub(r'(?m)\s*\|\s*(?![^{]*\}\})', '\n\n', body)
    for part in re.split(r'\n\s*\n', body):
        out.add_marked(file, part)


def read_c(out, file):
    """What a program says to people: its literals with a French letter."""
    text = re.sub(r'/\*.*?\*/', ' ', open(file, encoding='utf-8').read(),
                  flags=re.S)
    literal = r'"(?:[^"\\\n]|\\.)*"'
    for found in re.findall(r'(?:%s\s*)+' % literal, text):
        said = ''.join(one[1:-1] for one in re.findall(literal, found))
        if ' ' not in said or not re.search('[À-ÖØ-öø-ÿœŒ’]', said) or \
                re.search(r'\b(?:no|not|the)\b', said) or \
                re.search(r'\b(?:SELECT|FROM|WHERE)\b', said):
            # for the log, or for the database
            continue
        said = re.sub(r'\\u([0-9a-f]{4})',
                      lambda m: chr(int(m.group(1), 16)), said)
        said = re.sub(r'\\x[0-9a-f]{2}|\\[a-z]', ' ', said).replace('\\', '')
        # a path is a name too, and so is an option
        said = re.sub(r'[\w./-]*/%s[\w./-]*|%[-+\d.*lhz]*[a-z]|--[a-z-]+',
                      '{{ x }}', said)
        # what begins in the middle of a sentence is not one
        out.add_marked(file, said if said[:1].isupper() else
                       '{{ x }} ' + said)


def plain_spaces(text):
    return text.replace('\u202f', ' ').replace('\u00a0', ' ')


def plain(text):
    text = NOTWORDS.sub(' ', text.translate(LOWERED))
    return plain_spaces(text).replace('\u2019', "'").replace('\u2011', '-')


def run(command, text):
    return subprocess.run(command, input=text, text=True, encoding='utf-8',
                          stdout=subprocess.PIPE, check=True).stdout


def bare(word):
    return ELISION.sub('', word)


def unknown_words(texts):
    """word -> the first block that has it"""
    blocks = [plain(t) for t in texts]
    listed = run(['hunspell', '-d', 'fr', '-i', 'utf-8', '-l'],
                 '\n'.join(blocks) + '\n')
    first = {}
    for word in sorted({w.rstrip('.') for w in listed.split()}):
        pattern = re.compile(r'(?<!\w)' + re.escape(word) + r'(?!\w)')
        first[word] = next((t for t, b in zip(texts, blocks)
                            if pattern.search(b)), '')
    return first


def forms(word):
    """The entries of a dictionary that this word could stand under."""
    return {word, bare(word), bare(word)[:1].lower() + bare(word)[1:],
            bare(word).lower()}


def disguise(text):
    """What grammalecte must not judge becomes unknown words as long."""
    text = NOTWORDS.sub(lambda m: 'X' * len(m.group()), text)
    return re.sub(r'\bCAPE\b', HOMONYM, text)


def grammar(texts):
    """(block, error) for each error of grammalecte"""
    if not texts:
        return
    with tempfile.NamedTemporaryFile('w', suffix='.txt',
                                     encoding='utf-8') as f:
        f.write('\n'.join(map(disguise, texts)) + '\n')
        f.flush()
        found = json.loads(run(['grammalecte-cli', '-j', '-owe', '-f',
                                f.name], ''), strict=False)
    for par in found['data']:
        for e in par['lGrammarErrors']:
            yield texts[par['iParagraph'] - 1], e


def read_list(file):
    lines = [line.rstrip('\n') for line in open(file, encoding='utf-8')]
    return [line for line in lines if line and not line.startswith('#')]


def verdict(good, name, *notes):
    print(('ok ' if good else 'not ok ') + 'french: ' + name)
    for note in notes if not good else ():
        print('# ' + note)
    return good


def spelling(out, words, names):
    listed = set(words)
    needed, bad = set(), []
    for word, block in unknown_words(list(out.where)).items():
        if set(bare(word).split('-')) <= names:
            continue
        if forms(word) & listed:
            needed |= forms(word) & listed
        else:
            bad.append('%s: « %s » in: %s' % (out.where.get(block, '?'),
                                              word, block[:120]))
    verdict(not bad, '%d blocks, every word is known' % len(out.where), *bad)
    spare = [w for w in words if w not in needed]
    verdict(not spare, '%d words of our own, all needed' % len(words), *spare)
    verdict(words == sorted(set(words)), 'our words are sorted')


def grammars(out, admitted):
    bad, needed = [], set()
    texts = [t for t in out.where if t not in out.partial]
    for block, e in grammar(texts):
        if e['sRuleId'].startswith(TYPOGRAPHY) and not out.built[block]:
            continue
        said = block[e['nStart']:e['nEnd']]
        key = '%s\t%s' % (e['sRuleId'], block[max(0, e['nStart'] - 20):
                                              e['nEnd'] + 20].strip())
        hit = [a for a in admitted if a[0] == e['sRuleId'] and
               (a[1] == '*' or a[1] in plain_spaces(block))]
        if hit:
            needed |= set(hit)
            continue
        bad.append('%s: « %s » %s\n#   %s' % (out.where[block], said,
                                            e['sMessage'], key))
    verdict(not bad, '%d blocks without a fault of grammar' % len(texts),
            *bad)
    spare = ['\t'.join(a) for a in admitted if a not in needed]
    verdict(not spare, '%d admitted findings, all needed' % len(admitted),
            *spare)


def promises(out):
    bad = []
    for file, text in out.pages.items():
        whole = re.sub(r'\s+', ' ', out.full[file])
        for sigle, full in SIGLES.items():
            if re.search(r'\b%s\b' % sigle, text) and not re.search(
                    full, whole, re.I):
                bad.append('%s: %s is not spelled out' % (file, sigle))
    verdict(not bad, '%d pages spell their sigles out' % len(out.pages),
            *bad)
    bad = ['%s: « %s »' % (file, UNPLAIN.search(block).group())
           for block, file in out.where.items()
           if UNPLAIN.search(block) and not re.search(
               '/documents/|/auteurs', file)]
    verdict(not bad, 'in plain words', *bad)


def long_sentences(out):
    for block, file in out.where.items():
        if block.startswith(('Textes', 'Source')):
            continue        # articles of law are lists
        for s in SENTENCE.split(block):
            n = len([w for w in s.split() if re.search(r'\w', w)])
            if n > LONG:
                print('# long: %s: %d words: %s' % (file, n, s))


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--words', required=True)
    p.add_argument('--admitted', required=True)
    p.add_argument('--names')
    p.add_argument('--sources', nargs='*', default=[])
    p.add_argument('pages', nargs='*')
    a = p.parse_args()
    out = Text()
    for file in a.pages + a.sources:
        if file.endswith('.md'):
            read_markdown(out, file)
        elif file.endswith('.xml'):
            read_xml(out, file)
        elif file.endswith('.c'):
            read_c(out, file)
        else:
            page = Page(out, file, file in a.pages)
            page.feed(open(file, encoding='utf-8').read())
            page.close()
            page.flush()
    names = set()
    if a.names:
        names = set(re.findall(r"\w+", ' '.join(
            ET.parse(a.names).getroot().itertext())))
    spelling(out, read_list(a.words), names)
    grammars(out, [tuple(line.split('\t'))
                   for line in read_list(a.admitted)])
    promises(out)
    long_sentences(out)


main()
