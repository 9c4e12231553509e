import { createPrivateKey, type KeyObject } from 'node:crypto';
import { EnvelopeKeyError, importOpeningKey, type OpeningKey } from '@countermark/wire/envelope/cms';
import type { ExaminationMeans } from '@countermark/wire/envelope/doctor/inside';
import { P256KeyError, readP256PrivateKey } from '@countermark/wire/envelope/p256-keys';
import { type Command, Option } from 'commander';
import { repeatable } from '../checked-argument.ts';
import { CommandFailed, exitCodes } from '../command-failed.ts';
import { keyFile, type NamedFile, readText } from '../named-file.ts';
import type { Terminal } from '../terminal.ts';

/** Options that say with what an envelope is opened. */
export interface KeyOptions {
  key?: NamedFile[];
  keyIdentifier?: string;
  allowPkcs1?: true;
}

export function withKeyOptions(command: Command): Command {
  return command
    .option(
      '--key <KEYID=file>',
      'private key in PEM; an RSA key needs its certificate, in the same file or in one of the same name that ends in .pem; may be repeated',
      repeatable(keyFile),
    )
    .addOption(
      new Option('--key-identifier <id>', 'publicKeyIdentifier that came in the message beside the envelope'),
    )
    .option('--allow-pkcs1', 'take RSAES-PKCS1-v1_5 for right, as some issuer settings do');
}

/** Reads the keys that the options name. */
export async function readMeans(
  terminal: Terminal,
  { key = [], keyIdentifier, allowPkcs1 }: KeyOptions,
): Promise<Omit<ExaminationMeans, 'expected'>> {
  const cmsKeys: OpeningKey[] = [];
  const jweKeys = new Map<string, KeyObject>();
  for (const named of key) {
    const pem = await readText(terminal, named.file);
    if (typeOf(named, pem) === 'ec')
      jweKeys.set(
        named.name,
        usable(named, () => readP256PrivateKey(pem)),
      );
    else cmsKeys.push(await readRsaKey(terminal, named, pem));
  }
  return { cmsKeys, jweKeys, keyIdentifier, pkcs1v15: allowPkcs1 ? 'allowed' : 'refused' };
}

function typeOf({ file }: NamedFile, pem: string): string | undefined {
  try {
    return createPrivateKey(pem).asymmetricKeyType;
  } catch {
    throw new CommandFailed(`${file} holds no private key in PEM without passphrase`, exitCodes.usage);
  }
}

async function readRsaKey(terminal: Terminal, { name, file }: NamedFile, pem: string): Promise<OpeningKey> {
  const isWhole = pem.includes('-----BEGIN CERTIFICATE-----');
  const certificatePem = isWhole ? pem : await readText(terminal, file.replace(/\.[^.]*$/, '.pem'));
  const parts = { keyIdentifier: name, certificatePem, privateKeyPem: pem };
  return usable({ name, file }, () => importOpeningKey(parts));
}

function usable<Key>({ file }: NamedFile, read: () => Key): Key {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EnvelopeKeyError || error instanceof P256KeyError)) throw error;
    throw new CommandFailed(`${file}: ${error.message}`, exitCodes.usage);
  }
}
