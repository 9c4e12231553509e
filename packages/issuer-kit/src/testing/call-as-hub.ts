import { randomUUID } from 'node:crypto';
import { importSealingKey, sealEnvelope } from '@countermark/wire/envelope/cms';
import { writeHeaders } from '@countermark/wire/issuer-gateway/headers';
import {
  type IssuerGatewayOperation,
  qualifiedName,
  type RequestOf,
  type ResponseOf,
  readResponse,
} from '@countermark/wire/issuer-gateway/operation';
import { outboundBasePath, outboundOperations } from '@countermark/wire/issuer-gateway/operations';
import {
  type AuthenticationValue,
  writeAuthenticationValue,
} from '@countermark/wire/issuer-gateway/plaintext/authentication-value';
import { type CardInfo, writeCardInfo } from '@countermark/wire/issuer-gateway/plaintext/card-info';
import { type TokenInfo, writeTokenInfo } from '@countermark/wire/issuer-gateway/plaintext/token-info';
import {
  outboundBasePath as auxiliaryBasePath,
  outboundOperations as auxiliaryOperations,
} from '@countermark/wire/issuer-gateway-auxiliary/operations';
import type { AnswerToHub, StandInHub } from './stand-in-hub.ts';

type SingleBadge = (typeof outboundOperations)[number];
type Auxiliary = (typeof auxiliaryOperations)[number];

/** `checkCardEligibility`, …; of the auxiliary API `auxiliary/notifyVirtualCardChange`, …. */
export type HubOperationName = SingleBadge['name'] | `auxiliary/${Auxiliary['name']}`;

type OperationNamed<Name extends HubOperationName> = Name extends `auxiliary/${infer Bare}`
  ? Extract<Auxiliary, { name: Bare }>
  : Extract<SingleBadge, { name: Name }>;

type Enveloped = 'cipheredCardInfo' | 'publicKeyIdentifier' | 'authenticationValue' | 'tokenInfo';

/** One call: what is sealed is given in the clear. */
export interface CallAsHub<Name extends HubOperationName> {
  request: Omit<RequestOf<OperationNamed<Name>>, Enveloped>;
  /** A fresh one unless given. */
  correlationId?: string;
  /** Becomes `cipheredCardInfo`. */
  card?: CardInfo;
  authenticationValue?: AuthenticationValue;
  /** Becomes `tokenInfo`. */
  token?: TokenInfo;
}

/**
 * Calls an issuer's backend as the hub does by the Issuer Gateway APIs.
 *
 * @example
 * const hub = { issuerId, envelope: { keyIdentifier, certificatePem }, transport: inProcess(backend) };
 * const { status, message } = await callAsHub(hub, 'checkCardEligibility', {
 *   card: { fpan: '9990100000000004', exp: '1230' },
 *   request: { walletProviderId: 'APPLE_PAY' },
 * });
 */
export async function callAsHub<Name extends HubOperationName>(
  hub: StandInHub,
  name: Name,
  call: CallAsHub<Name>,
): Promise<AnswerToHub<ResponseOf<OperationNamed<Name>>>> {
  const operation = operationNamed(name);
  const { correlationId = randomUUID(), request } = call;
  const base = operation.api === 'auxiliary' ? auxiliaryBasePath : outboundBasePath;
  const { status, body } = await hub.transport.send({
    method: 'POST',
    url: `${base}/${operation.name}`,
    headers: {
      'content-type': 'application/json',
      ...writeHeaders({ correlationId, issuerId: hub.issuerId }),
    },
    body: JSON.stringify({ ...request, ...(await sealedMembers(hub, call)) }),
  });
  const reading = readResponse(operation, body);
  const message = status === 200 && reading.ok ? reading.message : undefined;
  return { status, body, message: message as ResponseOf<OperationNamed<Name>> | undefined };
}

function operationNamed(name: string): IssuerGatewayOperation {
  const operations: readonly IssuerGatewayOperation[] = [...outboundOperations, ...auxiliaryOperations];
  const operation = operations.find(candidate => qualifiedName(candidate) === name);
  if (operation === undefined) throw new RangeError(`The hub calls no operation ${name}.`);
  return operation;
}

async function sealedMembers(
  hub: StandInHub,
  { card, authenticationValue, token }: Omit<CallAsHub<HubOperationName>, 'request'>,
): Promise<Record<string, string>> {
  const sealed: Record<string, string> = {};
  if (card) {
    sealed['cipheredCardInfo'] = await sealForIssuer(hub, writeCardInfo(card));
    sealed['publicKeyIdentifier'] = hub.envelope?.keyIdentifier ?? '';
  }
  if (authenticationValue)
    sealed['authenticationValue'] = await sealForIssuer(hub, writeAuthenticationValue(authenticationValue));
  if (token) sealed['tokenInfo'] = await sealForIssuer(hub, writeTokenInfo(token));
  return sealed;
}

/** A PKCS#7 envelope as the hub makes it for this issuer. */
async function sealForIssuer({ envelope }: StandInHub, plaintext: Uint8Array): Promise<string> {
  if (envelope === undefined)
    throw new TypeError(
      'Card data are sealed: give the stand-in hub the certificate of the issuer (envelope).',
    );
  const { keyIdentifier, certificatePem, ...settings } = envelope;
  return sealEnvelope(plaintext, {
    padding: 'RSAES-OAEP-SHA-256',
    encoding: 'base64',
    recipient: 'subjectKeyIdentifier',
    ...settings,
    key: importSealingKey({ keyIdentifier, certificatePem }),
  });
}
