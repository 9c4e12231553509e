import type { CardProduct } from '../../core/card-product.ts';
import type { Hub } from '../../ports/hub.ts';
import { beginPersonalisation } from './begin-personalisation.ts';

/** How many tokens are read at a time. */
const page = 200;

/**
 * A new card profile reaches the devices: every active token of a product is personalised again, with the data it has.
 * Returns how many it is begun for; those under way already are left to it.
 */
export async function repersonaliseProduct(hub: Hub, product: CardProduct): Promise<number> {
  let begun = 0;
  for (let after: string | undefined; ; ) {
    const tokens = await hub.store.tokens.search({
      issuerId: product.issuerId,
      state: 'RESUMED',
      limit: page,
      ...(after !== undefined && { after }),
    });
    for (const token of tokens.filter(({ productId }) => productId === product.productId)) {
      const result = await beginPersonalisation(hub, { token, purpose: 'REPERSONALISATION' });
      if (result === 'BEGUN') begun += 1;
    }
    after = tokens.at(-1)?.virtualCardId;
    if (tokens.length < page) break;
  }
  hub.wake.personalisations();
  return begun;
}
