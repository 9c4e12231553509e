import { addHubKey, type HubKeyKind, hubKeyKinds, missingHubKeys } from '@countermark/hub/identity/hub-keys';
import { Argument, type Command } from 'commander';
import { identityFolder } from '../identity-folder.ts';
import { type OutputOptions, print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';

type AddedKey = { kind: HubKeyKind; keyIdentifier: string };

/** `countermark keys add`: keys that follow others, or that an older release did not make. */
export function registerKeysAdd(keys: Command, terminal: Terminal): void {
  keys
    .command('add')
    .description("make a new key of each kind in a hub's folder; without a kind, those it has none of")
    .argument('<folder>', 'what `countermark keys create` made')
    .addArgument(new Argument('[kinds...]', 'what a new key is for').choices(hubKeyKinds))
    .option('--json', 'print JSON, for programs')
    .addHelpText(
      'after',
      `
The hub uses the newest key of a kind, once it is restarted, and still opens and verifies with the older ones, until their
files are taken away.

Examples:
  $ countermark keys add ./hub
  $ countermark keys add ./hub d1-encryption d1-token`,
    )
    .action(async (folder: string, kinds: HubKeyKind[], options: OutputOptions) => {
      const path = await identityFolder(terminal, folder);
      const due = kinds.length > 0 ? new Set(kinds) : await missingHubKeys(path);
      const added: AddedKey[] = [];
      for (const kind of due)
        added.push({ kind, keyIdentifier: (await addHubKey(path, kind)).keyIdentifier });
      print(terminal, { folder: path, added }, { ...options, inWords: () => describe(path, added) });
    });
}

function describe(folder: string, added: readonly AddedKey[]): string {
  if (added.length === 0) return `${folder} has a key of every kind: nothing was added.`;
  const files = added.map(({ kind, keyIdentifier }) => `  ${kind}-${keyIdentifier}.pem and .key`);
  return `Added to ${folder}, and used once the hub is restarted:\n${files.join('\n')}`;
}
