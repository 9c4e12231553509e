import type { TokenDetails, TokenView } from '@countermark/wire/operator/token';
import type { Command } from 'commander';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { stateColour } from '../output/colour.ts';
import { renderFields } from '../output/fields.ts';
import { renderSequence } from '../output/message-sequence.ts';
import { print } from '../output/print.ts';
import { renderTable } from '../output/table.ts';
import { inTable } from '../output/time.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark token show`. */
export function registerTokenShow(token: Command, terminal: Terminal): void {
  const command = token
    .command('show')
    .description('show a token, every message about it and what its issuer is owed')
    .argument('<token>', 'virtualCardId, as `countermark token list` shows it');
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark token show 0190f000-0000-7000-8000-000000000001')
    .action(async (virtualCardId: string, options: OperatorOptions) => {
      const { tokens } = await findOperator(options, terminal);
      print(terminal, await tokens.get(virtualCardId), {
        ...options,
        inWords: details => describeToken(details, terminal),
      });
    });
}

function describeToken(details: TokenDetails, terminal: Terminal): string {
  const { token, exchanges, bindings, deliveries, transactions, personalisations } = details;
  return [
    describeFields(token),
    exchanges.length === 0 ? 'No messages.' : renderSequence(exchanges, terminal),
    ...(bindings.length === 0 ? [] : [renderBindings(bindings, terminal)]),
    deliveries.length === 0 ? 'Its issuer is owed nothing.' : renderDeliveries(deliveries, terminal),
    ...(transactions.length === 0 ? [] : [renderTransactions(transactions, terminal)]),
    ...(personalisations.length === 0 ? [] : [renderPersonalisations(personalisations, terminal)]),
  ].join('\n\n');
}

function describeFields(token: TokenView): string {
  const { manufacturer, model } = token.deviceInformation;
  return renderFields([
    ['Token', token.virtualCardId],
    ['State', token.state],
    ['Suspended by', token.suspendedBy.join(', ') || undefined],
    ['Token number', token.tokenLastDigits && `…${token.tokenLastDigits}, expires ${token.tokenExpiryDate}`],
    ['Card', token.cardLastDigits && `…${token.cardLastDigits}, ${token.issuerCardRefId}`],
    ['Issuer', token.issuerId],
    ['Product', token.productId],
    ['Wallet', `${token.walletProviderId} (TRID ${token.tokenRequestorId}, ${token.requestorId})`],
    ['Storage', [token.tokenType, token.tokenStorageId].filter(Boolean).join(' ')],
    ['Device', [manufacturer, model].filter(Boolean).join(' ') || undefined],
    ['TSP', `${token.tsp} ${token.tspTokenId}`],
    ['Session', token.enrolmentId],
    ['Made', inTable(token.createdAt)],
    ['Changed', inTable(token.updatedAt)],
    ['Changes by itself', token.dueAt && inTable(token.dueAt)],
  ]);
}

function renderBindings(bindings: TokenDetails['bindings'], { colour }: Terminal): string {
  return renderTable(bindings, {
    colour,
    columns: [
      { title: 'BINDING', value: ({ bindingId }) => bindingId },
      { title: 'STATE', value: ({ state }) => state, colour: ({ state }) => stateColour(state) },
      { title: 'DECISION', value: ({ decision }) => decision },
      { title: 'DEVICE', value: ({ tokenStorageId }) => tokenStorageId },
      { title: 'REFERENCE', value: ({ deviceBindingReference }) => deviceBindingReference },
      { title: 'CHANGED', value: ({ updatedAt }) => inTable(updatedAt) },
    ],
  });
}

function renderDeliveries(deliveries: TokenDetails['deliveries'], { colour }: Terminal): string {
  return renderTable(deliveries, {
    colour,
    columns: [
      { title: 'DELIVERY', value: ({ deliveryId }) => deliveryId },
      { title: 'MESSAGE', value: ({ operation }) => operation },
      { title: 'STATE', value: ({ state }) => state, colour: ({ state }) => stateColour(state) },
      { title: 'ATTEMPTS', value: ({ attempts }) => attempts, align: 'right' },
      { title: 'NEXT', value: ({ nextAttemptAt }) => nextAttemptAt && inTable(nextAttemptAt) },
    ],
  });
}

function renderTransactions(transactions: TokenDetails['transactions'], { colour }: Terminal): string {
  return renderTable(transactions, {
    colour,
    columns: [
      { title: 'TRANSACTION', value: ({ transactionId }) => transactionId },
      { title: 'TIME', value: ({ occurredAt }) => inTable(occurredAt) },
      { title: 'TYPE', value: ({ transactionType }) => transactionType },
      { title: 'RESULT', value: ({ result }) => result },
      { title: 'MINOR UNITS', value: ({ amount }) => amount?.value, align: 'right' },
      { title: 'CURRENCY', value: ({ amount }) => amount?.currency },
      { title: 'MERCHANT', value: ({ merchant }) => merchant },
    ],
  });
}

function renderPersonalisations(
  personalisations: TokenDetails['personalisations'],
  { colour }: Terminal,
): string {
  return renderTable(personalisations, {
    colour,
    columns: [
      { title: 'PERSONALISATION', value: ({ purpose }) => purpose },
      { title: 'BEGUN', value: ({ createdAt }) => inTable(createdAt) },
      { title: 'STEP', value: ({ step }) => step },
      { title: 'FAILED WITH', value: ({ failure }) => failure, align: 'right' },
    ],
  });
}
