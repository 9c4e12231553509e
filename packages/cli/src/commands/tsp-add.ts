import { HttpsBase } from '@countermark/wire/operator/elements';
import { type PutTsp, type TspDetails, TspName } from '@countermark/wire/operator/tsp';
import { type Command, Option } from 'commander';
import { checked, repeatable } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { keyFile, type NamedFile, readText } from '../named-file.ts';
import { print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';
import { describeTsp } from './tsp-show.ts';

interface AddOptions extends OperatorOptions {
  url: string;
  customer: string;
  envelopeCertificate: NamedFile;
  padding?: PutTsp['padding'];
  serverTrust?: string;
  certificate?: string[];
}

/** `countermark tsp add`: the connection to one TSP, in one command that can be repeated. */
export function registerTspAdd(tsp: Command, terminal: Terminal): void {
  const command = tsp
    .command('add')
    .description('add the connection to a TSP, or change it; certificates are added to those it has')
    .argument('<name>', 'as products name it: 1 to 64 letters, digits, _, . or -', checked(TspName))
    .requiredOption('--url <url>', "base URL of the TSP's API, https://…", checked(HttpsBase))
    .requiredOption(
      '--customer <id>',
      "the TSP's customer identifier: the common name of a certificate that the hub's authority signed",
    )
    .requiredOption(
      '--envelope-certificate <KEYID=file>',
      'RSA certificate that card data are sealed with, PEM',
      keyFile,
    )
    .addOption(
      new Option('--padding <padding>', 'RSA padding of what is sealed').choices([
        'RSAES-OAEP-SHA-256',
        'RSAES-PKCS1-v1_5',
      ]),
    )
    .option('--server-trust <file>', "certificate or authorities of the TSP's server (default: the system's)")
    .option(
      '--certificate <file>',
      'TLS client certificate it calls with, PEM; may be repeated',
      repeatable(String),
    );
  withOperatorOptions(command)
    .addHelpText(
      'after',
      `
Example:
  $ countermark tsp add NATIONAL --url https://tsp.example/tsp/trapi/v2.0 --customer NATIONAL-TSP \\
      --envelope-certificate tsp-1=envelope.pem --certificate client.pem`,
    )
    .action(async (name: string, options: AddOptions) => {
      print(terminal, await addTsp(terminal, name, options), {
        ...options,
        inWords: added =>
          `${describeTsp(added)}\n\nTSP ${name} is ready: name it in a product with --tsp ${name}.`,
      });
    });
}

/** Files are read before the hub is called: a wrong name changes nothing. */
async function addTsp(terminal: Terminal, name: string, options: AddOptions): Promise<TspDetails> {
  const { url, customer, envelopeCertificate, padding, serverTrust } = options;
  const sent: PutTsp = {
    url,
    customer,
    envelope: {
      keyIdentifier: envelopeCertificate.name,
      certificatePem: await readText(terminal, envelopeCertificate.file),
    },
    ...(padding !== undefined && { padding }),
    ...(serverTrust !== undefined && { serverTrust: await readText(terminal, serverTrust) }),
  };
  const certificates = await Promise.all((options.certificate ?? []).map(file => readText(terminal, file)));
  const { tsps } = await findOperator(options, terminal);
  await tsps.put(name, sent);
  for (const certificatePem of certificates) await tsps.pinCertificate(name, { certificatePem });
  return tsps.get(name);
}
