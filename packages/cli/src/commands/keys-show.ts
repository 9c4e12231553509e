import { publicHubKeys } from '@countermark/hub/identity/hub-keys';
import { d1PublicKeys, type PublicJwk } from '@countermark/hub/identity/jwk-set';
import type { Command } from 'commander';
import { identityFolder } from '../identity-folder.ts';
import { type OutputOptions, print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark keys show`: what an issuer that speaks D1 is given at onboarding. */
export function registerKeysShow(keys: Command, terminal: Terminal): void {
  keys
    .command('show')
    .description("print a hub's public keys for the D1 APIs as a JWK set, newest first")
    .argument('<folder>', 'what `countermark keys create` made')
    .option('--json', 'print JSON, for programs')
    .addHelpText('after', '\nExample:\n  $ countermark keys show ./hub')
    .action(async (folder: string, options: OutputOptions) => {
      const path = await identityFolder(terminal, folder);
      const set = d1PublicKeys({
        'd1-encryption': await publicHubKeys(path, 'd1-encryption'),
        'd1-token': await publicHubKeys(path, 'd1-token'),
      });
      print(terminal, { keys: set }, { ...options, inWords: () => describe(set) });
    });
}

function describe(keys: readonly PublicJwk[]): string {
  const set = (use: PublicJwk['use']) =>
    JSON.stringify({ keys: keys.filter(key => key.use === use) }, null, 2);
  return `Issuers seal card data for the hub with (JWE, use the first):
${set('enc')}

Access tokens of the hub are signed with (JWT, also at /authz/v1/jwks):
${set('sig')}`;
}
