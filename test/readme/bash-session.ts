import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What commands printed, on either stream, and whether one of them failed. */
export interface Printed {
  text: string;
  failed: boolean;
}

/** One shell that keeps its functions and variables, as that of a reader who pastes one block after the other. */
export interface BashSession {
  run(commands: string): Promise<Printed>;
  close(): void;
}

/** Opens a shell in a folder. Commands come to it as files, so that none of them reads the next ones as its input. */
export function openBash(at: { folder: string; env: NodeJS.ProcessEnv }): BashSession {
  // In a group of its own: what is started in the background ends with it.
  const bash = spawn('bash', ['--noprofile', '--norc'], { cwd: at.folder, env: at.env, detached: true });
  const lines = createInterface({ input: bash.stdout })[Symbol.asyncIterator]();
  const failure = `failed ${randomUUID()}`;
  bash.stdin.write(`exec 2>&1; set -o pipefail -o errtrace; trap 'echo "${failure}"' ERR\n`);
  return {
    async run(commands) {
      const end = `end ${randomUUID()}`;
      const script = join(at.folder, 'commands.sh');
      await writeFile(script, commands);
      bash.stdin.write(`. '${script}' < /dev/null; printf '\\n%s\\n' '${end}'\n`);
      const printed: string[] = [];
      for (;;) {
        const line = await lines.next();
        if (line.done) throw new Error(`bash ended in the middle of:\n${commands}`);
        if (line.value === end) break;
        printed.push(line.value);
      }
      const text = printed.filter(line => line !== failure).join('\n');
      return { text: text.trimEnd(), failed: printed.includes(failure) };
    },
    close: () => void (bash.pid && process.kill(-bash.pid)),
  };
}
