"""What systemd does for a unit with StandardInput=socket: a program whose
descriptor 0 is a listening socket.

usage: listen.py SOCKET PROGRAM ARGUMENT...
"""
import os
import socket
import sys

listening = socket.socket(socket.AF_UNIX)
listening.bind(sys.argv[1])
listening.listen(128)
os.dup2(listening.fileno(), 0)
os.execv(sys.argv[2], sys.argv[2:])
