// What kinds of program there are, and how each looks that listens, that connects, and that can be started.
// The law here: a file's kind is decided by its name, and where that says nothing, by its first bytes.
import { basename, extname } from 'node:path/posix';

import type { SourceFile } from './intake.ts';

export type SourceKind = 'python' | 'node' | 'typescript' | 'java' | 'c' | 'c++' | 'shell' | 'executable';

interface Traits {
  extensions: string[];
  /** Only a server calls this. */
  listens: RegExp;
  /** A server calls this, and so do a few clients. */
  binds: RegExp;
  connects: RegExp;
  /** The program begins here. */
  entry: RegExp;
  /** Without an entry it cannot be started at all. */
  entryNeeded?: true;
}

const never = /(?!)/;
const oneOf = (...patterns: RegExp[]) => new RegExp(patterns.map(({ source }) => source).join('|'));

/** ELF (Linux), PE (Windows) and Mach-O (macOS), whose bytes beyond ASCII were read as U+FFFD. */
const machineCode = /^(?:\x7fELF|MZ|\ufffd{4}[\x07\f]\0\0)/;

const javascript = {
  listens: /\bcreateServer\s*\(|\.listen\s*\(|\bnew\s+(?:net\.)?Server\s*\(/,
  binds: /\bcreateSocket\s*\(/,
  connects: /\b(?:net|tls)\.connect\s*\(|\bcreateConnection\s*\(|\bnew\s+(?:net\.)?Socket\s*\(/,
  entry: /\brequire\.main\s*===?\s*module\b|\bimport\.meta\.main\b/,
};

const cSockets = {
  listens: /\b(?:listen|accept4?|async_accept)\s*\(|\btcp::acceptor\b/,
  binds: /(?<!::)\bbind\s*\(/,
  connects: /\bconnect\s*\(/,
  entry: /\bmain\s*\(/,
  entryNeeded: true,
} as const;

export const traits: Record<SourceKind, Traits> = {
  python: {
    extensions: ['.py', '.py2', '.py3'],
    listens: oneOf(
      /\.(?:listen|accept|serve_forever)\s*\(|\b(?:listenTCP|listenUDP|start_server|create_server)\b/,
      /\b(?:socketserver|SocketServer|\w*(?:TCP|UDP|HTTP)Server)\b/,
    ),
    binds: /\.bind\s*\(\s*(?!\s|["'])|\bcreate_datagram_endpoint\b/, // a window of tkinter binds names of events
    connects: /\.connect(?:_ex)?\s*\(|\b(?:create_connection|open_connection)\b/,
    entry: /\b__name__\s*==\s*["']__main__["']/,
  },
  node: { extensions: ['.js', '.mjs', '.cjs'], ...javascript },
  typescript: { extensions: ['.ts', '.mts', '.cts'], ...javascript },
  java: {
    extensions: ['.java'],
    listens: /\b(?:ServerSocket|SSLServerSocket|ServerSocketChannel|AsynchronousServerSocketChannel|HttpServer)\b/,
    binds: /\bnew\s+DatagramSocket\s*\(\s*[^)\s]|\bDatagramChannel\b/,
    connects: /\bnew\s+Socket\s*\(|\bSocketChannel\.open\b/,
    entry: /\bstatic\s[\w\s]{0,40}\bvoid\s+main\s*\(/,
    entryNeeded: true,
  },
  c: { extensions: ['.c'], ...cSockets },
  'c++': { extensions: ['.cpp', '.cc', '.cxx', '.C'], ...cSockets },
  shell: {
    extensions: ['.sh', '.bash'],
    listens: /\b(?:nc|ncat|netcat)\b[^\n|;]{0,200}\s-\w*l|\b(?:TCP|UDP)[46]?-(?:LISTEN|RECV)/i,
    binds: never,
    connects: /\b(?:nc|ncat|netcat|telnet)\b|\/dev\/(?:tcp|udp)\//,
    entry: never,
  },
  executable: { extensions: [], listens: never, binds: never, connects: never, entry: never },
};

const byExtension = new Map(
  Object.entries(traits).flatMap(([kind, { extensions }]) => extensions.map((extension) => [extension, kind as SourceKind])),
);
const programExtensions = new Set(['', '.out', '.elf', '.bin', '.exe']);

/** `null` for what is no program: a text, a header, a picture. */
export function kindOf(file: SourceFile): SourceKind | null {
  if (/\.d\.[mc]?ts$/.test(file.path)) return null;
  const extension = extname(basename(file.path));
  const kind = byExtension.get(extension) ?? byExtension.get(extension.toLowerCase());
  if (kind !== undefined) return kind;
  if (!programExtensions.has(extension) && !file.executable) return null;
  const head = file.read().slice(0, 200);
  if (head.startsWith('#!')) return kindOfInterpreter(interpreterOf(head));
  return machineCode.test(head) ? 'executable' : null;
}

/** The program that a script's first line names, without its folder: `#!/usr/bin/env -S python3 -u` names python3. */
export function interpreterOf(text: string): string {
  const words = text
    .slice(2, text.search(/\r?\n|$/))
    .trim()
    .split(/\s+/);
  const names = words.map((word) => word.slice(word.lastIndexOf('/') + 1));
  return (names[0] === 'env' ? names.slice(1).find((name) => !/^-|=/.test(name)) : names[0]) ?? '';
}

function kindOfInterpreter(name: string): SourceKind {
  if (/^(?:python|pypy)[\d.]*$/.test(name)) return 'python';
  if (/^node(?:js)?$/.test(name)) return 'node';
  return /^(?:ba|da|k|z|a)?sh$/.test(name) ? 'shell' : 'executable';
}
