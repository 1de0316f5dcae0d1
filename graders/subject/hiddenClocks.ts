// Clocks that nothing in /proc shows: a time limit set on the socket itself.
// The law here: where a program may be woken by a clock that cannot be seen, silence is not proven, only waited for.
import type { SourceFile } from './intake.ts';

/** SO_RCVTIMEO (socket(7)) limits a recv that looks endless; Rust and PHP set it under names of their own. */
const setsSocketTimeout = /SO_(?:RCV|SND)TIMEO|set_(?:read|write)_timeout|stream_set_timeout/;

export const hidesClock = (files: readonly SourceFile[]): boolean => files.some((file) => setsSocketTimeout.test(file.read()));
