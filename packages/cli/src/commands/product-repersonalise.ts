import { ProductId } from '@countermark/wire/operator/product';
import type { Command } from 'commander';
import { checked } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { counted } from '../output/counted.ts';
import { print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark product repersonalise`. */
export function registerProductRepersonalise(product: Command, terminal: Terminal): void {
  const command = product
    .command('repersonalise')
    .description('have every active token of a product personalised again, with the data it has')
    .argument('<product-id>', 'as `countermark product list` shows it', checked(ProductId));
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark product repersonalise NATIONAL-DEBIT')
    .action(async (productId: string, options: OperatorOptions) => {
      const { products } = await findOperator(options, terminal);
      print(terminal, await products.repersonalise(productId), {
        ...options,
        inWords: ({ tokens }) =>
          `Begun for ${counted(tokens, 'token')}; \`countermark token show\` tells how far one is.`,
      });
    });
}
