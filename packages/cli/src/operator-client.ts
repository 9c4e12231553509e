import type { Readable } from 'node:stream';
import { ApiRefusal, bearerClient } from '@countermark/sandbox/bearer-client';
import type {
  AggregatorList,
  AggregatorView,
  PutAggregator,
  PutAggregatorKey,
} from '@countermark/wire/operator/aggregator';
import {
  type BatchDetails,
  type BatchFilter,
  type BatchList,
  batchFileMediaType,
  type SentBatch,
} from '@countermark/wire/operator/batch';
import type { PinCertificate, PinnedCertificateView } from '@countermark/wire/operator/certificate';
import type { AdvanceClock, ClockView } from '@countermark/wire/operator/clock';
import type { PutClientSecret } from '@countermark/wire/operator/d1-issuer';
import type {
  DeliveryDetails,
  DeliveryFilter,
  DeliveryList,
  ReplayDeliveries,
  ReplayReport,
} from '@countermark/wire/operator/delivery';
import type {
  DetokenizerList,
  DetokenizerView,
  PutDetokenizer,
} from '@countermark/wire/operator/detokenizer';
import { operatorBasePath } from '@countermark/wire/operator/elements';
import type { OperatorError } from '@countermark/wire/operator/error';
import type {
  IssuerKeyView,
  IssuerList,
  IssuerView,
  PutIssuer,
  PutIssuerKey,
  PutSigningKey,
  SigningKeyView,
} from '@countermark/wire/operator/issuer';
import type { ProductList, ProductView, PutProduct } from '@countermark/wire/operator/product';
import type { Reconcile } from '@countermark/wire/operator/reconciliation';
import type { PutRequestor, RequestorList, RequestorView } from '@countermark/wire/operator/requestor';
import type { SessionDetails, SessionFilter, SessionList } from '@countermark/wire/operator/session';
import type { TokenDetails, TokenList, TokenSearch, TokenView } from '@countermark/wire/operator/token';
import type { PutTsp, RepersonalisationBegun, TspDetails, TspList } from '@countermark/wire/operator/tsp';
import { CommandFailed, exitCodes } from './command-failed.ts';

/** The operator API of a hub as functions. All throw {@link CommandFailed} when it refuses or does not answer. */
/** Public keys of an issuer, by what they are for: the same calls under two paths. */
export type PublicKeys = 'signing-keys' | 'encryption-keys';

export type OperatorClient = ReturnType<typeof operatorClient>;

/** @param access where the operator API is, with its base path or without, and its bearer token */
export function operatorClient(access: { url: string; token: string }) {
  const url = access.url.replace(/\/+$/, '').replace(new RegExp(`${operatorBasePath}$`), '');
  const client = bearerClient({ url: url + operatorBasePath, token: access.token });
  const failed = (error: unknown) => {
    throw failureOf(error, url);
  };
  const get = <Answer>(path: string) => client.get(path).catch(failed) as Promise<Answer>;
  const stream = (method: 'GET' | 'POST', path: string, body?: object) =>
    client.stream(method, path, body).catch(failed) as Promise<Readable>;
  const send = <Answer>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object) =>
    client.send(method, path, body).catch(failed) as Promise<Answer>;
  return {
    issuers: {
      list: () => get<IssuerList>('/issuers'),
      get: (issuerId: string) => get<IssuerView>(`/issuers/${issuerId}`),
      put: (issuerId: string, issuer: PutIssuer) => send<IssuerView>('PUT', `/issuers/${issuerId}`, issuer),
      putKey: (issuerId: string, keyIdentifier: string, key: PutIssuerKey) =>
        send<IssuerKeyView>('PUT', `/issuers/${issuerId}/keys/${keyIdentifier}`, key),
      removeKey: (issuerId: string, keyIdentifier: string) =>
        send<null>('DELETE', `/issuers/${issuerId}/keys/${keyIdentifier}`),
      putPublicKey: (issuerId: string, kind: PublicKeys, keyIdentifier: string, key: PutSigningKey) =>
        send<SigningKeyView>('PUT', `/issuers/${issuerId}/${kind}/${keyIdentifier}`, key),
      removePublicKey: (issuerId: string, kind: PublicKeys, keyIdentifier: string) =>
        send<null>('DELETE', `/issuers/${issuerId}/${kind}/${keyIdentifier}`),
      putClientSecret: (issuerId: string, secret: PutClientSecret) =>
        send<null>('PUT', `/issuers/${issuerId}/client-secret`, secret),
      removeClientSecret: (issuerId: string) => send<null>('DELETE', `/issuers/${issuerId}/client-secret`),
      pinCertificate: (issuerId: string, certificate: PinCertificate) =>
        send<PinnedCertificateView>('POST', `/issuers/${issuerId}/certificates`, certificate),
    },
    aggregators: {
      list: () => get<AggregatorList>('/aggregators'),
      get: (aggregatorId: string) => get<AggregatorView>(`/aggregators/${aggregatorId}`),
      put: (aggregatorId: string, aggregator: PutAggregator) =>
        send<AggregatorView>('PUT', `/aggregators/${aggregatorId}`, aggregator),
      putKey: (aggregatorId: string, keyIdentifier: string, key: PutAggregatorKey) =>
        send<SigningKeyView>('PUT', `/aggregators/${aggregatorId}/keys/${keyIdentifier}`, key),
      removeKey: (aggregatorId: string, keyIdentifier: string) =>
        send<null>('DELETE', `/aggregators/${aggregatorId}/keys/${keyIdentifier}`),
    },
    products: {
      list: () => get<ProductList>('/products'),
      get: (productId: string) => get<ProductView>(`/products/${productId}`),
      put: (productId: string, product: PutProduct) =>
        send<ProductView>('PUT', `/products/${productId}`, product),
      repersonalise: (productId: string) =>
        send<RepersonalisationBegun>('POST', `/products/${productId}/repersonalisation`, {}),
    },
    tsps: {
      list: () => get<TspList>('/tsps'),
      get: (tsp: string) => get<TspDetails>(`/tsps/${tsp}`),
      put: (tsp: string, connection: PutTsp) => send<TspDetails>('PUT', `/tsps/${tsp}`, connection),
      pinCertificate: (tsp: string, certificate: PinCertificate) =>
        send<PinnedCertificateView>('POST', `/tsps/${tsp}/certificates`, certificate),
    },
    requestors: {
      list: () => get<RequestorList>('/requestors'),
      get: (requestorId: string) => get<RequestorView>(`/requestors/${requestorId}`),
      put: (requestorId: string, requestor: PutRequestor) =>
        send<RequestorView>('PUT', `/requestors/${requestorId}`, requestor),
      pinCertificate: (requestorId: string, certificate: PinCertificate) =>
        send<PinnedCertificateView>('POST', `/requestors/${requestorId}/certificates`, certificate),
    },
    detokenizers: {
      list: () => get<DetokenizerList>('/detokenizers'),
      get: (detokenizerId: string) => get<DetokenizerView>(`/detokenizers/${detokenizerId}`),
      put: (detokenizerId: string, detokenizer: PutDetokenizer) =>
        send<DetokenizerView>('PUT', `/detokenizers/${detokenizerId}`, detokenizer),
      pinCertificate: (detokenizerId: string, certificate: PinCertificate) =>
        send<PinnedCertificateView>('POST', `/detokenizers/${detokenizerId}/certificates`, certificate),
    },
    tokens: {
      search: (filter: TokenSearch) => get<TokenList>(`/tokens${queryOf(filter)}`),
      get: (virtualCardId: string) => get<TokenDetails>(`/tokens/${encodeURIComponent(virtualCardId)}`),
      erase: (virtualCardId: string) =>
        send<TokenView>('POST', `/tokens/${encodeURIComponent(virtualCardId)}/erasure`, {}),
    },
    sessions: {
      list: (filter: SessionFilter) => get<SessionList>(`/sessions${queryOf(filter)}`),
      get: (enrolmentId: string) => get<SessionDetails>(`/sessions/${encodeURIComponent(enrolmentId)}`),
    },
    deliveries: {
      list: (filter: DeliveryFilter) => get<DeliveryList>(`/deliveries${queryOf(filter)}`),
      get: (deliveryId: string) => get<DeliveryDetails>(`/deliveries/${encodeURIComponent(deliveryId)}`),
      replay: (replay: ReplayDeliveries) => send<ReplayReport>('POST', '/deliveries/replay', replay),
    },
    batches: {
      list: (filter: BatchFilter) => get<BatchList>(`/batches${queryOf(filter)}`),
      get: (fileId: string) => get<BatchDetails>(`/batches/${fileId}`),
      /** Sends a batch file while it is read. */
      send: (content: Readable, sent: SentBatch) =>
        client
          .upload(`/batches${queryOf(sent)}`, { content, media: batchFileMediaType })
          .catch(failed) as Promise<BatchDetails>,
      /** The file that answers, while it comes. */
      output: (fileId: string) => stream('GET', `/batches/${fileId}/output`),
    },
    /** A line of JSON for each step, as it happens. */
    reconcile: (reconciliation: Reconcile) => stream('POST', '/reconciliations', reconciliation),
    clock: {
      get: () => get<ClockView>('/clock'),
      advance: (step: AdvanceClock) => send<ClockView>('POST', '/clock/advance', step),
    },
  };
}

function queryOf(filter: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(filter).toString();
  return query === '' ? '' : `?${query}`;
}

function failureOf(error: unknown, url: string): CommandFailed {
  if (!(error instanceof ApiRefusal)) {
    return new CommandFailed(`What answers at ${url} is no Countermark hub`, exitCodes.unreachable);
  }
  if (error.status === null) {
    return new CommandFailed(`No hub answers: ${error.message}. Is it running?`, exitCodes.unreachable);
  }
  const { message } = (error.body ?? {}) as Partial<OperatorError>;
  return new CommandFailed(message ?? `The hub answered with HTTP ${error.status}`);
}
