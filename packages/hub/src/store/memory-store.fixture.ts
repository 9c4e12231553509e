import type { Card } from '../core/card.ts';
import type { CardProduct } from '../core/card-product.ts';
import type { NewDelivery } from '../core/delivery.ts';
import type { Enrolment } from '../core/enrolment.ts';
import type { Issuer } from '../core/issuer.ts';
import type { Operation } from '../core/operation.ts';
import type { Token } from '../core/token.ts';
import type { TokenRequestor } from '../core/token-requestor.ts';
import type { CallKey, CallScope } from '../ports/aggregates/accepted-calls.ts';
import type { TestStore } from './test-store.ts';

/**
 * What the life of tokens needs of a store, in memory and a hundred times faster than a database: for tests that play
 * thousands of lives one after the other. It has no transactions, so nothing may go wrong inside of one.
 */
export function memoryStore(): TestStore {
  const issuers = new Map<string, Issuer>();
  const products = new Map<string, CardProduct>();
  const requestors = new Map<string, TokenRequestor>();
  const cards = new Map<string, Card>();
  const tokens = new Map<string, Token>();
  const enrolments = new Map<string, Enrolment>();
  const operations = new Map<string, Operation>();
  const deliveries: NewDelivery[] = [];
  const calls = new Map<string, { state: 'RUNNING' | 'ACCEPTED'; scope: CallScope | null; until: Date }>();
  const all = [issuers, products, requestors, cards, tokens, enrolments, operations, calls];

  const find =
    <Row>(rows: Map<string, Row>) =>
    async (id: string) =>
      structuredClone(rows.get(id) ?? null);
  const keep =
    <Row>(rows: Map<string, Row>, idOf: (row: Row) => string) =>
    async (row: Row) =>
      void rows.set(idOf(row), structuredClone(row));
  const tokensOf = (cardId: string) => [...tokens.values()].filter(token => token.cardId === cardId);
  const open = (virtualCardId: string) =>
    [...operations.values()].filter(
      operation => operation.virtualCardId === virtualCardId && operation.step !== 'CLOSED',
    );
  const isInTurn = ({ operationId, virtualCardId, reportedBy }: Operation) =>
    reportedBy === null ||
    open(virtualCardId).every(({ operationId: other, step }) => step !== 'TSP_DUE' || other >= operationId);
  const due = (now: Date) =>
    [...operations.values()].filter(
      operation => operation.step !== 'CLOSED' && operation.nextAttemptAt <= now && isInTurn(operation),
    );
  const byReference = async ({ issuerCardRefId }: { issuerCardRefId: string }) =>
    structuredClone([...cards.values()].find(card => card.issuerCardRefId === issuerCardRefId) ?? null);
  const nameOf = (key: CallKey) => JSON.stringify(Object.values(key));
  const keepToken = keep(tokens, token => token.virtualCardId);
  const keepEnrolment = keep(enrolments, enrolment => enrolment.enrolmentId);
  const keepOperation = keep(operations, operation => operation.operationId);
  const keepCard = keep(cards, card => card.cardId);

  const aggregates = {
    issuers: { save: keep(issuers, issuer => issuer.issuerId), find: find(issuers) },
    products: { save: keep(products, product => product.productId), find: find(products) },
    requestors: { save: keep(requestors, ({ requestorId }) => requestorId), find: find(requestors) },
    cards: {
      insert: keepCard,
      save: keepCard,
      find: find(cards),
      lock: find(cards),
      findByReference: byReference,
      lockByReference: byReference,
      addAlias: async () => undefined,
      dropAliases: async () => undefined,
    },
    tokens: {
      insert: keepToken,
      save: keepToken,
      find: find(tokens),
      lock: find(tokens),
      ofCard: async (cardId: string) => structuredClone(tokensOf(cardId)),
      lockOfCard: async (cardId: string) => structuredClone(tokensOf(cardId)),
      due: async (now: Date) =>
        [...tokens.values()]
          .filter(({ dueAt }) => dueAt !== null && dueAt <= now)
          .map(({ virtualCardId }) => virtualCardId),
    },
    enrolments: {
      insert: keepEnrolment,
      save: keepEnrolment,
      find: find(enrolments),
      lock: find(enrolments),
    },
    operations: {
      insert: keepOperation,
      save: keepOperation,
      find: find(operations),
      lock: find(operations),
      running: async (virtualCardId: string) => structuredClone(open(virtualCardId)),
      newest: async (virtualCardId: string, action: string) =>
        structuredClone(
          [...operations.values()].findLast(
            operation => operation.virtualCardId === virtualCardId && operation.action === action,
          ) ?? null,
        ),
      countOpen: async (cardId: string, kind: string) =>
        [...operations.values()].filter(
          operation => operation.cardId === cardId && operation.kind === kind && operation.step !== 'CLOSED',
        ).length,
      lanesDue: async (now: Date) => (due(now).length > 0 ? ['all'] : []),
      claim: async (now: Date) => structuredClone(due(now)).map(operation => ({ operation, lane: 'all' })),
    },
    acceptedCalls: {
      async claim(key: CallKey, { now, until }: { now: Date; until: Date }) {
        const known = calls.get(nameOf(key));
        if (known && known.until > now) return known.state;
        calls.set(nameOf(key), { state: 'RUNNING', scope: null, until });
        return 'NEW';
      },
      async accept(key: CallKey, { scope, until }: { scope: CallScope; until: Date }) {
        for (const [name, call] of calls) {
          const overlaps =
            scope.virtualCardId === null ||
            call.scope?.virtualCardId === null ||
            call.scope?.virtualCardId === scope.virtualCardId;
          if (call.scope?.cardId === scope.cardId && overlaps) calls.delete(name);
        }
        calls.set(nameOf(key), { state: 'ACCEPTED', scope, until });
      },
      release: async (key: CallKey) => void calls.delete(nameOf(key)),
    },
    deliveries: {
      insert: async (delivery: NewDelivery) => void deliveries.push(delivery),
      list: async ({ virtualCardId }: { virtualCardId: string }) =>
        deliveries.filter(delivery => delivery.virtualCardId === virtualCardId).reverse(),
    },
    deviceBindings: { ofToken: async () => [] },
    personalisations: { close: async () => undefined },
    erasures: {
      forgetToken: async () => true,
      async forgetCard(cardId: string) {
        if (tokensOf(cardId).every(({ state }) => state === 'ERASED')) cards.delete(cardId);
      },
    },
  };
  const store = {
    ...aggregates,
    transaction: <T>(work: (tx: typeof aggregates) => Promise<T>) => work(aggregates),
    async empty() {
      for (const rows of all) rows.clear();
      deliveries.length = 0;
    },
    close: async () => undefined,
  };
  return store as unknown as TestStore;
}
