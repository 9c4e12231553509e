import type { getToken } from '@countermark/wire/d1/oauth2/get-token';
import type { ResponseOf } from '@countermark/wire/d1/operation';
import type { Command } from 'commander';
import { CommandFailed } from '../../command-failed.ts';
import { print } from '../../output/print.ts';
import { runningSandbox } from '../../running-sandbox.ts';
import type { Terminal } from '../../terminal.ts';
import { type D1Options, withD1Options } from './d1-options.ts';

/** `countermark d1 token`: an access token, alone on its line so that a shell can take it. */
export function registerD1Token(d1: Command, terminal: Terminal): void {
  withD1Options(d1.command('token').description('get an access token and print it'), 'token').action(
    async (options: D1Options) => {
      const { client } = await runningSandbox(options.folder);
      const { status, body } = await client.d1Token(options.issuer);
      if (status !== 200) throw new CommandFailed(`The hub gave no token: HTTP ${status}`);
      print(terminal, body as ResponseOf<typeof getToken>, {
        ...options,
        inWords: ({ access_token }) => access_token,
      });
    },
  );
}
