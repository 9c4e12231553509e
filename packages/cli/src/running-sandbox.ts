import { resolve } from 'node:path';
import {
  readRunningSandbox,
  type SandboxDescription,
} from '@countermark/sandbox/sandbox/sandbox-description';
import { type SandboxClient, sandboxClient } from '@countermark/sandbox/sandbox-client';
import { Option } from 'commander';
import { CommandFailed, exitCodes } from './command-failed.ts';

/** `--folder`, of every command that needs a running sandbox. */
export function folderOption(): Option {
  return new Option('--folder <folder>', 'folder of the running sandbox').default('.countermark');
}

/** The sandbox that runs in a folder, or a word on how to start one. */
export async function runningSandbox(
  folder: string,
): Promise<{ description: SandboxDescription; client: SandboxClient }> {
  const description = await readRunningSandbox(resolve(folder));
  if (description) return { description, client: sandboxClient(description) };
  throw new CommandFailed(
    `No sandbox runs in ${folder}. Start one with \`npx countermark sandbox\``,
    exitCodes.unreachable,
  );
}
