import type { DetokenizerList } from '@countermark/wire/operator/detokenizer';
import type { Command } from 'commander';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { print } from '../output/print.ts';
import { renderTable } from '../output/table.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark detokenizer list`. */
export function registerDetokenizerList(detokenizer: Command, terminal: Terminal): void {
  withOperatorOptions(detokenizer.command('list').description('list everybody who may ask'))
    .addHelpText('after', '\nExample:\n  $ countermark detokenizer list')
    .action(async (options: OperatorOptions) => {
      const { detokenizers } = await findOperator(options, terminal);
      print(terminal, await detokenizers.list(), {
        ...options,
        inWords: list => renderDetokenizers(list, terminal),
      });
    });
}

function renderDetokenizers({ detokenizers }: DetokenizerList, { colour }: Terminal): string {
  if (detokenizers.length === 0) return 'Nobody may ask yet: add one with `countermark detokenizer add`.';
  return renderTable(detokenizers, {
    colour,
    columns: [
      { title: 'DETOKENIZER', value: ({ detokenizerId }) => detokenizerId },
      { title: 'NAME', value: ({ name }) => name },
      { title: 'ANSWERS', value: ({ answers }) => answers },
    ],
  });
}
