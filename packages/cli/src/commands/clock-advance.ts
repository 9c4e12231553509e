import type { Command } from 'commander';
import { duration } from '../duration.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';
import { describeClock } from './describe-clock.ts';

/** `countermark clock advance`. */
export function registerClockAdvance(clock: Command, terminal: Terminal): void {
  const command = clock
    .command('advance')
    .description("move a sandbox's clock forward; what is due then happens at once")
    .argument('<duration>', '90s, 15m, 24h, 30d: at most 400d', duration);
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark clock advance 24h')
    .action(async (milliseconds: number, options: OperatorOptions) => {
      const operator = await findOperator(options, terminal);
      print(terminal, await operator.clock.advance({ milliseconds }), { ...options, inWords: describeClock });
    });
}
