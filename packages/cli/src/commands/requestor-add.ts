import { HttpsBase } from '@countermark/wire/operator/elements';
import { type PutRequestor, RequestorId, type RequestorView } from '@countermark/wire/operator/requestor';
import { type Command, InvalidArgumentError } from 'commander';
import { checked, repeatable } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { readText } from '../named-file.ts';
import { type Field, renderFields } from '../output/fields.ts';
import { print } from '../output/print.ts';
import { dayOf } from '../output/time.ts';
import type { Terminal } from '../terminal.ts';

type TokenRequestorId = PutRequestor['tokenRequestorIds'][number];

interface AddOptions extends OperatorOptions {
  trid: TokenRequestorId[];
  name?: string;
  certificate?: string[];
  callback?: string;
  callbackTrust?: string;
}

/** `countermark requestor add`: everything one token requestor needs, in one command that can be repeated. */
export function registerRequestorAdd(requestor: Command, terminal: Terminal): void {
  const command = requestor
    .command('add')
    .description('add a token requestor, or replace it; certificates are added to those it has')
    .argument('<requestor-id>', '1 to 64 letters, digits, _, . or -', checked(RequestorId))
    .requiredOption(
      '--trid <TRID=ALIAS>',
      'token requestor id of 11 digits, alone or with the wallet provider id it goes by; may be repeated',
      repeatable(trid),
    )
    .option('--name <name>', 'name for people (default: the requestor id)')
    .option(
      '--certificate <file>',
      'TLS client certificate it calls with, PEM; may be repeated',
      repeatable(String),
    )
    .option(
      '--callback <url>',
      'base URL the hub tells its devices of changes at, https://…',
      checked(HttpsBase),
    )
    .option(
      '--callback-trust <file>',
      "certificate or authorities of the callback's server (default: the system's)",
    );
  withOperatorOptions(command)
    .addHelpText(
      'after',
      `
Example:
  $ countermark requestor add mywallet --trid 40010030273 --certificate client.pem --callback https://wallet.example/hub`,
    )
    .action(async (requestorId: string, options: AddOptions) => {
      print(terminal, await addRequestor(terminal, requestorId, options), {
        ...options,
        inWords: added => `${describeRequestor(added)}\n\nToken requestor ${requestorId} is ready.`,
      });
    });
}

/** `40010030273`, or `99900000001=MY_WALLET`. */
function trid(text: string): TokenRequestorId {
  const { id, alias } = /^(?<id>[0-9]{11})(?:=(?<alias>.{1,128}))?$/.exec(text)?.groups ?? {};
  if (id === undefined) throw new InvalidArgumentError('Expected 11 digits, or 11 digits=ALIAS.');
  return { id, ...(alias !== undefined && { walletProviderId: alias }) };
}

/** Files are read before the hub is called: a wrong name changes nothing. */
async function addRequestor(
  terminal: Terminal,
  requestorId: string,
  options: AddOptions,
): Promise<RequestorView> {
  const { name, callback, callbackTrust } = options;
  const sent: PutRequestor = {
    tokenRequestorIds: options.trid,
    ...(name !== undefined && { name }),
    ...(callback !== undefined && { callbackBase: callback }),
    ...(callbackTrust !== undefined && { callbackTrust: await readText(terminal, callbackTrust) }),
  };
  const certificates = await Promise.all((options.certificate ?? []).map(file => readText(terminal, file)));
  const { requestors } = await findOperator(options, terminal);
  await requestors.put(requestorId, sent);
  for (const certificatePem of certificates) await requestors.pinCertificate(requestorId, { certificatePem });
  return requestors.get(requestorId);
}

function describeRequestor(requestor: RequestorView): string {
  const { tokenRequestorIds, callbackBase, callbackTrust, certificates } = requestor;
  return renderFields([
    ['Requestor', requestor.requestorId],
    ['Name', requestor.name],
    ...tokenRequestorIds.map(
      ({ id, walletProviderId }): Field => [
        'TRID',
        walletProviderId === undefined ? id : `${id} as ${walletProviderId}`,
      ],
    ),
    ['Callback', callbackBase ?? 'none: it has no devices'],
    ['Callback trust', callbackBase && (callbackTrust === undefined ? "the system's authorities" : 'pinned')],
    ...certificates.map(
      (pinned): Field => ['Certificate', `${pinned.fingerprint}, expires ${dayOf(pinned.notAfter)}`],
    ),
  ]);
}
