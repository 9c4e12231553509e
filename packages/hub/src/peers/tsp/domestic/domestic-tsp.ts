import type { TokenInfo } from '@countermark/wire/issuer-gateway/plaintext/token-info';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { TokenPersonalisation } from '@countermark/wire/token-requestor/personalise-token';
import { cryptogramKeyIndex } from '../../../core/detokenization.ts';
import type { TspTokenState } from '../../../core/tsp-token-state.ts';
import { unlimitedTsp } from '../../../core/tsp-traits.ts';
import {
  type Clock,
  type CreatedToken,
  type CreateToken,
  type DeviceBindingReference,
  type DomesticTokenRecord,
  type DomesticTokens,
  type Ids,
  type Tsp,
  type TspAnswer,
  type TspEligibility,
  type TspToken,
  type TspTokenFilter,
  type Vault,
  violates,
} from '../../../ports.ts';
import { type CodeHashes, oneTimeCodes } from '../one-time-codes.ts';
import { drawPar, drawToken, nextTokenExpiry, tokenExpiry } from './domestic-token.ts';

export interface DomesticTspParts {
  tokens: DomesticTokens;
  vault: Vault;
  clock: Clock;
  ids: Ids;
}

/** Of the key of cryptograms, AES-128, in bytes. */
const keyLength = 16;

/** How often a token number is drawn again when the one drawn is taken. */
const draws = 20;

/** How long before its expiry date a token is renewed, in milliseconds. */
const renewalAhead = 90 * 24 * 60 * 60 * 1000;

/** The built-in token service provider: makes the tokens of domestic products and keeps their PAN-token vault. */
export function domesticTsp(parts: DomesticTspParts): Tsp {
  const { tokens, vault } = parts;
  return {
    personalisation: null,
    traits: unlimitedTsp,
    eligibility: request => eligibility(tokens, request),
    createToken: request => createToken(parts, request),
    async discardToken(correlationId) {
      const made = await tokens.findByCorrelation(correlationId);
      return made ? setState(parts, made.tspTokenId, 'DELETED') : { ok: true, value: null };
    },
    setState: (tspTokenId, state) => setState(parts, tspTokenId, state),
    updateCard: (tspTokenId, card) => updateCard(parts, tspTokenId, card),
    listTokens: filter => listTokens(parts, filter),
    tokenInfo: tspTokenId => tokenInfo(parts, tspTokenId),
    devicePersonalisation: tspTokenId => devicePersonalisation(parts, tspTokenId),
    ...oneTimeCodes({ hashes: codeHashes(tokens), vault, ids: parts.ids }),
    proposeBinding: tspTokenId => proposeBinding(parts, tspTokenId),
    bindDevice: (tspTokenId, proposed) => bindDevice(parts, tspTokenId, proposed),
    unbindDevice: async () => ({ ok: true, value: null }),
    forget: tspTokenId => tokens.forget(tspTokenId, parts.clock.now()),
    renewal: {
      ahead: renewalAhead,
      after: nextTokenExpiry,
      keep: (tspTokenId, tokenExpiryDate) => tokens.setExpiry(tspTokenId, tokenExpiryDate, parts.clock.now()),
    },
  };
}

async function eligibility(tokens: DomesticTokens, request: TspEligibility): Promise<TspAnswer<null>> {
  const live = await tokens.liveOfPan(request.issuerId, request.panFingerprint);
  const same = live.some(
    token =>
      token.walletCardRefId === request.walletCardRefId &&
      token.tokenStorageId === request.tokenStorageId &&
      token.tokenRequestorId === request.tokenRequestorId,
  );
  if (same) return { ok: false, code: ResponseCode.cardAlreadyProvisioned };
  // From a TSP 164 means that the card has all the tokens it may have.
  if (live.length >= request.maxTokensPerCard) return { ok: false, code: ResponseCode.fraudSuspected };
  return { ok: true, value: null };
}

/** The same correlation id gets the same token again: the hub may ask twice. */
async function createToken(parts: DomesticTspParts, request: CreateToken): Promise<TspAnswer<CreatedToken>> {
  const made = await parts.tokens.findByCorrelation(request.correlationId);
  if (made) return { ok: true, value: await created(parts, made) };
  const eligible = await eligibility(parts.tokens, request);
  if (!eligible.ok) return eligible;
  for (let draw = 0; draw < draws; draw++) {
    try {
      return { ok: true, value: await drawAndStore(parts, request) };
    } catch (error) {
      if (violates(error, 'domestic_token_live_unique'))
        return { ok: false, code: ResponseCode.cardAlreadyProvisioned };
      if (!violates(error, 'domestic_token_fingerprint_unique')) throw error;
    }
  }
  return { ok: false, code: ResponseCode.serverError };
}

async function drawAndStore(parts: DomesticTspParts, request: CreateToken): Promise<CreatedToken> {
  const { vault, ids, clock, tokens } = parts;
  const now = clock.now();
  const tspTokenId = ids.uuid();
  const value = drawToken(request.product.tokenRanges, ids);
  const address = { table: 'domestic_token', rowId: tspTokenId };
  const record: DomesticTokenRecord = {
    tspTokenId,
    issuerId: request.issuerId,
    correlationId: request.correlationId,
    walletCardRefId: request.walletCardRefId,
    tokenStorageId: request.tokenStorageId,
    tokenRequestorId: request.tokenRequestorId,
    panFingerprint: request.panFingerprint,
    tokenFingerprint: vault.fingerprint('token', value),
    tokenProductId: request.product.tokenProductId,
    sealedToken: vault.seal({ ...address, column: 'token' }, value),
    sealedPan: vault.seal({ ...address, column: 'pan' }, request.pan),
    sealedExpiry:
      request.expiry === null ? null : vault.seal({ ...address, column: 'expiry' }, request.expiry),
    tokenExpiryDate: tokenExpiry(now),
    par: await tokens.parOf(request.panFingerprint, drawPar(ids)),
    state: 'INACTIVE',
    otpHash: null,
    tokenType: request.tokenType,
    merchantId: request.merchantId,
    sealedKey: vault.seal({ ...address, column: 'key' }, Buffer.from(ids.bytes(keyLength)).toString('hex')),
    lastAtc: 0,
    createdAt: now,
    updatedAt: now,
  };
  await tokens.insert(record);
  return created(parts, record);
}

async function created(parts: DomesticTspParts, record: DomesticTokenRecord): Promise<CreatedToken> {
  const { token } = openToken(parts, record);
  return {
    tspTokenId: record.tspTokenId,
    tokenLastDigits: token.slice(-4),
    tokenExpiryDate: record.tokenExpiryDate,
    par: record.par,
  };
}

async function setState(
  { tokens, clock }: DomesticTspParts,
  tspTokenId: string,
  state: TspTokenState,
): Promise<TspAnswer<null>> {
  const token = await tokens.find(tspTokenId);
  if (!token) return { ok: false, code: ResponseCode.unknownVirtualCard };
  if (token.state === 'DELETED' && state !== 'DELETED')
    return { ok: false, code: ResponseCode.operationNotAllowed };
  await tokens.setState(tspTokenId, state, clock.now());
  return { ok: true, value: null };
}

/** A new PAN reported as an update keeps the account's PAR. */
async function updateCard(
  { tokens, vault, clock }: DomesticTspParts,
  tspTokenId: string,
  card: { pan: string; expiry: string | null },
): Promise<TspAnswer<null>> {
  const token = await tokens.find(tspTokenId);
  if (!token) return { ok: false, code: ResponseCode.unknownVirtualCard };
  const address = { table: 'domestic_token', rowId: tspTokenId };
  await tokens.relink(tspTokenId, {
    panFingerprint: vault.fingerprint('pan', card.pan),
    sealedPan: vault.seal({ ...address, column: 'pan' }, card.pan),
    sealedExpiry: card.expiry === null ? null : vault.seal({ ...address, column: 'expiry' }, card.expiry),
    par: token.par,
    now: clock.now(),
  });
  return { ok: true, value: null };
}

/** What is bound to what is in the hub's own records: this TSP keeps no second ones. Its first reference is final. */
async function proposeBinding(
  { tokens, ids }: DomesticTspParts,
  tspTokenId: string,
): Promise<TspAnswer<DeviceBindingReference>> {
  const token = await tokens.find(tspTokenId);
  if (!token) return { ok: false, code: ResponseCode.unknownVirtualCard };
  if (token.state !== 'ACTIVE') return { ok: false, code: ResponseCode.operationNotAllowed };
  return { ok: true, value: { deviceBindingReference: ids.uuid() } };
}

async function bindDevice(
  { tokens }: DomesticTspParts,
  tspTokenId: string,
  proposed: DeviceBindingReference,
): Promise<TspAnswer<DeviceBindingReference>> {
  const token = await tokens.find(tspTokenId);
  if (!token) return { ok: false, code: ResponseCode.unknownVirtualCard };
  if (token.state === 'DELETED') return { ok: false, code: ResponseCode.operationNotAllowed };
  return { ok: true, value: proposed };
}

async function listTokens(
  parts: DomesticTspParts,
  { pan, ...page }: TspTokenFilter,
): Promise<TspAnswer<TspToken[]>> {
  const panFingerprint = pan === undefined ? null : parts.vault.fingerprint('pan', pan);
  const records = await parts.tokens.list({ ...page, panFingerprint });
  return { ok: true, value: records.map(record => listed(parts, record)) };
}

function listed(parts: DomesticTspParts, record: DomesticTokenRecord): TspToken {
  return {
    tspTokenId: record.tspTokenId,
    tokenRequestorId: record.tokenRequestorId,
    walletCardRefId: record.walletCardRefId,
    tokenStorageId: record.tokenStorageId,
    tokenType: record.tokenType,
    tokenProductId: record.tokenProductId,
    state: record.state,
    suspendedBy: null,
    tokenLastDigits: openToken(parts, record).token.slice(-4),
    tokenExpiryDate: record.tokenExpiryDate,
    par: record.par,
    panFingerprint: record.panFingerprint,
    correlationId: record.correlationId,
  };
}

async function tokenInfo(parts: DomesticTspParts, tspTokenId: string): Promise<TokenInfo | null> {
  const record = await parts.tokens.find(tspTokenId);
  return record && record.state !== 'DELETED' ? openToken(parts, record) : null;
}

async function devicePersonalisation(
  parts: DomesticTspParts,
  tspTokenId: string,
): Promise<TokenPersonalisation | null> {
  const record = await parts.tokens.find(tspTokenId);
  if (!record?.sealedKey || record.state === 'DELETED') return null;
  const { token, tokenExpiryDate } = openToken(parts, record);
  return {
    token,
    tokenExpiryDate,
    tokenRequestorId: record.tokenRequestorId,
    keyIndex: cryptogramKeyIndex,
    key: parts.vault.open({ table: 'domestic_token', column: 'key', rowId: tspTokenId }, record.sealedKey),
  };
}

function openToken({ vault }: DomesticTspParts, record: DomesticTokenRecord): TokenInfo {
  const address = { table: 'domestic_token', rowId: record.tspTokenId, column: 'token' };
  return { token: vault.open(address, record.sealedToken), tokenExpiryDate: record.tokenExpiryDate };
}

function codeHashes(tokens: DomesticTokens): CodeHashes {
  return {
    find: async tspTokenId => (await tokens.find(tspTokenId))?.otpHash ?? null,
    set: (tspTokenId, otpHash) => tokens.setOtp(tspTokenId, otpHash),
  };
}
