# A scanner that speaks clamd's protocol and answers by what the file holds.
# usage: clamd.py SOCKET LOG
import os, socket, struct, sys, time
path, log = sys.argv[1:3]
s = socket.socket(socket.AF_UNIX)
s.bind(path + '.part'); s.listen(); os.rename(path + '.part', path)
def take(c, n):
    b = b''
    while len(b) < n:
        more = c.recv(n - len(b))
        if not more: raise EOFError
        b += more
    return b
while True:
    c, _ = s.accept()
    try:
        if take(c, 10) != b'zINSTREAM\0':
            c.sendall(b'UNKNOWN COMMAND\0'); continue
        data = b''
        while n := struct.unpack('>I', take(c, 4))[0]:
            data += take(c, n)
        open(log, 'a').write('%d\n' % len(data))
        if b'MUET' in data: continue
        c.sendall(b'stream: Eicar-Test FOUND\0' if b'VIRUS' in data else
            b'INSTREAM size limit exceeded. ERROR\0' if b'LIMITE' in data
            else b'stream: OK\0')
    except EOFError:
        open(log, 'a').write('cut\n')
    finally:
        c.close()
