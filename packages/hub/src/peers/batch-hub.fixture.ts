import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { importSealingKey, sealEnvelope } from '@countermark/wire/envelope/cms';
import { generateKeyMaterial } from '@countermark/wire/envelope/self-signed.fixture';
import { writeRegisteredFpan } from '@countermark/wire/issuer-gateway/plaintext/registered-fpan';
import type { CardProduct } from '../core/card-product.ts';
import type { TspTokenState } from '../core/tsp-token-state.ts';
import type { Hub } from '../ports/hub.ts';
import type { Tsp } from '../ports/tsp.ts';
import { anIssuer, aProduct, aRequestor, at, id } from '../store/test-objects.ts';
import { openTestStore, type TestStore } from '../store/test-store.ts';
import { openTestVault } from '../vault/vault.fixture.ts';
import { type EnvelopeRefusal, hubEnvelopes } from './hub-envelopes.ts';
import { domesticTsp } from './tsp/domestic/domestic-tsp.ts';

/** A hub with a store, a vault, its envelope key and the built-in TSP, that batch files are sent to. */
export interface BatchHub {
  hub: Hub;
  store: TestStore;
  /** Where the hub's clock stands. */
  time: { now: Date };
  /** The TSP, to be put out of order: code of its refusal to list tokens. */
  tsp: { refusal: number | null };
  /** Why envelopes did not open. */
  refusals: EnvelopeRefusal[];
  /** Forgets everything and stores issuer, its signing key, product and requestor. */
  reset(): Promise<void>;
  /** A token of a card that the TSP made and the hub does not know of; its id at the TSP. */
  makeElsewhere(token: ElsewhereToken): Promise<string>;
  /** The text of a batch file, signed. */
  batchFile(parts: BatchFileParts): Promise<string>;
  /** One record of a batch file, its PAN sealed for the hub. */
  record(card: { rowId: number; id: string; pan: string }): Promise<object>;
}

export interface BatchFileParts {
  header?: object;
  records?: readonly object[];
  /** Instead of the right signature. */
  signature?: unknown;
}

export const header = {
  batchId: 'B1',
  seqNumber: '1',
  issuerId: 'BANKONE001',
  operation: 'VIRTUAL_CARD_REGISTRATION',
};

const hubKey = generateKeyMaterial('hub-1');
const sealingKey = importSealingKey(hubKey);
const signer = generateKeyPairSync('ec', { namedCurve: 'P-256' });

export async function openBatchHub(): Promise<BatchHub> {
  const store = await openTestStore();
  const time = { now: at(1000) };
  const clock = { now: () => time.now };
  let nextId = 9000;
  const ids = {
    uuid: () => id(nextId++),
    digits: (count: number) => String(nextId++).padStart(count, '0').slice(-count),
    bytes: (count: number) => new Uint8Array(count),
  };
  const vault = await openTestVault(store);
  const domestic = domesticTsp({ tokens: store.domesticTokens, vault, clock, ids });
  const faults = { refusal: null as number | null };
  const tsp: Tsp = {
    ...domestic,
    listTokens: async filter =>
      faults.refusal === null ? domestic.listTokens(filter) : { ok: false, code: faults.refusal },
  };
  const refusals: EnvelopeRefusal[] = [];
  const hub = {
    clock,
    ids,
    vault,
    store,
    tsps: new Map([[aProduct().tsp, tsp]]),
    envelopes: hubEnvelopes({ keys: [hubKey], trace: refusal => refusals.push(refusal) }),
    wake: {
      operations: () => undefined,
      clickToPay: () => undefined,
      deliveries: () => undefined,
      batchFiles: () => undefined,
    },
  } as unknown as Hub;
  return {
    hub,
    store,
    time,
    tsp: faults,
    refusals,
    reset: async () => {
      await store.empty();
      time.now = at(1000);
      faults.refusal = null;
      refusals.length = 0;
      await store.issuers.save(anIssuer());
      await store.issuers.savePublicKey({ ...signingKey, purpose: 'SIGNING', createdAt: time.now });
      await store.products.save(aProduct());
      await store.requestors.save(aRequestor());
    },
    makeElsewhere: token => makeElsewhere({ tsp: domestic, vault }, token),
    batchFile,
    async record({ rowId, id: cardId, pan }) {
      const encryptedData = await sealFpan(pan);
      return {
        rowId,
        virtualCardRegistrationRequest: { card: { id: cardId, encryptedData, scheme: 'DOMESTIC' } },
      };
    },
  };
}

export const signingKey = {
  issuerId: header.issuerId,
  keyIdentifier: 'sign-1',
  publicKeyPem: signer.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
};

/** A PAN as `encryptedData`. */
export function sealFpan(pan: string): Promise<string> {
  return sealEnvelope(writeRegisteredFpan({ fpan: pan }), {
    key: sealingKey,
    padding: 'RSAES-OAEP-SHA-256',
    recipient: 'subjectKeyIdentifier',
    encoding: 'base64',
  });
}

/** A token that somebody else asked the TSP for. */
export interface ElsewhereToken {
  pan: string;
  product?: CardProduct;
  state?: TspTokenState;
  trid?: string;
}

let made = 0;

/** Has the TSP make a token past the hub; gives its id there. */
export async function makeElsewhere(
  { tsp, vault }: { tsp: Tsp; vault: Hub['vault'] },
  { pan, product = aProduct(), state = 'ACTIVE', trid = '40010030273' }: ElsewhereToken,
): Promise<string> {
  const correlationId = `elsewhere-${++made}`;
  const answer = await tsp.createToken({
    decidedBy: 'ISSUER',
    correlationId,
    issuerId: product.issuerId,
    issuerCardRefId: null,
    walletCardRefId: 'wallet-card',
    tokenStorageId: correlationId,
    tokenRequestorId: trid,
    panFingerprint: vault.fingerprint('pan', pan),
    maxTokensPerCard: 1000,
    product,
    pan,
    expiry: null,
    tokenType: 'EMBEDDED_SE',
    merchantId: null,
    deviceInformation: null,
  });
  if (!answer.ok) throw new Error(`the TSP refused with ${answer.code}`);
  await tsp.setState(answer.value.tspTokenId, state, { correlationId, reason: null });
  return answer.value.tspTokenId;
}

async function batchFile({ header: changes, records = [], signature }: BatchFileParts): Promise<string> {
  const content = { header: { ...header, ...changes }, records };
  const made = signature === undefined ? detachedSignature(JSON.stringify(content)) : signature;
  return JSON.stringify({ ...content, signature: made });
}

/** As an issuer makes it: a JWS over the text, without the text. */
export function detachedSignature(text: string, key: KeyObject = createPrivateKey(signerPem)): string {
  const encoded = (value: string) => Buffer.from(value).toString('base64url');
  const protectedHeader = encoded(JSON.stringify({ alg: 'ES256', kid: 'sign-1' }));
  const input = Buffer.from(`${protectedHeader}.${encoded(text)}`);
  const signature = sign('sha256', input, { key, dsaEncoding: 'ieee-p1363' });
  return `${protectedHeader}..${signature.toString('base64url')}`;
}

const signerPem = signer.privateKey.export({ type: 'pkcs8', format: 'pem' });
