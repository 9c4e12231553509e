import { join } from 'node:path';
import { readRunningSandbox } from '@countermark/sandbox/sandbox/sandbox-description';
import type { Command } from 'commander';
import { CommandFailed, exitCodes } from './command-failed.ts';
import { readText } from './named-file.ts';
import { type OperatorClient, operatorClient } from './operator-client.ts';
import type { OutputOptions } from './output/print.ts';
import type { Terminal } from './terminal.ts';

/** Options of every command that speaks with a hub. */
export interface OperatorOptions extends OutputOptions {
  operatorUrl?: string;
  operatorTokenFile?: string;
}

/** Adds the options by which the hub is found, and `--json`. */
export function withOperatorOptions(command: Command): Command {
  return command
    .option(
      '--operator-url <url>',
      'operator API of the hub (default: COUNTERMARK_OPERATOR_URL, else the sandbox running here)',
    )
    .option(
      '--operator-token-file <file>',
      'file with the operator token (default: COUNTERMARK_OPERATOR_TOKEN)',
    )
    .option('--json', 'print JSON, for programs');
}

/**
 * The hub that is meant: the one named by option or environment, else the sandbox that runs in this folder. A token goes
 * only to the hub it was given for.
 *
 * @throws CommandFailed when none is named and none runs, or when the token is missing
 */
export async function findOperator(options: OperatorOptions, terminal: Terminal): Promise<OperatorClient> {
  const url = options.operatorUrl ?? terminal.env['COUNTERMARK_OPERATOR_URL'];
  if (url !== undefined) {
    if (!/^https?:\/\/./.test(url) || !URL.canParse(url)) {
      throw new CommandFailed(
        `${url} is no URL of a hub; expected one such as http://localhost:8444`,
        exitCodes.usage,
      );
    }
    return operatorClient({ url, token: await tokenFor(url, { options, terminal }) });
  }
  const sandbox = await readRunningSandbox(join(terminal.folder, '.countermark'));
  if (sandbox) return operatorClient(sandbox.operator);
  throw new CommandFailed(
    'No hub is named and no sandbox runs in this folder: start one with `countermark sandbox`, or name a hub by --operator-url or COUNTERMARK_OPERATOR_URL',
    exitCodes.unreachable,
  );
}

async function tokenFor(
  url: string,
  { options, terminal }: { options: OperatorOptions; terminal: Terminal },
): Promise<string> {
  if (options.operatorTokenFile !== undefined) {
    const text = await readText(terminal, options.operatorTokenFile);
    return text.trim();
  }
  const token = terminal.env['COUNTERMARK_OPERATOR_TOKEN'];
  if (token) return token;
  throw new CommandFailed(
    `No token for ${url}: give --operator-token-file (the file operator-token in the hub's identity folder) or COUNTERMARK_OPERATOR_TOKEN`,
    exitCodes.usage,
  );
}
