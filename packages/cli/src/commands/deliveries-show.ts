import type { AttemptView, DeliveryDetails, DeliveryView } from '@countermark/wire/operator/delivery';
import type { Command } from 'commander';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { renderFields } from '../output/fields.ts';
import { print } from '../output/print.ts';
import { renderTable } from '../output/table.ts';
import { inTable } from '../output/time.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark deliveries show`. */
export function registerDeliveriesShow(deliveries: Command, terminal: Terminal): void {
  const command = deliveries
    .command('show')
    .description('show a delivery with every attempt, and explain where it stands')
    .argument('<delivery>', 'deliveryId, as `countermark deliveries list` shows it');
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark deliveries show 0190f000-0000-7000-8000-000000000001')
    .action(async (deliveryId: string, options: OperatorOptions) => {
      const { deliveries: client } = await findOperator(options, terminal);
      print(terminal, await client.get(deliveryId), {
        ...options,
        inWords: details => describeDelivery(details, terminal),
      });
    });
}

function describeDelivery({ delivery, attempts }: DeliveryDetails, terminal: Terminal): string {
  return [
    describeFields(delivery),
    delivery.explanation,
    JSON.stringify(delivery.body, null, 2),
    attempts.length === 0 ? 'No attempts.' : renderAttempts(attempts, terminal),
  ].join('\n\n');
}

function describeFields(delivery: DeliveryView): string {
  const { settledAt, nextAttemptAt } = delivery;
  return renderFields([
    ['Delivery', delivery.deliveryId],
    ['State', delivery.state],
    ['Message', delivery.operation],
    ['Issuer', delivery.issuerId],
    ['Token', delivery.virtualCardId],
    ['Queue', `${delivery.queueId}, number ${delivery.sequence}`],
    ...Object.entries(delivery.parameters ?? {}),
    ['Session', delivery.correlationId],
    ['Made', inTable(delivery.createdAt)],
    ['Settled', settledAt && inTable(settledAt)],
    ['Next attempt', nextAttemptAt && inTable(nextAttemptAt)],
  ]);
}

function renderAttempts(attempts: readonly AttemptView[], { colour }: Terminal): string {
  return renderTable(attempts, {
    colour,
    columns: [
      { title: 'ATTEMPT', value: ({ number }) => number, align: 'right' },
      { title: 'TIME', value: ({ startedAt }) => inTable(startedAt) },
      {
        title: 'STATUS',
        value: ({ status }) => status ?? 'none',
        align: 'right',
        colour: ({ failure }) => (failure === undefined ? 'green' : 'red'),
      },
      { title: 'MS', value: ({ duration }) => duration, align: 'right' },
      { title: 'CODE', value: ({ code }) => code, align: 'right' },
      { title: 'FAILURE', value: ({ failure }) => failure },
      { title: 'LATE ANSWER', value: ({ late }) => late && `${late.status} after ${late.after} ms` },
    ],
  });
}
