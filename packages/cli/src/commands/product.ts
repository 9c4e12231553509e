import type { Command } from 'commander';
import type { Terminal } from '../terminal.ts';
import { registerProductAdd } from './product-add.ts';
import { registerProductList } from './product-list.ts';
import { registerProductRepersonalise } from './product-repersonalise.ts';
import { registerProductShow } from './product-show.ts';

/** `countermark product …`: the card products of a hub. */
export function registerProduct(program: Command, terminal: Terminal): void {
  const product = program.command('product').description('card products: ranges, schemes, terms');
  registerProductAdd(product, terminal);
  registerProductList(product, terminal);
  registerProductShow(product, terminal);
  registerProductRepersonalise(product, terminal);
}
