import {
  AggregatorId,
  AggregatorList,
  type AggregatorSummary,
  AggregatorView,
  PutAggregator,
  PutAggregatorKey,
} from '@countermark/wire/operator/aggregator';
import { closedObject } from '@countermark/wire/operator/closed-object';
import { KeyIdentifier, SigningKeyView } from '@countermark/wire/operator/issuer';
import type { Aggregator, AggregatorKey } from '../../../core/aggregator.ts';
import { readP256Key } from '../../../identity/signing-key.ts';
import type { Hub } from '../../../ports/hub.ts';
import type { Aggregates } from '../../../ports/store.ts';
import { type Operation, operation } from './operation.ts';
import { created, gone, type Outcome, ok, type Refused, refuse } from './outcome.ts';

const ofAggregator = closedObject({ aggregatorId: AggregatorId });
const ofKey = closedObject({ aggregatorId: AggregatorId, keyIdentifier: KeyIdentifier });

export const aggregatorOperations: readonly Operation[] = [
  operation({
    name: 'listAggregators',
    method: 'GET',
    path: '/aggregators',
    response: AggregatorList,
    async act({ hub }) {
      const aggregators = await hub.store.aggregators.list();
      return ok({ aggregators: aggregators.map(summarise) } satisfies AggregatorList);
    },
  }),
  operation({
    name: 'getAggregator',
    method: 'GET',
    path: '/aggregators/:aggregatorId',
    params: ofAggregator,
    response: AggregatorView,
    async act({ hub, params: { aggregatorId } }) {
      const aggregator = await hub.store.aggregators.find(aggregatorId);
      return aggregator ? ok(await viewAggregator(hub.store, aggregator)) : unknownAggregator(aggregatorId);
    },
  }),
  operation({
    name: 'putAggregator',
    method: 'PUT',
    path: '/aggregators/:aggregatorId',
    params: ofAggregator,
    body: PutAggregator,
    response: AggregatorView,
    act: ({ hub, params: { aggregatorId }, body: { name = aggregatorId, issuerIds } }) =>
      putAggregator(hub, { aggregatorId, name, issuerIds }),
  }),
  operation({
    name: 'putAggregatorKey',
    method: 'PUT',
    path: '/aggregators/:aggregatorId/keys/:keyIdentifier',
    params: ofKey,
    body: PutAggregatorKey,
    response: SigningKeyView,
    act: ({ hub, params, body }) => putKey(hub, { ...params, ...body }),
  }),
  operation({
    name: 'deleteAggregatorKey',
    method: 'DELETE',
    path: '/aggregators/:aggregatorId/keys/:keyIdentifier',
    params: ofKey,
    async act({ hub, params: { aggregatorId, keyIdentifier } }) {
      const removed = await hub.store.aggregators.removeKey(aggregatorId, keyIdentifier);
      return removed ? gone : refuse('not-found', `Aggregator ${aggregatorId} has no key ${keyIdentifier}.`);
    },
  }),
];

function unknownAggregator(aggregatorId: string): Refused {
  return refuse(
    'not-found',
    `There is no aggregator ${aggregatorId}. \`countermark aggregator list\` shows all.`,
  );
}

async function putAggregator(hub: Hub, aggregator: Aggregator): Promise<Outcome> {
  const { aggregatorId } = aggregator;
  return hub.store.transaction(async tx => {
    if (await tx.issuers.find(aggregatorId)) {
      return refuse('id-taken', `${aggregatorId} is an issuer: give the aggregator an id of its own.`);
    }
    const known = await tx.aggregators.find(aggregatorId);
    await tx.aggregators.save(aggregator);
    const view = await viewAggregator(tx, aggregator);
    return known ? ok(view) : created(view);
  });
}

async function putKey(
  hub: Hub,
  { aggregatorId, keyIdentifier, publicKeyPem }: Omit<AggregatorKey, 'createdAt'>,
): Promise<Outcome> {
  const reading = readP256Key(publicKeyPem);
  if (!reading.ok) return refuse('bad-key', reading.fault, 'publicKeyPem');
  const key = {
    aggregatorId,
    keyIdentifier,
    publicKeyPem: reading.publicKeyPem,
    createdAt: hub.clock.now(),
  };
  return hub.store.transaction(async tx => {
    if (!(await tx.aggregators.find(aggregatorId))) return unknownAggregator(aggregatorId);
    const keys = await tx.aggregators.keys(aggregatorId);
    await tx.aggregators.saveKey(key);
    const known = keys.some(other => other.keyIdentifier === keyIdentifier);
    return known ? ok(viewKey(key)) : created(viewKey(key));
  });
}

function summarise({ aggregatorId, name, issuerIds }: Aggregator): AggregatorSummary {
  return { aggregatorId, name, issuerIds: [...issuerIds] };
}

async function viewAggregator(
  { aggregators }: Pick<Aggregates, 'aggregators'>,
  aggregator: Aggregator,
): Promise<AggregatorView> {
  const keys = await aggregators.keys(aggregator.aggregatorId);
  return { ...summarise(aggregator), keys: keys.map(viewKey) };
}

function viewKey({ keyIdentifier, publicKeyPem, createdAt }: AggregatorKey): SigningKeyView {
  return { keyIdentifier, createdAt: createdAt.toISOString(), publicKeyPem };
}
