"""The step « Vous » of the programme CAE as one would write it with Flask.

Who asks is known by a cookie, the draft comes from SQLite (by the pattern of
Flask's documentation), the token from both.  The page is templates/form.html.
"""
import hashlib
import hmac
import json
import os
import sqlite3

from flask import Flask, abort, g, make_response, render_template, request

FIELDS = [
    {'name': 'prenom', 'label': 'Prénom d’usage', 'type': 'text',
     'complete': 'given-name', 'spell': False,
     'help': 'Celui que vous utilisez tous les jours'},
    {'name': 'nom', 'label': 'Nom de famille', 'type': 'text',
     'complete': 'family-name', 'spell': False},
    {'name': 'joindre', 'type': 'radio',
     'label': 'Comment préférez-vous être contacté ou contactée ?',
     'choices': [('courriel', 'Par e-mail'), ('telephone', 'Par téléphone'),
                 ('sms', 'Par SMS')]},
    {'name': 'telephone', 'label': 'Numéro de téléphone (facultatif)',
     'type': 'tel', 'complete': 'tel', 'spell': True,
     'help': 'À remplir si vous préférez un appel ou un SMS. Par exemple : '
             '06 39 98 12 34'},
]
NETWORK = {'name': 'Coopératives en région',
           'line': 'Le réseau des coopératives d’activité et d’emploi',
           'phone': '02 61 91 00 10', 'tel': '0261910010',
           'hours': 'du lundi au vendredi, de 9 h à 12 h',
           'mail': 'bonjour@cooperatives.example'}
FOOT = [('/plan', 'Plan du site'),
        ('/accessibilite', 'Accessibilité : non conforme'),
        ('/donnees-personnelles', 'Vos données'),
        ('/mentions-legales', 'Mentions légales'),
        ('/verifier', 'Vérifier un document'),
        ('/suivi', 'Suivre ma candidature'),
        ('/reprendre', 'Reprendre une demande')]
DOTS = [(22, 7, '#0E5A60'), (35, 14.5, '#F2B705'), (35, 29.5, '#6B2D5C'),
        (22, 37, '#3B641E'), (9, 29.5, '#9C3D17'), (9, 14.5, '#2C4A7A'),
        (22, 22, '#1B2A35')]
KEY = b'a key of 32 bytes, as any other.'

app = Flask(__name__)


def get_db():
    if 'db' not in g:
        g.db = sqlite3.connect(os.environ['DRAFTS'])
        g.db.row_factory = sqlite3.Row
    return g.db


@app.teardown_appcontext
def close_db(_error):
    db = g.pop('db', None)
    if db is not None:
        db.close()


@app.get('/flask')
def form():
    cookie = request.cookies.get('terreau', '').encode()
    draft = get_db().execute(
        'SELECT step, answers FROM draft WHERE session = ?',
        (hashlib.sha256(cookie).digest(),)).fetchone()
    if draft is None:
        abort(403)
    page = make_response(render_template(
        'form.html', step=draft['step'], steps=7, fields=FIELDS,
        values=json.loads(draft['answers']), network=NETWORK, foot=FOOT,
        dots=DOTS, token=hmac.new(KEY, cookie, 'sha256').hexdigest()))
    page.headers['Cache-Control'] = 'no-store'
    return page
