import type { ProductList } from '@countermark/wire/operator/product';
import type { Command } from 'commander';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { print } from '../output/print.ts';
import { renderTable } from '../output/table.ts';
import type { Terminal } from '../terminal.ts';

/** `countermark product list`. */
export function registerProductList(product: Command, terminal: Terminal): void {
  withOperatorOptions(product.command('list').description('list all card products'))
    .addHelpText('after', '\nExample:\n  $ countermark product list')
    .action(async (options: OperatorOptions) => {
      const { products } = await findOperator(options, terminal);
      print(terminal, await products.list(), { ...options, inWords: list => renderProducts(list, terminal) });
    });
}

function renderProducts({ products }: ProductList, { colour }: Terminal): string {
  if (products.length === 0) return 'No products yet: add one with `countermark product add`.';
  return renderTable(products, {
    colour,
    columns: [
      { title: 'PRODUCT', value: ({ productId }) => productId },
      { title: 'NAME', value: ({ name }) => name },
      { title: 'ISSUER', value: ({ issuerId }) => issuerId },
      { title: 'SCHEME', value: ({ scheme }) => scheme },
      { title: 'TSP', value: ({ tsp }) => tsp },
      {
        title: 'CARDS',
        value: ({ panRanges }) => panRanges.map(range => `${range.prefix}:${range.panLength}`).join(' '),
      },
      {
        title: 'TOKENS',
        value: ({ tokenRanges }) =>
          tokenRanges.map(range => `${range.tokenBin}:${range.tokenLength}`).join(' '),
      },
    ],
  });
}
