import type { Command } from 'commander';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';
import { registerClockAdvance } from './clock-advance.ts';
import { describeClock } from './describe-clock.ts';

/** `countermark clock`: the time a hub lives in. */
export function registerClock(program: Command, terminal: Terminal): void {
  const clock = program.command('clock').description("the hub's time, which a sandbox can move forward");
  withOperatorOptions(clock)
    .addHelpText('after', '\nExamples:\n  $ countermark clock\n  $ countermark clock advance 24h')
    .action(async (options: OperatorOptions) => {
      const operator = await findOperator(options, terminal);
      print(terminal, await operator.clock.get(), { ...options, inWords: describeClock });
    });
  registerClockAdvance(clock, terminal);
}
