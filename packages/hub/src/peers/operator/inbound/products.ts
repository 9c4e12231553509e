import { closedObject } from '@countermark/wire/operator/closed-object';
import { ProductId, ProductList, ProductView, PutProduct } from '@countermark/wire/operator/product';
import { RepersonalisationBegun } from '@countermark/wire/operator/tsp';
import type { CardProduct, D1ProductSettings } from '../../../core/card-product.ts';
import type { Hub } from '../../../ports/hub.ts';
import { repersonaliseProduct } from '../../../use-cases/personalisation/repersonalise-product.ts';
import { type Operation, operation } from './operation.ts';
import { ok, type Refused, refuse } from './outcome.ts';
import { saveProduct } from './save-product.ts';

const ofProduct = closedObject({ productId: ProductId });

export const productOperations: readonly Operation[] = [
  operation({
    name: 'listProducts',
    method: 'GET',
    path: '/products',
    response: ProductList,
    async act({ hub }) {
      const products = await hub.store.products.list();
      return ok({ products } satisfies ProductList);
    },
  }),
  operation({
    name: 'getProduct',
    method: 'GET',
    path: '/products/:productId',
    params: ofProduct,
    response: ProductView,
    async act({ hub, params: { productId } }) {
      const product = await hub.store.products.find(productId);
      return product ? ok(product satisfies ProductView) : unknownProduct(productId);
    },
  }),
  operation({
    name: 'putProduct',
    method: 'PUT',
    path: '/products/:productId',
    params: ofProduct,
    body: PutProduct,
    response: ProductView,
    async act({ hub, params, body }) {
      const { d1, ...sent } = body;
      const product: CardProduct = {
        ...defaultsOf(params.productId),
        ...params,
        ...sent,
        ...(sent.apiFamily === 'D1' && { d1: { ...newD1Product(), ...d1 } }),
      };
      return (
        (await unknownTsp(hub, product)) ??
        d1OfOtherFamily(product, d1) ??
        noStandIn(hub, product) ??
        languageTwice(product) ??
        saveProduct(hub, product)
      );
    },
  }),
  operation({
    name: 'repersonaliseProduct',
    method: 'POST',
    path: '/products/:productId/repersonalisation',
    params: ofProduct,
    body: closedObject({}),
    response: RepersonalisationBegun,
    async act({ hub, params: { productId } }) {
      const product = await hub.store.products.find(productId);
      if (!product) return unknownProduct(productId);
      return ok({ tokens: await repersonaliseProduct(hub, product) } satisfies RepersonalisationBegun);
    },
  }),
];

function unknownProduct(productId: string): Refused {
  return refuse('not-found', `There is no product ${productId}. \`countermark product list\` shows all.`);
}

function defaultsOf(productId: string) {
  return {
    name: productId,
    tsp: 'DOMESTIC',
    tokenProductId: productId,
    apiFamily: 'ISSUER_GATEWAY',
    maxTokensPerCard: 10,
    issuerOverridesYellow: false,
    standIn: false,
    terms: [],
    profiles: [],
  } satisfies Partial<CardProduct>;
}

/** A new product of the D1 family: registered cards get tokens, and the wallet's recommendation alone asks for more. */
function newD1Product(): D1ProductSettings {
  return {
    authorisation: 'NONE',
    services: ['TOKENIZATION'],
    autoEnrolment: false,
    dataModel: 'STORED',
    verifyCard: false,
    unregisteredCards: 'DECLINE',
    checksPan: true,
    threeDSsupport: false,
    usedForTransactions: false,
    rules: [],
  };
}

function d1OfOtherFamily({ apiFamily }: CardProduct, d1: PutProduct['d1']): Refused | null {
  if (d1 === undefined || apiFamily === 'D1') return null;
  return refuse('bad-parameter', `d1 is for products whose apiFamily is D1; this one is ${apiFamily}.`, 'd1');
}

async function unknownTsp(
  { tsps, store }: Pick<Hub, 'tsps' | 'store'>,
  { tsp }: CardProduct,
): Promise<Refused | null> {
  if (tsps.has(tsp)) return null;
  const connections = await store.tspConnections.list();
  if (connections.some(connection => connection.tsp === tsp)) return null;
  const known = [...tsps.keys(), ...connections.map(connection => connection.tsp)].join(', ');
  return refuse('unknown-reference', `This hub has no such TSP; known are ${known}.`, 'tsp');
}

function noStandIn({ tsps }: Pick<Hub, 'tsps'>, { tsp, standIn }: CardProduct): Refused | null {
  if (!standIn || tsps.get(tsp)?.traits.standsIn) return null;
  return refuse('bad-parameter', `${tsp} does not stand in for issuers: leave standIn away.`, 'standIn');
}

function languageTwice({ terms }: CardProduct): Refused | null {
  const languages = terms.map(({ language }) => language);
  const index = languages.findIndex((language, at) => languages.indexOf(language) < at);
  if (index < 0) return null;
  const message = `There are terms in ${languages[index]} already: a product has one text per language.`;
  return refuse('bad-parameter', message, `terms.${index}.language`);
}
