import { resolve } from 'node:path';
import { createHubIdentity, loopbackHosts } from '@countermark/hub/identity/hub-identity';
import type { HubKeyKind } from '@countermark/hub/identity/hub-keys';
import { type Command, InvalidArgumentError } from 'commander';
import { repeatable } from '../checked-argument.ts';
import { CommandFailed } from '../command-failed.ts';
import { type OutputOptions, print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';

interface CreateOptions extends OutputOptions {
  host?: string[];
}

/** `countermark keys create`: everything that identifies a new hub and keeps its secrets. */
export function registerKeysCreate(keys: Command, terminal: Terminal): void {
  keys
    .command('create')
    .description('make the keys, certificates and secrets of a new hub; nothing that exists is overwritten')
    .argument('<folder>', 'where they are written; made when missing')
    .option(
      '--host <host>',
      'DNS name or IP address peers reach the hub by; may be repeated (default: localhost)',
      repeatable(host),
    )
    .option('--json', 'print JSON, for programs')
    .addHelpText('after', '\nExample:\n  $ countermark keys create ./hub --host hub.example.com')
    .action(async (folder: string, options: CreateOptions) => {
      const path = resolve(terminal.folder, folder);
      const identity = await createHubIdentity(path, options.host ?? loopbackHosts);
      if (!identity.created) {
        const existing = identity.existing.join(', ');
        throw new CommandFailed(
          `${path} holds an identity already (${existing}); nothing was written. Name another folder`,
        );
      }
      const { keyIdentifiers } = identity;
      print(
        terminal,
        { folder: path, keyIdentifiers },
        { ...options, inWords: () => describe(path, keyIdentifiers) },
      );
    });
}

function host(text: string): string {
  if (/^[A-Za-z0-9.:-]{1,253}$/.test(text)) return text;
  throw new InvalidArgumentError('Expected a DNS name or an IP address, without port.');
}

function describe(folder: string, keyIdentifiers: Readonly<Record<HubKeyKind, string>>): string {
  return `The hub's identity is in ${folder}.

For issuers and token requestors:
  ca.pem                          authority behind the hub's server and client certificates
  client.pem                      what the hub calls them with
  envelope-${keyIdentifiers.envelope}.pem   what they seal card data for the hub with; key identifier ${keyIdentifiers.envelope}

For issuers that speak D1, key identifier (kid) ${keyIdentifiers['d1-encryption']}:
  countermark keys show ${folder}

To be kept secret, and backed up:
  vault.key        without it stored cards are lost
  operator-token   whoever holds it rules the hub
  *.key`;
}
