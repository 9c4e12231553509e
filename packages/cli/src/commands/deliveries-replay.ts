import type { ReplayDeliveries, ReplayReport } from '@countermark/wire/operator/delivery';
import { IssuerId } from '@countermark/wire/operator/elements';
import type { Command } from 'commander';
import { checked } from '../checked-argument.ts';
import { CommandFailed, exitCodes } from '../command-failed.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { print } from '../output/print.ts';
import { readPointInTime } from '../point-in-time.ts';
import type { Terminal } from '../terminal.ts';

interface ReplayOptions extends OperatorOptions {
  parked?: true;
  since?: string;
  issuer?: string;
  force?: true;
}

const examples = `
Examples:
  $ countermark deliveries replay 0190f000-0000-7000-8000-000000000001
  $ countermark deliveries replay --parked --issuer BANKONE001
  $ countermark deliveries replay --since 2026-11-22T09:00:00Z --issuer BANKONE001`;

/** `countermark deliveries replay`. */
export function registerDeliveriesReplay(deliveries: Command, terminal: Terminal): void {
  const command = deliveries
    .command('replay')
    .description('send deliveries again, unchanged, in the order of each queue')
    .argument('[delivery...]', 'these only, delivered or parked')
    .option('--parked', 'what was given up')
    .option('--since <time>', 'what was delivered or parked then or later', readPointInTime)
    .option('--issuer <issuer-id>', 'to this issuer only', checked(IssuerId))
    .option('--force', 'also what a later delivered change of the same queue has overtaken');
  withOperatorOptions(command)
    .addHelpText('after', examples)
    .action(async (deliveryIds: string[], options: ReplayOptions) => {
      const replay = replayOf(deliveryIds, options);
      const { deliveries: client } = await findOperator(options, terminal);
      const report = await client.replay(replay);
      print(terminal, report, { ...options, inWords: describeReport });
      if (report.overtaken > 0)
        throw new CommandFailed('Not all was sent again; --force sends the rest as well');
    });
}

function replayOf(
  deliveryIds: readonly string[],
  { parked, since, issuer, force }: ReplayOptions,
): ReplayDeliveries {
  if (deliveryIds.length === 0 && !parked && since === undefined) {
    throw new CommandFailed('Say what to replay: ids of deliveries, --parked or --since', exitCodes.usage);
  }
  return {
    ...(deliveryIds.length > 0 && { deliveryIds: [...deliveryIds] }),
    ...(parked && { state: 'PARKED' }),
    ...(since !== undefined && { since }),
    ...(issuer !== undefined && { issuerId: issuer }),
    ...(force && { overtaken: 'SEND' }),
  };
}

function describeReport({ replayed, overtaken, overtakenIds }: ReplayReport): string {
  const sent = `Sent again: ${replayed}`;
  if (overtaken === 0) return sent;
  const more = overtaken > overtakenIds.length ? `\n… and ${overtaken - overtakenIds.length} more` : '';
  return `${sent}\n\nOvertaken by a later change in their queue:\n${overtakenIds.join('\n')}${more}`;
}
