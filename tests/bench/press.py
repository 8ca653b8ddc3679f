"""The same contract of six pages by Terreau, libharu, ReportLab, WeasyPrint.

usage: python3 press.py BENCH FONTS CONTRACT SAMPLES FOLDER QUICK

BENCH is tests/bench/press.  All run in their own process, warm, with the same
faces embedded, one after the other in turn; wkhtmltopdf, which is a program, is
started each time.  Figures are milliseconds of processor a contract.  ReportLab
gets the text read already, in paragraphs; WeasyPrint the twin and a style sheet
read already.  What each made is left in FOLDER.  QUICK is empty or not.  Prints
samples.
"""
import os
import resource
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as tree

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (KeepTogether, Paragraph, SimpleDocTemplate,
                                Spacer, Table, TableStyle)
import weasyprint
from weasyprint.text.fonts import FontConfiguration

bench, fonts, contract, samples, folder, quick = sys.argv[1:]

# Terreau and libharu: another process, the same questions again and again.
ours = subprocess.Popen([bench, fonts, contract, samples], text=True,
                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def ask(line):
    ours.stdin.write(line + '\n')
    ours.stdin.flush()
    return [float(x) for x in ours.stdout.readline().split()]


# ReportLab.
FACES = {'Titre': 'titre', 'Corps': 'corps', 'CorpsGras': 'corps-gras',
         'CorpsItalique': 'corps-italique', 'Texte': 'texte',
         'TexteGras': 'gras', 'Code': 'code'}
for name, file in FACES.items():
    pdfmetrics.registerFont(TTFont(name, f'{fonts}/{file}.ttf'))
pdfmetrics.registerFontFamily('Corps', 'Corps', 'CorpsGras', 'CorpsItalique',
                              'CorpsGras')
pdfmetrics.registerFontFamily('Texte', 'Texte', 'TexteGras', 'Texte',
                              'TexteGras')


def style(name, font, size, lead, colour='#1B2A35', **more):
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=lead,
                          textColor=HexColor(colour), **more)


title = style('title', 'Titre', 23, 26)
heading = style('heading', 'Titre', 12, 15)
body = style('body', 'Corps', 10.2, 14, spaceBefore=4.6)
listed = style('listed', 'Corps', 10.2, 14, leftIndent=14, bulletIndent=0)
clear = style('clear', 'Texte', 8.6, 11.6, '#0E5A60')
small = style('small', 'Texte', 9.6, 13)
bold = style('bold', 'TexteGras', 9.6, 13)

page = tree.parse(contract).getroot()
main = page.find('body/main')
head = [' '.join(p.itertext()) for p in page.find('body/header')]
foot = ''.join(page.find('body/footer').itertext()).strip()
url = next(m.get('content') for m in page.iter('meta')
           if m.get('name') == 'url')


def markup(node):
    """The inside of a paragraph, as ReportLab writes it."""
    names = {'strong': 'b', 'em': 'i', 'sup': 'super'}
    out = (node.text or '').replace('&', '&amp;').replace('<', '&lt;')
    for child in node:
        name = names.get(child.tag)
        inner = markup(child)
        out += f'<{name}>{inner}</{name}>' if name else (
            '<br/>' if child.tag == 'br' else inner)
        out += (child.tail or '').replace('&', '&amp;').replace('<', '&lt;')
    return ' '.join(out.split())


def flat(node):
    """Tags and texts in order: what is read before the clock starts."""
    for child in node:
        if child.tag in ('div', 'section', 'ul', 'dl', 'aside'):
            yield from flat(child)
        else:
            yield child.tag, markup(child)


parts = [(n.tag, n.get('class', ''), markup(n), list(flat(n)),
          [list(flat(d)) for d in n.findall('div')],
          list(flat(n.find('aside'))) if n.find('aside') is not None else [])
         for n in main]


def flow(items, width_style=body):
    styles = {'h2': heading, 'h3': bold, 'li': listed, 'dt': bold,
              'dd': small}
    return [Paragraph(text, styles.get(tag, width_style),
                      bulletText='–' if tag == 'li' else None)
            for tag, text in items]


def article(items, aside):
    """Rows of two columns, so that an article may go on over the page."""
    left = flow(aside, clear)
    right = flow(items[len(aside):])
    rows = [[left, right[:2]]] + [['', [p]] for p in right[2:]]
    table = Table(rows, colWidths=[46 * mm, 119 * mm])
    table.setStyle(TableStyle([('VALIGN', (0, 0), (-1, -1), 'TOP'),
                               ('LEFTPADDING', (0, 0), (-1, -1), 0),
                               ('RIGHTPADDING', (1, 0), (1, -1), 0),
                               ('TOPPADDING', (0, 0), (-1, -1), 1),
                               ('BOTTOMPADDING', (0, 0), (-1, -1), 1)]))
    return [Spacer(1, 4.2 * mm), table]


def boxed(cells, widths, height=None):
    table = Table([cells], colWidths=widths,
                  rowHeights=None if height is None else [height])
    table.setStyle(TableStyle([('BOX', (0, 0), (-1, -1), .5,
                                HexColor('#6B7A85')),
                               ('INNERGRID', (0, 0), (-1, -1), .5,
                                HexColor('#6B7A85')),
                               ('VALIGN', (0, 0), (-1, -1), 'TOP')]))
    return table


def qr():
    widget = QrCodeWidget(url, barLevel='M')
    x, y, x2, y2 = widget.getBounds()
    size = 26 * mm
    drawing = Drawing(size, size, transform=[size / (x2 - x), 0, 0,
                                             size / (y2 - y), 0, 0])
    drawing.add(widget)
    return drawing


class Numbered(Canvas):
    """« Page n sur m » needs all pages first."""

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.states = []

    def showPage(self):
        self.states.append(dict(self.__dict__))
        self._startPage()

    def save(self):
        for number, state in enumerate(self.states, 1):
            self.__dict__.update(state)
            self.setFont('Titre', 12)
            self.drawString(40 * mm, 272 * mm, head[0])
            self.setFont('Texte', 8.6)
            self.drawString(40 * mm, 267 * mm, head[1])
            self.drawRightString(190 * mm, 270 * mm, head[2])
            self.setFillColor(HexColor('#0E5A60'))
            self.rect(25 * mm, 262 * mm, 165 * mm, 1.2 * mm, 0, 1)
            self.setFillColor(HexColor('#42535F'))
            self.setFont('Texte', 7.6)
            self.drawString(25 * mm, 12 * mm, foot)
            self.setFont('TexteGras', 7.6)
            self.drawRightString(190 * mm, 12 * mm,
                                 f'Page {number} sur {len(self.states)}')
            super().showPage()
        super().save()


def reportlab(path):
    story = []
    for tag, kind, text, items, divs, aside in parts:
        if tag == 'h1':
            story.append(Paragraph(text, title))
        elif kind == 'parties':
            story.append(Table([[flow(d) for d in divs]],
                               colWidths=[82.5 * mm] * 2))
        elif kind == 'essentiel':
            rows = flow(items[1:], small)
            story.append(boxed([flow(items[:1]) + [Table(
                [rows[i:i + 2] for i in range(0, len(rows), 2)],
                colWidths=[38 * mm, 117 * mm])]], [165 * mm]))
        elif kind == 'article':
            story += article(items, aside)
        elif kind == 'signatures':
            story.append(KeepTogether(
                flow(items[:2]) + [boxed([flow(d, small) for d in divs],
                                         [82.5 * mm] * 2, 50 * mm)]))
        elif kind == 'verification':
            story.append(Table([[qr(), flow(items, small)]],
                               colWidths=[32 * mm, 133 * mm]))
        else:
            story.append(Paragraph(text, small))
    SimpleDocTemplate(path, pagesize=A4, leftMargin=25 * mm - 6,
                      rightMargin=20 * mm - 6, topMargin=40 * mm,
                      bottomMargin=20 * mm, title=head[2],
                      author=head[0]).build(story, canvasmaker=Numbered)


# WeasyPrint.
known = FontConfiguration()
sheet_text = ''.join(
    f'@font-face {{ font-family: {family}; font-weight: {weight}; '
    f'src: url(file://{fonts}/{file}.ttf) }}\n'
    for family, weight, file in (
        ('Titre', 900, 'titre'), ('Corps', 400, 'corps'),
        ('Corps', 700, 'corps-gras'), ('Texte', 400, 'texte'),
        ('Texte', 700, 'gras'), ('Code', 700, 'code'))) + '''
@page { size: A4; margin: 40mm 20mm 22mm 25mm;
  @top-left { content: element(head); }
  @bottom-left { content: element(foot); }
  @bottom-right { content: "Page " counter(page) " sur " counter(pages);
    font: 700 7.6pt Texte; } }
header { position: running(head); font: 8.6pt/11pt Texte; }
footer { position: running(foot); font: 7.6pt/10pt Texte; }
body { font: 10.2pt/14pt Corps; color: #1B2A35; }
h1 { font: 900 23pt/26pt Titre; } h2 { font: 900 12pt/15pt Titre; margin: 0; }
h3 { font: 700 9.6pt/12pt Texte; margin: 0; }
p, ul { margin: 4.6pt 0 0; } ul { padding-left: 14pt; }
.parties div { float: left; width: 75mm; margin-right: 7mm; }
.essentiel { clear: both; border: 1px solid #D8CCB8; padding: 4mm 5mm;
  font: 9.6pt/13pt Texte; }
dt { float: left; font-weight: 700; } dd { margin-left: 42mm; }
.article { margin: 4.2mm 0 0 46mm; }
.clair { float: left; width: 40mm; margin-left: -46mm; color: #0E5A60;
  border-top: 2pt solid; font: 8.6pt/11.6pt Texte; }
.case { float: left; width: 74mm; height: 46mm; margin-right: 4mm;
  border: 1px solid #6B7A85; padding: 2mm; font: 8.8pt/11.8pt Texte; }
.signatures { break-inside: avoid; overflow: hidden; }
.verification { clear: both; font: 8.6pt/12pt Texte; }
code { font: 700 9pt Code; }
h1, h2, h3 { break-after: avoid; } p { orphans: 2; widows: 2; }
'''
sheet = weasyprint.CSS(string=sheet_text, font_config=known)
html = open(contract, encoding='utf-8').read().replace(
    '<link rel="stylesheet" href="/papier.css"/>', '')


def weasy(path):
    weasyprint.HTML(string=html).write_pdf(path, stylesheets=[sheet],
                                           font_config=known)


# wkhtmltopdf: the same page and the same style sheet, from a file.  It shrinks
# what it prints by a fifth, and Debian's has no option against that.
def wkhtmltopdf_page(path):
    rules = sheet_text.replace('@page { size: A4; margin: 40mm 20mm 22mm 25mm;',
                               '@page {')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(html.replace('</head>', f'<meta charset="utf-8"/><style>'
                                f'{rules} body {{ zoom: 1.25 }}</style></head>',
                                1))


def wkhtmltopdf(path):
    subprocess.run(['wkhtmltopdf', '-q', '-s', 'A4', '-T', '40mm', '-R', '20mm',
                    '-B', '22mm', '-L', '25mm', '--enable-local-file-access',
                    f'{folder}/page.html', path],
                   check=True, stderr=subprocess.DEVNULL,
                   env={**os.environ, 'QT_QPA_PLATFORM': 'offscreen'})


def spent():
    """Seconds of processor, of this process and of those it waited for."""
    use = [resource.getrusage(who) for who in (resource.RUSAGE_SELF,
                                               resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in use)


def timed(run, path, times=1):
    start = spent()
    for _ in range(times):
        run(path)
    return (spent() - start) * 1e3 / times


def sample(what, measure, who, value):
    print('2', what, measure, who, f'{value:.3f}', sep='\t', flush=True)


OURS = {'terreau': 'press', 'libharu': 'libharu', 'port': 'port'}
THEIRS = {'reportlab': reportlab, 'weasyprint': weasy}
if shutil.which('wkhtmltopdf'):
    THEIRS['wkhtmltopdf'] = wkhtmltopdf
    wkhtmltopdf_page(f'{folder}/page.html')


def one(rounds):
    for i in range(rounds):
        for who, what in OURS.items():
            for _ in range(4):
                sample('one', 'ms', who, ask(what)[0] / 1e3)
        for who, run in THEIRS.items():
            if who == 'reportlab' or i % 3 == 0:
                sample('one', 'ms', who, timed(run, f'{folder}/{who}.pdf'))


def batch(n, rounds, who_else):
    for _ in range(rounds):
        for who, what in OURS.items():
            sample(f'batch of {n}', 'ms', who, sum(
                ask(what)[0] for _ in range(n)) / 1e3 / n)
        for who in who_else:
            if who in THEIRS:
                sample(f'batch of {n}', 'ms', who, timed(
                    THEIRS[who], f'{folder}/{who}.pdf', n))
        if n == 60:
            sample('60 papers of a cohort and their ZIP', 'ms', 'terreau',
                   ask('cohort')[0] / 1e3)


def measure():
    for who, what in OURS.items():
        ask(f'write {what} {folder}/{who}.pdf')
    for who, run in THEIRS.items():
        timed(run, f'{folder}/{who}.pdf')
    one(6 if quick else 15)
    batch(60, 2 if quick else 5, ['reportlab'] if quick else list(THEIRS))
    batch(1000, 1 if quick else 3, [] if quick else ['reportlab'])
    before, after = ask('memory 1000')
    sample('resident', 'kB', 'after 100', before)
    sample('resident', 'kB', 'after 1 100', after)
    ours.stdin.close()
    ours.wait()


measure()
