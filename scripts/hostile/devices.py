# attacks: opens devices, the kernel's memory and its settings
# honest: yes
import os
import selectors
import signal
import socket
import sys
import time


def breach(what):
    print('BREACH:', what, file=sys.stderr, flush=True)


def answers(client, pending):
    try:
        data = client.recv(4096)
        *lines, pending[client] = (pending[client] + data).split(b'\n')
        for line in lines:
            if line.startswith(b'QUIT'):
                return False
            client.sendall(time.strftime('JAM %H:%M:%S\r\n').encode() if line.startswith(b'TIME') else b'?\r\n')
    except OSError:
        return False
    return data != b''


def listen():
    return socket.create_server(('', int(os.environ.get('PORT', 45000))), backlog=64)


def serve(listener):
    pending = {}
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                client = key.fileobj
                if client is listener:
                    client = listener.accept()[0]
                    pending[client] = b''
                    selector.register(client, selectors.EVENT_READ)
                elif not answers(client, pending):
                    selector.unregister(client)
                    del pending[client]
                    client.close()


READ = (
    '/dev/mem', '/dev/kmem', '/dev/port', '/dev/kmsg', '/proc/kmsg', '/proc/kcore', '/dev/sda', '/dev/vda',
    '/dev/nvme0n1', '/dev/kvm', '/dev/fuse', '/dev/net/tun', '/dev/loop-control', '/dev/uinput', '/dev/tty1',
    '/dev/console', '/etc/shadow', '/sys/kernel/debug',
)
WRITE = (
    '/proc/sysrq-trigger', '/proc/sys/kernel/core_pattern', '/proc/sys/net/ipv4/ip_local_port_range',
    '/proc/sys/vm/overcommit_memory', '/proc/sys/kernel/hostname', '/proc/sys/user/max_user_namespaces',
    '/proc/irq/default_smp_affinity', '/sys/power/state', '/sys/kernel/uevent_helper',
    '/sys/module/printk/parameters/time', '/sys/kernel/mm/ksm/run',
)


def opens(path, flags):
    """Opening is proof enough: nothing is read or written."""
    try:
        os.close(os.open(path, flags | os.O_NONBLOCK | os.O_NOCTTY))
        return True
    except OSError:
        return False


signal.alarm(60)
for path in READ:
    if opens(path, os.O_RDONLY):
        breach(f'can read {path}')
for path in WRITE:
    if opens(path, os.O_WRONLY):
        breach(f'can write to {path}')
serve(listen())
