import { ProductId, type ProductView } from '@countermark/wire/operator/product';
import type { Command } from 'commander';
import { checked } from '../checked-argument.ts';
import { findOperator, type OperatorOptions, withOperatorOptions } from '../find-operator.ts';
import { type Field, renderFields } from '../output/fields.ts';
import { print } from '../output/print.ts';
import type { Terminal } from '../terminal.ts';
import { describeD1 } from './describe-d1-product.ts';

/** `countermark product show`. */
export function registerProductShow(product: Command, terminal: Terminal): void {
  const command = product
    .command('show')
    .description('show a card product')
    .argument('<product-id>', 'its id', checked(ProductId));
  withOperatorOptions(command)
    .addHelpText('after', '\nExample:\n  $ countermark product show DEBIT --json > product.json')
    .action(async (productId: string, options: OperatorOptions) => {
      const { products } = await findOperator(options, terminal);
      print(terminal, await products.get(productId), { ...options, inWords: describeProduct });
    });
}

/** A card product in full, terms without their text. */
export function describeProduct(product: ProductView): string {
  const { panRanges, tokenRanges, tokenRequestorIds, terms, profiles } = product;
  return renderFields([
    ['Product', product.productId],
    ['Name', product.name],
    ['Issuer', product.issuerId],
    ['API', product.apiFamily],
    ['Scheme', product.scheme],
    ['TSP', product.tsp],
    ["TSP's product", product.tokenProductId],
    ...panRanges.map((range): Field => ['Cards', `${range.prefix}…, ${range.panLength} digits`]),
    ...tokenRanges.map((range): Field => ['Tokens', `${range.tokenBin}…, ${range.tokenLength} digits`]),
    ['Requestors', tokenRequestorIds.join(', ') || 'none'],
    ['Tokens per card', `at most ${product.maxTokensPerCard}`],
    ["Issuer's green over yellow", product.issuerOverridesYellow],
    ['Network stands in', product.standIn],
    ...(product.auxiliary ? [['Auxiliary product', inWords(product.auxiliary)] satisfies Field] : []),
    ...describeD1(product),
    ...terms.map((text): Field => ['Terms', `${text.id} version ${text.version}, ${text.language}`]),
    ...profiles.map((profile): Field => ['Profile', `${profile.productId}: ${profile.shortDescription}`]),
  ]);
}

function inWords({ productId, asksIssuer }: NonNullable<ProductView['auxiliary']>): string {
  return asksIssuer ? `${productId}, the issuer is asked for the domestic card` : productId;
}
