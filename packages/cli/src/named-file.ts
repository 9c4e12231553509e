import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { CommandFailed, exitCodes } from './command-failed.ts';
import type { Terminal } from './terminal.ts';

/** A file and what its content is to be called. */
export interface NamedFile {
  name: string;
  file: string;
}

/** `KEYID=cert.pem`. */
export function keyFile(text: string): NamedFile {
  const { name, file } = /^(?<name>[A-Za-z0-9_.-]{1,64})=(?<file>.+)$/s.exec(text)?.groups ?? {};
  if (name !== undefined && file !== undefined) return { name, file };
  throw new InvalidArgumentError(
    'Expected KEYID=FILE: a key identifier of 1 to 64 letters, digits, _, . or - and a PEM file, for example key-1=envelope.pem.',
  );
}

/** `de=terms-de.txt`; without language it is English. */
export function languageFile(text: string): NamedFile {
  const { name, file } = /^(?:(?<name>[a-z]{2})=)?(?<file>.*)$/s.exec(text)?.groups ?? {};
  if (file) return { name: name ?? 'en', file };
  throw new InvalidArgumentError('Expected FILE or LANGUAGE=FILE, for example de=terms-de.txt.');
}

/** The text of a file that an argument names. */
export async function readText(terminal: Pick<Terminal, 'folder'>, file: string): Promise<string> {
  try {
    return await readFile(resolve(terminal.folder, file), 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** Why a file that an argument names cannot be read. */
export function unreadable(file: string, error: unknown): CommandFailed {
  const { code } = error as NodeJS.ErrnoException;
  const reason = code === 'ENOENT' ? 'there is no such file' : String(code);
  return new CommandFailed(`Cannot read ${file}: ${reason}`, exitCodes.usage);
}
