"""Every Python process that a test starts loads this: a connection to anywhere but this machine fails loudly."""

import socket

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_getaddrinfo = socket.getaddrinfo
_HERE = {"127.0.0.1", "::1", "localhost", "0.0.0.0", ""}


class LeftTheMachine(RuntimeError):
    """A test tried to reach another host."""


def _check(address):
    host = address[0] if isinstance(address, tuple) else ""
    if str(host).split("%")[0] not in _HERE and not str(host).startswith("127."):
        raise LeftTheMachine(f"a connection to {address} was attempted")


def connect(self, address):
    _check(address)
    return _connect(self, address)


def connect_ex(self, address):
    _check(address)
    return _connect_ex(self, address)


def getaddrinfo(host, *args, **kwargs):
    _check((host.decode() if isinstance(host, bytes) else host or "",))
    return _getaddrinfo(host, *args, **kwargs)


socket.socket.connect = connect
socket.socket.connect_ex = connect_ex
socket.getaddrinfo = getaddrinfo
