import type { D1IssuerSettingsView } from '@countermark/wire/operator/d1-issuer';
import { IssuerId } from '@countermark/wire/operator/elements';
import type { IssuerView } from '@countermark/wire/operator/issuer';
import type { Command } from 'commander';
import { checked } from '../checked-argument.ts';
import { durationInWords } from '../duration.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { type Field, renderFields } from '../output/fields.ts';
import { print } from '../output/print.ts';
import { dayOf } from '../output/time.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark issuer show`. */
export function registerIssuerShow(issuer: Command, terminal: Terminal): void {
  const command = issuer
    .command('show')
    .description('show the settings, keys and certificates of an issuer')
    .argument('<issuer-id>', '10 characters', checked(IssuerId));
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark issuer show BANKONE001')
    .action(async (issuerId: string, options: OperatorOptions) => {
      const { issuers } = await findOperator(options, terminal);
      print(terminal, await issuers.get(issuerId), { ...options, inWords: describeIssuer });
    });
}

/** An issuer in full, certificates by fingerprint. */
export function describeIssuer({
  issuerId,
  name,
  settings,
  keys,
  signingKeys,
  encryptionKeys,
  hasClientSecret,
  certificates,
}: IssuerView): string {
  const methods = Object.entries(settings.methodMap).map(
    ([method, segment]): Field => [method, `served as /${segment}`],
  );
  return renderFields([
    ['Issuer', issuerId],
    ['Name', name],
    ['URL', settings.outboundBase],
    ...(settings.auxiliary ? [['Auxiliary URL', settings.auxiliary.outboundBase] satisfies Field] : []),
    ...(settings.d1 ? describeD1(settings.d1, { hasClientSecret }) : []),
    ['Server trust', settings.serverTrust === undefined ? "the system's authorities" : 'pinned'],
    ['Padding', settings.padding],
    ['Encoding', settings.encoding],
    ['Recipient', settings.recipientForm],
    ['PKCS#1 v1.5 from it', settings.inboundPkcs1v15],
    ['Verifies cardholders', settings.hasIdv],
    ['Push checked by', settings.pushAuthentication],
    ['Told of renewals', settings.notifyRenewals],
    ['Connects within', durationInWords(settings.connectTimeout)],
    ['Answers within', durationInWords(settings.answerTimeout)],
    ['Acknowledges within', durationInWords(settings.notificationTimeout)],
    ...methods,
    ...keys.map((key): Field => ['Key', `${key.keyIdentifier}, expires ${dayOf(key.notAfter)}`]),
    ...signingKeys.map((key): Field => ['Signs with', key.keyIdentifier]),
    ...encryptionKeys.map((key): Field => ['Seals for', key.keyIdentifier]),
    ...certificates.map(
      (pinned): Field => ['Certificate', `${pinned.fingerprint}, expires ${dayOf(pinned.notAfter)}`],
    ),
  ]);
}

function describeD1(
  { outboundBase, paths, oauth2, ...d1 }: D1IssuerSettingsView,
  { hasClientSecret }: { hasClientSecret: boolean },
): Field[] {
  const secret = hasClientSecret ? 'secret set' : 'no secret yet';
  return [
    ['D1 URL', outboundBase],
    ...Object.entries(paths).map(([api, path]): Field => [`D1 ${api}`, `under ${path || '/'}`]),
    ['OAuth2', oauth2 ? `${oauth2.tokenUrl}, client ${oauth2.clientId}, ${secret}` : 'no tokens'],
    ['Card notifications', `${d1.cardNotifications}, ${d1.notificationsPerCall} per call`],
    ['Asked with the card', d1.sendsCardIdForConsumer],
  ];
}
