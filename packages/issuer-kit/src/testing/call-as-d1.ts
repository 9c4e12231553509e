import { randomUUID } from 'node:crypto';
import { correlationIdHeader } from '@countermark/wire/d1/headers';
import {
  type D1Operation,
  type ParametersOf,
  pathOf,
  type QueryOf,
  type RequestOf,
  type ResponseOf,
  readResponse,
} from '@countermark/wire/d1/operation';
import { activatePhysicalCard } from '@countermark/wire/d1/outbound/activate-physical-card';
import { deliverOtp } from '@countermark/wire/d1/outbound/deliver-otp';
import { getCardCredentials } from '@countermark/wire/d1/outbound/get-card-credentials';
import { getConsumerInformation } from '@countermark/wire/d1/outbound/get-consumer-information';
import { getToken } from '@countermark/wire/d1/outbound/get-token';
import { notifyCardOperationV1 } from '@countermark/wire/d1/outbound/notify-card-operation-v1';
import { notifyCardOperations } from '@countermark/wire/d1/outbound/notify-card-operations';
import { notifyConsumerOperations } from '@countermark/wire/d1/outbound/notify-consumer-operations';
import { notifyDigitalCardOperation } from '@countermark/wire/d1/outbound/notify-digital-card-operation';
import { verifyCard } from '@countermark/wire/d1/outbound/verify-card';
import type { VerifyCardCredentials } from '@countermark/wire/d1/plaintext/verify-card-credentials';
import { sealJwe } from '@countermark/wire/envelope/jwe';
import { readP256PublicKey } from '@countermark/wire/envelope/p256-keys';
import type { ClientCredentials } from '../backend/d1/access-tokens.ts';
import type { AnswerToHub, StandInHub } from './stand-in-hub.ts';
import type { Transport } from './transport.ts';

const operations = {
  getConsumerInformation,
  deliverOtp,
  notifyConsumerOperations,
  notifyCardOperations,
  notifyCardOperationV1,
  notifyDigitalCardOperation,
  verifyCard,
  getCardCredentials,
  activatePhysicalCard,
} as const;

export type D1OperationName = keyof typeof operations;
type Named<Name extends D1OperationName> = (typeof operations)[Name];

/** One call: card data are given in the clear, and the issuer's id and an access token come by themselves. */
export interface CallAsD1<Name extends D1OperationName> {
  parameters?: Omit<ParametersOf<Named<Name>>, 'issuerId'>;
  query?: QueryOf<Named<Name>>;
  /** A list as it is; of `verifyCard` without `encryptedData`. */
  request?: RequestOf<Named<Name>> extends readonly unknown[]
    ? RequestOf<Named<Name>>
    : Omit<RequestOf<Named<Name>>, 'encryptedData'>;
  /** A fresh one unless given. */
  correlationId?: string;
  /** Becomes `encryptedData`. */
  card?: VerifyCardCredentials;
}

/**
 * Calls an issuer's backend as D1 does.
 *
 * @example
 * await callAsD1(hub, 'notifyCardOperations', { request: [{ operationId: 'o-1', operation: 'CREATE', ... }] });
 */
export async function callAsD1<Name extends D1OperationName>(
  hub: StandInHub,
  name: Name,
  call: CallAsD1<Name>,
): Promise<AnswerToHub<ResponseOf<Named<Name>>>> {
  const operation: D1Operation = operations[name];
  const { parameters, query, correlationId = randomUUID() } = call;
  const request = await requestOf(hub, call);
  const { status, body } = await hub.transport.send({
    method: operation.method,
    url: pathOf(operation, { issuerId: hub.issuerId, ...parameters }, query),
    headers: {
      [correlationIdHeader]: correlationId,
      ...(request !== undefined && { 'content-type': 'application/json' }),
      ...(await authorizationOf(hub)),
    },
    body: request === undefined ? undefined : JSON.stringify(request),
  });
  const reading = readResponse(operation, body ?? undefined);
  const message = status === operation.response.status && reading.ok ? reading.message : undefined;
  return { status, body, message: message as ResponseOf<Named<Name>> | undefined };
}

/** Asks for an access token: JSON of the answer, or of the refusal. */
export async function askAccessToken(
  transport: Transport,
  { clientId, clientSecret }: ClientCredentials,
): Promise<AnswerToHub<ResponseOf<typeof getToken>>> {
  const { status, body } = await transport.send({
    method: getToken.method,
    url: getToken.path,
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64url')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  const reading = readResponse(getToken, body);
  return { status, body, message: status === 200 && reading.ok ? reading.message : undefined };
}

async function authorizationOf({ d1, transport }: StandInHub): Promise<Record<string, string>> {
  if (!d1?.credentials) return {};
  const { status, message } = await askAccessToken(transport, d1.credentials);
  if (message === undefined)
    throw new Error(
      `The issuer gave no access token but HTTP ${status}: are the credentials those of the issuer?`,
    );
  return { authorization: `Bearer ${message.access_token}` };
}

async function requestOf({ d1 }: StandInHub, { request, card }: CallAsD1<D1OperationName>): Promise<unknown> {
  if (card === undefined) return request;
  if (d1?.encryption === undefined)
    throw new TypeError(
      'Card data are sealed: give the stand-in hub the public key of the issuer (d1.encryption).',
    );
  const { keyIdentifier, publicKey } = d1.encryption;
  const encryptedData = await sealJwe(card, { keyIdentifier, publicKey: readP256PublicKey(publicKey) });
  return { ...request, encryptedData };
}
