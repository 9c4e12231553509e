import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { signD1ClientRequest } from '@countermark/hub/identity/certificate-request';
import { type D1Environment, d1Environments } from '@countermark/hub/identity/d1-client-name';
import { IssuerId } from '@countermark/wire/operator/elements';
import { type Command, Option } from 'commander';
import { checked } from '../checked-argument.ts';
import { CommandFailed } from '../command-failed.ts';
import { identityFolder } from '../identity-folder.ts';
import { readText } from '../named-file.ts';
import { type OutputOptions, print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';

interface SignOptions extends OutputOptions {
  csr: string;
  issuer: string;
  env: D1Environment;
  out?: string;
}

/** `countermark keys sign`: the TLS client certificate that an issuer calls the D1 APIs with. */
export function registerKeysSign(keys: Command, terminal: Terminal): void {
  keys
    .command('sign')
    .description("sign an issuer's certificate request with the hub's authority, for calls of the D1 APIs")
    .argument('<folder>', 'what `countermark keys create` made')
    .requiredOption('--csr <file>', 'certificate request, PEM: RSA 4096 or EC P-256, SHA-256')
    .requiredOption('--issuer <id>', 'issuer or aggregator that will call with it', checked(IssuerId))
    .addOption(
      new Option('--env <environment>', 'what the hub is for: PPR before production, PRD production')
        .choices(d1Environments)
        .default('PRD'),
    )
    .option('--out <file>', 'where the certificate is written (default: it is printed)')
    .option('--json', 'print JSON, for programs')
    .addHelpText(
      'after',
      '\nExample:\n  $ countermark keys sign ./hub --csr request.pem --issuer NordBank01 --out client.pem',
    )
    .action(async (folder: string, options: SignOptions) => {
      const { certificatePem, commonName } = await sign(terminal, folder, options);
      if (options.out !== undefined) await writeFile(resolve(terminal.folder, options.out), certificatePem);
      const inWords = () =>
        options.out === undefined ? certificatePem.trimEnd() : `${options.out} names ${commonName}.`;
      print(terminal, { commonName, certificatePem }, { ...options, inWords });
    });
}

async function sign(terminal: Terminal, folder: string, { csr, issuer, env }: SignOptions) {
  const requestPem = await readText(terminal, csr);
  const path = await identityFolder(terminal, folder);
  const authority = {
    certificatePem: await readFile(join(path, 'ca.pem'), 'utf8'),
    privateKeyPem: await readFile(join(path, 'ca.key'), 'utf8'),
  };
  const client = { clientId: issuer, environment: env };
  const signed = await signD1ClientRequest(authority, { requestPem, now: new Date(), ...client });
  if (signed.ok) return signed;
  throw new CommandFailed(`${csr}: ${signed.fault}`);
}
