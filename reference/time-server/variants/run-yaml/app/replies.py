import time


def reply_to(request):
    """The bytes to send, or None when the client wants to leave."""
    if request == b'QUIT':
        return None
    if request.startswith(b'TIME'):
        return time.strftime('JAM %H:%M:%S\r\n').encode()
    return b'WARNING: Invalid Command!\r\n'
