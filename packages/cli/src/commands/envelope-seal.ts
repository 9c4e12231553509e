import { X509Certificate } from 'node:crypto';
import { EnvelopeKeyError, importSealingKey, sealEnvelope } from '@countermark/wire/envelope/cms';
import { sealJwe } from '@countermark/wire/envelope/jwe';
import { P256KeyError, readP256PublicKey } from '@countermark/wire/envelope/p256-keys';
import { type Command, Option } from 'commander';
import { CommandFailed, exitCodes } from '../command-failed.ts';
import { readInput } from '../envelope/envelope-input.ts';
import { keyFile, type NamedFile, readText } from '../named-file.ts';
import type { Terminal } from '../terminal.ts';

interface SealOptions {
  for: NamedFile;
  padding: 'oaep' | 'pkcs1';
  recipient: 'key-identifier' | 'issuer-and-serial';
  encoding: 'base64' | 'hex';
}

const paddings = { oaep: 'RSAES-OAEP-SHA-256', pkcs1: 'RSAES-PKCS1-v1_5' } as const;
const recipients = {
  'key-identifier': 'subjectKeyIdentifier',
  'issuer-and-serial': 'issuerAndSerialNumber',
} as const;

/** `countermark envelope seal`: an RSA certificate makes it CMS, a public key of P-256 a JWE. */
export function registerEnvelopeSeal(envelope: Command, terminal: Terminal): void {
  envelope
    .command('seal')
    .description('seal a plaintext: CMS for an RSA certificate, JWE for a public key of P-256')
    .argument('<file>', 'the plaintext, usually JSON; - reads standard input')
    .requiredOption('--for <KEYID=file>', 'the receiver: certificate or public key in PEM', keyFile)
    .addOption(
      new Option('--padding <padding>', 'RSA padding').choices(Object.keys(paddings)).default('oaep'),
    )
    .addOption(
      new Option('--recipient <form>', 'how CMS names the receiver')
        .choices(Object.keys(recipients))
        .default('key-identifier'),
    )
    .addOption(
      new Option('--encoding <encoding>', 'text of CMS').choices(['base64', 'hex']).default('base64'),
    )
    .addHelpText('after', '\nExample:\n  $ countermark envelope seal card.json --for hub-1=envelope.pem')
    .action(async (file: string, options: SealOptions) => {
      const pem = await readText(terminal, options.for.file);
      terminal.out(await seal(await readInput(terminal, file), pem, options));
    });
}

async function seal(plaintext: Uint8Array, pem: string, options: SealOptions): Promise<string> {
  const { name: keyIdentifier, file } = options.for;
  try {
    if (!isRsaCertificate(pem)) {
      const publicKey = readP256PublicKey(pem);
      return await sealJwe(Buffer.from(plaintext).toString('utf8'), { keyIdentifier, publicKey });
    }
    const { padding, recipient, encoding } = options;
    return await sealEnvelope(plaintext, {
      key: importSealingKey({ keyIdentifier, certificatePem: pem }),
      padding: paddings[padding],
      recipient: recipients[recipient],
      encoding,
    });
  } catch (error) {
    if (!(error instanceof EnvelopeKeyError || error instanceof P256KeyError)) throw error;
    throw new CommandFailed(`${file}: ${error.message}`, exitCodes.usage);
  }
}

function isRsaCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).publicKey.asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}
