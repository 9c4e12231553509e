import { DeviceInformation } from '@countermark/wire/issuer-gateway/data/device-information';
import { VirtualCardId } from '@countermark/wire/issuer-gateway/data/identifiers';
import { maskBySchema } from '@countermark/wire/masking';
import { closedObject } from '@countermark/wire/operator/closed-object';
import { defaultLimit } from '@countermark/wire/operator/elements';
import {
  ReportTspEvent,
  TokenDetails,
  TokenList,
  TokenSearch,
  TokenView,
} from '@countermark/wire/operator/token';
import type { Token } from '../../../core/token.ts';
import type { Hub } from '../../../ports/hub.ts';
import type { CallRefused } from '../../../use-cases/enrolment/enrolment-result.ts';
import { eraseToken } from '../../../use-cases/life-cycle/erase-token.ts';
import { playCarePortal } from '../../../use-cases/life-cycle/play-care-portal.ts';
import { viewBinding } from './binding-view.ts';
import { viewDelivery } from './deliveries.ts';
import { viewExchange } from './exchange-view.ts';
import { type Operation, operation } from './operation.ts';
import { ok, type Refused, refuse } from './outcome.ts';
import { viewPersonalisation } from './personalisation-view.ts';
import { viewTransaction } from './transaction-view.ts';

const ofToken = closedObject({ virtualCardId: VirtualCardId });

export const tokenOperations: readonly Operation[] = [
  operation({
    name: 'searchTokens',
    method: 'GET',
    path: '/tokens',
    query: TokenSearch,
    response: TokenList,
    async act({ hub, query }) {
      const limit = Number(query.limit ?? defaultLimit);
      const tokens = await hub.store.tokens.search({ ...query, limit });
      const next = tokens.length < limit ? undefined : tokens.at(-1)?.virtualCardId;
      const views = await Promise.all(tokens.map(token => viewToken(hub, token)));
      return ok({ tokens: views, ...(next !== undefined && { next }) } satisfies TokenList);
    },
  }),
  operation({
    name: 'getToken',
    method: 'GET',
    path: '/tokens/:virtualCardId',
    params: ofToken,
    response: TokenDetails,
    async act({ hub, params: { virtualCardId } }) {
      const token = await hub.store.tokens.find(virtualCardId);
      if (!token) return refuse('not-found', `There is no token ${virtualCardId}.`);
      const exchanges = await hub.store.exchanges.ofToken(virtualCardId);
      const bindings = await hub.store.deviceBindings.ofToken(virtualCardId);
      const deliveries = await hub.store.deliveries.list({ virtualCardId, limit: shown });
      const personalisations = await hub.store.personalisations.ofToken(virtualCardId, shown);
      const transactions = await hub.store.tokenTransactions.ofToken(virtualCardId, shown);
      return ok({
        token: await viewToken(hub, token),
        exchanges: exchanges.map(viewExchange),
        bindings: bindings.map(viewBinding),
        deliveries: deliveries.map(viewDelivery),
        transactions: transactions.map(viewTransaction),
        personalisations: personalisations.map(viewPersonalisation),
      } satisfies TokenDetails);
    },
  }),
  operation({
    name: 'reportTspEvent',
    method: 'POST',
    path: '/tokens/:virtualCardId/tsp-events',
    params: ofToken,
    body: ReportTspEvent,
    response: TokenView,
    async act({ hub, params, body }) {
      const result = await playCarePortal(hub, { ...params, ...body });
      return result.taken ? ok(await viewToken(hub, result.token)) : refusedEvent(result, params);
    },
  }),
  operation({
    name: 'eraseToken',
    method: 'POST',
    path: '/tokens/:virtualCardId/erasure',
    params: ofToken,
    body: closedObject({}),
    response: TokenView,
    async act({ hub, params }) {
      const result = await eraseToken(hub, params);
      return result.taken ? ok(await viewToken(hub, result.token)) : refusedEvent(result, params);
    },
  }),
];

function refusedEvent({ code, message }: CallRefused, { virtualCardId }: { virtualCardId: string }): Refused {
  if (code === 119) return refuse('not-found', `There is no token ${virtualCardId}.`);
  if (code === 432) return refuse('not-in-this-state', `${message}.`, 'event');
  if (code === 111 || code === 112) return refuse('bad-parameter', `${message}.`);
  return refuse('refused-by-tsp', `The token service provider refused with code ${code}.`);
}

/** How many of a token's newest deliveries, transactions and personalisations are shown. */
const shown = 100;

async function viewToken(hub: Hub, token: Token): Promise<TokenView> {
  const card = await hub.store.cards.find(token.cardId);
  const { walletCardRefId, walletVirtualCardId, primaryWalletVirtualCardId, tokenStorageId, dueAt } = token;
  return {
    virtualCardId: token.virtualCardId,
    state: token.state,
    suspendedBy: token.suspenders,
    activated: token.activated,
    issuerId: token.issuerId,
    productId: token.productId,
    ...(card && { issuerCardRefId: card.issuerCardRefId, cardLastDigits: card.lastDigits }),
    requestorId: token.requestorId,
    tokenRequestorId: token.tokenRequestorId,
    walletProviderId: token.walletProviderId,
    ...(walletCardRefId !== null && { walletCardRefId }),
    ...(walletVirtualCardId !== null && { walletVirtualCardId }),
    ...(tokenStorageId !== null && { tokenStorageId }),
    isPrimary: token.isPrimary,
    ...(primaryWalletVirtualCardId !== null && { primaryWalletVirtualCardId }),
    tokenType: token.tokenType,
    tsp: token.tsp,
    tspTokenId: token.tspTokenId,
    ...(token.tokenLastDigits !== '' && { tokenLastDigits: token.tokenLastDigits }),
    tokenExpiryDate: token.tokenExpiryDate,
    deviceInformation: maskBySchema(DeviceInformation, token.deviceInformation) as DeviceInformation,
    enrolmentId: token.enrolmentId,
    createdAt: token.createdAt.toISOString(),
    updatedAt: token.updatedAt.toISOString(),
    ...(dueAt !== null && { dueAt: dueAt.toISOString() }),
  };
}
