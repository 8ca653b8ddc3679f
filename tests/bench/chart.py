"""Bars that lie, one group a line of a table, drawn as SVG.

chart(title, rows, number): rows are [(what, [(who, median, (low, high))])].
Each group has a scale of its own: what is compared stands within it.  The
first of a group is ours, in the first colour.  Whiskers are the quartiles.
The same without its colours: every bar bears its name and its number, and the
description tells all of them.
"""
from html import escape

COLOURS = ['#0E5A60', '#F2B705', '#6B2D5C', '#3B641E', '#9C3D17', '#2C4A7A',
           '#6B7A85']
INK, SOFT, LINE, PAPER = '#1B2A35', '#42535F', '#D8CCB8', '#FFFFFF'
WIDTH, LEFT, RIGHT = 720, 190, 120
BAR, STEP, GAP = 15, 21, 34


def width_of(value, top):
    return 0 if top == 0 else (WIDTH - LEFT - RIGHT) * value / top


def bar(y, colour, who, median, spread, top, number):
    length = max(width_of(median, top), 1.5)
    low, high = (LEFT + width_of(v, top) for v in spread)
    out = [f'<text x="{LEFT - 8}" y="{y + 11.5:.1f}" text-anchor="end" '
           f'fill="{SOFT}">{escape(who)}</text>',
           f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR}" '
           f'rx="2" fill="{colour}"/>']
    if high - low > 3:
        middle = y + BAR / 2
        out.append(f'<path d="M{low:.1f} {middle}H{high:.1f}M{low:.1f} '
                   f'{middle - 3}v6M{high:.1f} {middle - 3}v6" '
                   f'stroke="{PAPER}" stroke-width="3.4"/>'
                   f'<path d="M{low:.1f} {middle}H{high:.1f}M{low:.1f} '
                   f'{middle - 3}v6M{high:.1f} {middle - 3}v6" '
                   f'stroke="{INK}" stroke-width="1.2"/>')
    out.append(f'<text x="{max(LEFT + length, high) + 7:.1f}" '
               f'y="{y + 11.5:.1f}" fill="{INK}">{number(median)}</text>')
    return out


def chart(title, rows, number):
    colours, out, told, y = {}, [], [], 44
    for what, bars in rows:
        top = max(max(median, high) for _, median, (_, high) in bars)
        out.append(f'<text x="16" y="{y + 12}" class="b" fill="{INK}">'
                   f'{escape(what)}</text>')
        out.append(f'<path d="M16 {y + 19.5}H{WIDTH - 16}" stroke="{LINE}"/>')
        y += 27
        for who, median, spread in bars:
            colour = colours.setdefault(who, COLOURS[len(colours) %
                                                     len(COLOURS)])
            out += bar(y, colour, who, median, spread, top, number)
            y += STEP
        told.append(f'{what}: ' + ', '.join(
            f'{who} {number(median)}' for who, median, _ in bars))
        y += GAP - STEP
    return '\n'.join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" '
        f'width="{WIDTH}" height="{y}" role="img" '
        'aria-labelledby="titre dit">',
        f'<title id="titre">{escape(title)}</title>',
        f'<desc id="dit">{escape(". ".join(told))}.</desc>',
        '<style>text{font:12.5px Lato,"DejaVu Sans",sans-serif}'
        '.b{font-weight:700;font-size:13.5px}.t{font-weight:900;'
        'font-size:16px}</style>',
        f'<rect width="{WIDTH}" height="{y}" rx="8" fill="{PAPER}"/>',
        f'<text x="16" y="27" class="t" fill="{INK}">{escape(title)}</text>',
        *out, '</svg>', ''])
