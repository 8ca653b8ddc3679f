"""A mail server for tests: TLS by STARTTLS, one login, and recipients whose
name says how they behave.

usage: smtpd.py DIR [sans-tls|smtps]

Listens on 127.0.0.1, on a port that it writes to DIR/port.  DIR holds cert.pem
and key.pem.  Messages taken become DIR/N.eml, with the envelope in the two
first lines; DIR/journal tells what happened, a line each.
"""
import asyncio
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

DIR = sys.argv[1]
MODE = sys.argv[2] if len(sys.argv) > 2 else 'starttls'


def journal(line):
    with open(os.path.join(DIR, 'journal'), 'a') as f:
        f.write(line + '\n')


class Handler:
    count = 0

    async def handle_EHLO(self, server, session, envelope, hostname, lines):
        session.host_name = hostname
        journal(f'ehlo {hostname}')
        return lines

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split('@')[0]
        journal(f'rcpt {address}')
        if name.startswith('plein'):
            return '452 4.2.2 boite pleine, revenez plus tard'
        if name.startswith('inconnu'):
            return '550 5.1.1 personne de ce nom'
        envelope.rcpt_tos.append(address)
        return '250 2.1.5 bien'

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].split('@')[0]
        if name.startswith('muet'):
            server.transport.abort()
            return '421 4.3.0 fin'
        if name.startswith('contenu'):
            return '554 5.6.0 ce contenu ne me plait pas'
        if name.startswith('gris'):
            return '451 4.7.1 pas tout de suite'
        Handler.count += 1
        journal(f'data {envelope.rcpt_tos[0]}')
        path = os.path.join(DIR, f'{Handler.count}.eml')
        with open(path + '.part', 'wb') as f:
            f.write(f'{envelope.mail_from}\n{envelope.rcpt_tos[0]}\n'.encode())
            f.write(envelope.original_content)
        os.rename(path + '.part', path)
        if name.startswith('lent'):
            await asyncio.sleep(4)
        return f'250 2.0.0 pris {Handler.count}'


def authenticate(server, session, envelope, mechanism, data):
    good = data.login == b'terreau' and data.password == b'un secret'
    journal('login ' + ('bon' if good else 'faux'))
    return AuthResult(success=good)


def context():
    c = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    c.load_cert_chain(os.path.join(DIR, 'cert.pem'),
                      os.path.join(DIR, 'key.pem'))
    return c


def session():
    if MODE == 'sans-tls':
        return SMTP(Handler(), enable_SMTPUTF8=True)
    if MODE == 'smtps':
        return SMTP(Handler(), authenticator=authenticate,
                    auth_required=True, auth_require_tls=False)
    return SMTP(Handler(), tls_context=context(), require_starttls=True,
                authenticator=authenticate, auth_required=True)


async def main():
    server = await asyncio.get_running_loop().create_server(
        session, '127.0.0.1', 0,
        ssl=context() if MODE == 'smtps' else None)
    port = server.sockets[0].getsockname()[1]
    with open(os.path.join(DIR, 'port.part'), 'w') as f:
        f.write(str(port))
    os.rename(os.path.join(DIR, 'port.part'), os.path.join(DIR, 'port'))
    await server.serve_forever()

asyncio.run(main())
