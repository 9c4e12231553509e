import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { unreadable } from '../named-file.ts';
import type { Terminal } from '../terminal.ts';

/** The bytes of what an argument names: a file, or with `-` standard input. */
export async function readInput(terminal: Pick<Terminal, 'folder'>, file: string): Promise<Uint8Array> {
  if (file === '-') return buffer(process.stdin);
  try {
    return await readFile(resolve(terminal.folder, file));
  } catch (error) {
    throw unreadable(file, error);
  }
}
