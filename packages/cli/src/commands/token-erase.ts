import type { Command } from 'commander';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark token erase`. */
export function registerTokenErase(token: Command, terminal: Terminal): void {
  const command = token
    .command('erase')
    .description(
      'erase a token and all that is known of it; a live one is deleted first. It cannot be undone',
    )
    .argument('<token>', 'virtualCardId, as `countermark token list` shows it');
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark token erase 0190f000-0000-7000-8000-000000000001')
    .action(async (virtualCardId: string, options: OperatorOptions) => {
      const { tokens } = await findOperator(options, terminal);
      print(terminal, await tokens.erase(virtualCardId), {
        ...options,
        inWords: () => `Token ${virtualCardId} is erased.`,
      });
    });
}
