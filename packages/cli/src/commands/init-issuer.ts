import { relative, resolve } from 'node:path';
import { IssuerId } from '@countermark/wire/operator/elements';
import { type Command, InvalidArgumentError } from 'commander';
import { checked } from '../checked-argument.ts';
import { CommandFailed } from '../command-failed.ts';
import { isEmptyFolder, type NewIssuer, writeIssuer } from '../init/issuer/write-issuer.ts';
import { type OutputOptions, print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';

type InitOptions = NewIssuer & OutputOptions;

/** `countermark init issuer`: a working issuer backend in TypeScript, to make one's own of. */
export function registerInitIssuer(init: Command, terminal: Terminal): void {
  init
    .command('issuer')
    .description('write an issuer backend that passes the certification, to make your own of')
    .argument('<folder>', 'where it is written; made when missing')
    .option('--issuer-id <id>', '10 characters: letters, digits, _ or -', checked(IssuerId), 'MY_ISSUER1')
    .option('--port <port>', 'TCP port it listens on', port, 9443)
    .option('--json', 'print JSON, for programs')
    .addHelpText(
      'after',
      '\nExample:\n  $ countermark init issuer my-issuer --issuer-id BANKONE001 --port 9443',
    )
    .action(async (folder: string, { issuerId, port, json }: InitOptions) => {
      const path = resolve(terminal.folder, folder);
      if (!(await isEmptyFolder(path)))
        throw new CommandFailed(`${path} is not empty, and nothing was written. Name a new folder`);
      await writeIssuer(path, { issuerId, port });
      const written = { folder: path, issuerId, port };
      const inWords = () => whatNext({ ...written, folder: relative(terminal.folder, path) || '.' });
      print(terminal, written, { ...(json && { json }), inWords });
    });
}

function port(text: string): number {
  if (/^[1-9][0-9]{0,4}$/.test(text) && Number(text) < 65_536) return Number(text);
  throw new InvalidArgumentError('Expected a port from 1 to 65535.');
}

function whatNext({ folder, issuerId, port }: NewIssuer & { folder: string }): string {
  return `The backend of issuer ${issuerId} is in ${folder}: keys, test cards, and a file for each call of the hub.

Next:
  cd ${folder}
  npm install
  npm start                    answers at https://localhost:${port}
  npx countermark certify      in another terminal: every rule of the certification, tried on it

README.md says how to bring it to a sandbox, and where to put in your own bank.`;
}
