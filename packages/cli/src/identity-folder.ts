import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CommandFailed } from './command-failed.ts';
import type { Terminal } from './terminal.ts';

/** The whole path of a hub's identity folder that an argument names. */
export async function identityFolder(terminal: Pick<Terminal, 'folder'>, folder: string): Promise<string> {
  const path = resolve(terminal.folder, folder);
  const holdsAuthority = await access(join(path, 'ca.pem')).then(
    () => true,
    () => false,
  );
  if (holdsAuthority) return path;
  throw new CommandFailed(
    `${path} holds no identity of a hub: name a folder that \`countermark keys create\` made`,
  );
}
