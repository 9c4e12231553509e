import type { DeliveryFilter, DeliveryList, DeliveryView } from '@countermark/wire/operator/delivery';
import { IssuerId, Limit } from '@countermark/wire/operator/elements';
import { type Command, Option } from 'commander';
import { checked } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { stateColour } from '../output/colour.ts';
import { print } from '../output/print.ts';
import { renderTable } from '../output/table.ts';
import { inTable } from '../output/time.ts';
import { readPointInTime } from '../point-in-time.ts';
import type { Terminal } from '../terminal.ts';

interface ListOptions extends OperatorOptions {
  parked?: true;
  state?: DeliveryView['state'];
  issuer?: string;
  since?: string;
  before?: string;
  limit?: string;
}

/** `countermark deliveries list`. */
export function registerDeliveriesList(deliveries: Command, terminal: Terminal): void {
  const command = deliveries
    .command('list')
    .description('list deliveries, the newest first')
    .addOption(new Option('--parked', 'given up only: short for --state PARKED').conflicts('state'))
    .addOption(
      new Option('--state <state>', 'in this state only').choices(['PENDING', 'DELIVERED', 'PARKED']),
    )
    .option('--issuer <issuer-id>', 'to this issuer only', checked(IssuerId))
    .option('--since <time>', 'delivered or parked then or later: 2026-11-22T09:00:00Z', readPointInTime)
    .option('--limit <count>', 'how many, 1 to 500 (default: 50)', checked(Limit))
    .option('--before <delivery>', 'go on before this delivery');
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark deliveries list --parked --issuer BANKONE001')
    .action(async (options: ListOptions) => {
      const { deliveries: client } = await findOperator(options, terminal);
      print(terminal, await client.list(filterOf(options)), {
        ...options,
        inWords: list => renderDeliveries(list, terminal),
      });
    });
}

function filterOf({ parked, state, issuer, since, before, limit }: ListOptions): DeliveryFilter {
  return {
    ...(parked && { state: 'PARKED' }),
    ...(state !== undefined && { state }),
    ...(issuer !== undefined && { issuerId: issuer }),
    ...(since !== undefined && { since }),
    ...(before !== undefined && { before }),
    ...(limit !== undefined && { limit }),
  };
}

function renderDeliveries({ deliveries, next }: DeliveryList, { colour }: Terminal): string {
  if (deliveries.length === 0) return 'No such deliveries.';
  const table = renderTable(deliveries, {
    colour,
    columns: [
      { title: 'DELIVERY', value: ({ deliveryId }) => deliveryId },
      { title: 'STATE', value: ({ state }) => state, colour: ({ state }) => stateColour(state) },
      { title: 'ACTION', value: ({ body }) => actionOf(body) },
      { title: 'TOKEN', value: ({ virtualCardId }) => virtualCardId },
      { title: 'ISSUER', value: ({ issuerId }) => issuerId },
      { title: 'ATTEMPTS', value: ({ attempts }) => attempts, align: 'right' },
      { title: 'MADE', value: ({ createdAt }) => inTable(createdAt) },
      { title: 'NEXT', value: ({ nextAttemptAt }) => nextAttemptAt && inTable(nextAttemptAt) },
    ],
  });
  return next === undefined ? table : `${table}\n\nMore with --before ${next}`;
}

/** What is told: an action of the Issuer Gateway, an operation of D1. */
function actionOf(body: unknown): string | undefined {
  const { action, operation = action } = body as { action?: unknown; operation?: unknown };
  return typeof operation === 'string' ? operation : undefined;
}
