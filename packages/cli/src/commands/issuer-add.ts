import { HttpsBase, IssuerId } from '@countermark/wire/operator/elements';
import type { IssuerSettings, IssuerView } from '@countermark/wire/operator/issuer';
import { type Command, Option } from 'commander';
import { checked, repeatable } from '../checked-argument.ts';
import { CommandFailed, exitCodes } from '../command-failed.ts';
import { duration } from '../duration.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { keyFile, type NamedFile, readText } from '../named-file.ts';
import { print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';
import { type D1Options, d1SettingsOf, withD1Options } from './issuer-add-d1.ts';
import { describeIssuer } from './issuer-show.ts';

const paddings = { oaep: 'RSAES-OAEP-SHA-256', pkcs1: 'RSAES-PKCS1-v1_5' } as const;
const recipients = { ski: 'subjectKeyIdentifier', 'issuer-serial': 'issuerAndSerialNumber' } as const;

interface AddOptions extends OperatorOptions, D1Options {
  url?: string;
  auxiliaryUrl?: string;
  name?: string;
  clientCertificate?: string[];
  envelopeCertificate?: NamedFile[];
  encryptionKey?: NamedFile[];
  serverTrust?: string;
  padding: keyof typeof paddings;
  encoding: 'base64' | 'hex';
  recipient: keyof typeof recipients;
  acceptPkcs1?: true;
  idv: boolean;
  pushAuthentication?: NonNullable<IssuerSettings['pushAuthentication']>;
  notifyRenewals?: true;
  connectTimeout?: number;
  answerTimeout?: number;
  notificationTimeout?: number;
}

/** `countermark issuer add`: everything one issuer needs, in one command that can be repeated. */
export function registerIssuerAdd(issuer: Command, terminal: Terminal): void {
  const command = issuer
    .command('add')
    .description('add an issuer, or replace its settings; keys and certificates are added to those it has')
    .argument('<issuer-id>', '10 characters: letters, digits, _ or -', checked(IssuerId))
    .option(
      '--url <url>',
      "base URL of the issuer's Issuer Gateway endpoint, https://…; not needed with --d1-url",
      checked(HttpsBase),
    )
    .option(
      '--auxiliary-url <url>',
      'base URL of its auxiliary API for cobadged cards, https://…',
      checked(HttpsBase),
    )
    .option('--name <name>', 'name for people (default: the issuer id)')
    .option(
      '--client-certificate <file>',
      'TLS client certificate the issuer calls with, PEM; may be repeated',
      repeatable(String),
    )
    .option(
      '--envelope-certificate <KEYID=file>',
      'certificate the hub seals card data with; may be repeated',
      repeatable(keyFile),
    )
    .option(
      '--encryption-key <KEYID=file>',
      'P-256 public key the hub seals card data for in D1; may be repeated',
      repeatable(keyFile),
    )
    .option(
      '--server-trust <file>',
      "certificate or authorities of the issuer's server (default: the system's)",
    )
    .addOption(
      new Option('--padding <padding>', 'RSA padding of what the hub seals')
        .choices(Object.keys(paddings))
        .default('oaep'),
    )
    .addOption(
      new Option('--encoding <encoding>', 'text encoding of what the hub seals')
        .choices(['base64', 'hex'])
        .default('base64'),
    )
    .addOption(
      new Option('--recipient <form>', 'how an envelope names its recipient')
        .choices(Object.keys(recipients))
        .default('ski'),
    )
    .option('--accept-pkcs1', 'accept PKCS#1 v1.5 padding in envelopes from this issuer; OAEP always is')
    .option('--no-idv', 'the issuer cannot verify cardholders: it decides green or red only')
    .option('--notify-renewals', 'tell the issuer when a TSP renews a token (RENEW)')
    .option('--connect-timeout <duration>', 'until a connection stands, 1s to 30s (default: 2s)', duration)
    .option('--answer-timeout <duration>', 'until a question is answered, 1s to 30s (default: 5s)', duration)
    .option(
      '--notification-timeout <duration>',
      'until a notification is acknowledged, 1s to 30s (default: 10s)',
      duration,
    );
  command.addOption(
    new Option(
      '--push-authentication <who>',
      'who checks what vouches for a push payload of its application: HUB by a signature, ISSUER by its own proof (default: HUB)',
    ).choices(['HUB', 'ISSUER']),
  );
  withOperatorOptions(withD1Options(command))
    .addHelpText(
      'after',
      `
Examples:
  $ countermark issuer add BANKONE001 --name 'Bank One' --url https://bank.example/issuer/igwapi/v2.0 \\
      --client-certificate client.pem --envelope-certificate key-1=envelope.pem --server-trust server.pem
  $ countermark issuer add BANKTWO001 --d1-url https://bank.example --encryption-key enc-1=encryption.pem \\
      --oauth2-url https://bank.example/authz/d1/v1/oauth2/token --oauth2-client countermark`,
    )
    .action(async (issuerId: string, options: AddOptions) => {
      print(terminal, await addIssuer(terminal, issuerId, options), {
        ...options,
        inWords: added => `${describeIssuer(added)}\n\nIssuer ${issuerId} is ready.`,
      });
    });
}

/** Files are read before the hub is called: a wrong name changes nothing. */
async function addIssuer(terminal: Terminal, issuerId: string, options: AddOptions): Promise<IssuerView> {
  const settings = await settingsOf(terminal, options);
  const keys = await readKeys(terminal, options.envelopeCertificate);
  const encryptionKeys = await readKeys(terminal, options.encryptionKey);
  const certificates = await Promise.all(
    (options.clientCertificate ?? []).map(file => readText(terminal, file)),
  );
  const { issuers } = await findOperator(options, terminal);
  await issuers.put(issuerId, { name: options.name ?? issuerId, settings });
  for (const { name, pem } of keys) await issuers.putKey(issuerId, name, { certificatePem: pem });
  for (const { name, pem } of encryptionKeys) {
    await issuers.putPublicKey(issuerId, 'encryption-keys', name, { publicKeyPem: pem });
  }
  for (const certificatePem of certificates) await issuers.pinCertificate(issuerId, { certificatePem });
  return issuers.get(issuerId);
}

function readKeys(
  terminal: Terminal,
  files: readonly NamedFile[] = [],
): Promise<{ name: string; pem: string }[]> {
  return Promise.all(files.map(async ({ name, file }) => ({ name, pem: await readText(terminal, file) })));
}

async function settingsOf(terminal: Terminal, options: AddOptions): Promise<IssuerSettings> {
  const { url, serverTrust, connectTimeout, answerTimeout, notificationTimeout } = options;
  const d1 = d1SettingsOf(options);
  if (url === undefined && !d1.d1)
    throw new CommandFailed('Say where the issuer is: --url or --d1-url', exitCodes.usage);
  return {
    ...(url !== undefined && { outboundBase: url }),
    ...d1,
    ...(options.auxiliaryUrl !== undefined && { auxiliary: { outboundBase: options.auxiliaryUrl } }),
    ...(serverTrust !== undefined && { serverTrust: await readText(terminal, serverTrust) }),
    padding: paddings[options.padding],
    encoding: options.encoding,
    recipientForm: recipients[options.recipient],
    inboundPkcs1v15: options.acceptPkcs1 ? 'allowed' : 'refused',
    hasIdv: options.idv,
    ...(options.pushAuthentication && { pushAuthentication: options.pushAuthentication }),
    notifyRenewals: options.notifyRenewals ?? false,
    ...(connectTimeout !== undefined && { connectTimeout }),
    ...(answerTimeout !== undefined && { answerTimeout }),
    ...(notificationTimeout !== undefined && { notificationTimeout }),
  };
}
