import { IssuerId } from '@countermark/wire/operator/elements';
import { KeyIdentifier } from '@countermark/wire/operator/issuer';
import type { Command } from 'commander';
import { checked } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { keyFile, type NamedFile, readText } from '../named-file.ts';
import type { PublicKeys } from '../operator-client.ts';
import { print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';

/** What public keys of an issuer are for, and the words for it. */
interface PublicKeyKind {
  keys: PublicKeys;
  /** `countermark issuer <command> add|remove`. */
  command: string;
  description: string;
  add: { description: string; example: string; done: (issuerId: string, keyIdentifier: string) => string };
  remove: { description: string; example: string; called: string };
}

/** Keys that the issuer signs with. */
const signingKeys: PublicKeyKind = {
  keys: 'signing-keys',
  command: 'signing-key',
  description: 'public keys the issuer signs with',
  add: {
    description: 'upload a public key that the issuer signs with',
    example: 'sign-1=signing.pem',
    done: (issuerId, keyIdentifier) => `Issuer ${issuerId} signs with key ${keyIdentifier}.`,
  },
  remove: {
    description: 'remove a key; what was signed with it is refused from now on',
    example: 'sign-1',
    called: 'Signing key',
  },
};

/** Keys that card data are sealed for in D1. */
const encryptionKeys: PublicKeyKind = {
  keys: 'encryption-keys',
  command: 'encryption-key',
  description: 'public keys the hub seals card data for in D1',
  add: {
    description: 'upload a P-256 public key; the hub seals card data for the newest (D1)',
    example: 'enc-1=encryption.pem',
    done: (issuerId, keyIdentifier) =>
      `Card data for issuer ${issuerId} are sealed with key ${keyIdentifier}.`,
  },
  remove: {
    description: 'remove a key; without any the hub cannot have cards verified by the issuer (D1)',
    example: 'enc-1',
    called: 'Encryption key',
  },
};

/** `countermark issuer signing-key …` and `countermark issuer encryption-key …`. */
export function registerIssuerPublicKeys(issuer: Command, terminal: Terminal): void {
  for (const kind of [signingKeys, encryptionKeys]) {
    const command = issuer.command(kind.command).description(kind.description);
    registerAdd(command, kind, terminal);
    registerRemove(command, kind, terminal);
  }
}

function registerAdd(publicKey: Command, { command, keys, add }: PublicKeyKind, terminal: Terminal): void {
  const adding = publicKey
    .command('add')
    .description(add.description)
    .argument('<issuer-id>', '10 characters', checked(IssuerId))
    .argument(
      '<KEYID=file>',
      'key identifier (kid) and PEM file with a public key or a certificate',
      keyFile,
    );
  withOperatorOptions(adding)
    .addHelpText('after', `\nExample:\n  $ countermark issuer ${command} add BANKONE001 ${add.example}`)
    .action(async (issuerId: string, { name, file }: NamedFile, options: OperatorOptions) => {
      const publicKeyPem = await readText(terminal, file);
      const { issuers } = await findOperator(options, terminal);
      print(terminal, await issuers.putPublicKey(issuerId, keys, name, { publicKeyPem }), {
        ...options,
        inWords: added => add.done(issuerId, added.keyIdentifier),
      });
    });
}

function registerRemove(
  publicKey: Command,
  { command, keys, remove }: PublicKeyKind,
  terminal: Terminal,
): void {
  const removing = publicKey
    .command('remove')
    .description(remove.description)
    .argument('<issuer-id>', '10 characters', checked(IssuerId))
    .argument('<key-id>', 'key identifier', checked(KeyIdentifier));
  withOperatorOptions(removing)
    .addHelpText('after', `\nExample:\n  $ countermark issuer ${command} remove BANKONE001 ${remove.example}`)
    .action(async (issuerId: string, keyIdentifier: string, options: OperatorOptions) => {
      const { issuers } = await findOperator(options, terminal);
      await issuers.removePublicKey(issuerId, keys, keyIdentifier);
      print(
        terminal,
        { issuerId, removed: keyIdentifier },
        { ...options, inWords: () => `${remove.called} ${keyIdentifier} of issuer ${issuerId} is removed.` },
      );
    });
}
