import type { TokenInfo } from '@countermark/wire/issuer-gateway/plaintext/token-info';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { TspTokenState } from '../../core/tsp-token-state.ts';
import {
  type VaultedToken,
  type VaultedTokens,
  vaultedField,
} from '../../ports/aggregates/vaulted-tokens.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import { violates } from '../../ports/store.ts';
import type {
  CreatedToken,
  CreateToken,
  DeviceBindingReference,
  TspAnswer,
  TspEligibility,
  TspToken,
  TspTokenFilter,
} from '../../ports/tsp.ts';
import type { Vault } from '../../ports/vault.ts';
import { type CodeHashes, oneTimeCodes } from './one-time-codes.ts';
import { drawPar, drawToken, nextTokenExpiry, tokenExpiry } from './token-numbers.ts';

export interface TokenVaultParts {
  tokens: VaultedTokens;
  vault: Vault;
  clock: Clock;
  ids: Ids;
}

/** How a TSP names what it makes. */
export interface TokenNaming {
  /** Its reference of a new token, 1..48. */
  drawReference(ids: Ids): string;
  /** BIN controller of payment account references, 4 characters. */
  binController: string;
}

/** What all TSPs within the hub have in common: they make tokens, keep the PAN behind each, and make one-time passwords. */
export type TokenVault = ReturnType<typeof tokenVault>;

/** Of the key of cryptograms, AES-128, in bytes. */
const keyLength = 16;

/** How often a token number is drawn again when the one drawn is taken. */
const draws = 20;

/** How long before its expiry date a token is renewed, in milliseconds. */
const renewalAhead = 90 * 24 * 60 * 60 * 1000;

/** The PAN-token vault of one TSP within the hub. */
export function tokenVault(parts: TokenVaultParts, naming: TokenNaming) {
  const { tokens, vault, clock } = parts;
  return {
    eligibility: (request: TspEligibility) => eligibility(tokens, request),
    createToken: (request: CreateToken) => createToken(parts, naming, request),
    find: (tspTokenId: string) => tokens.find(tspTokenId),
    async discardToken(correlationId: string) {
      const made = await tokens.findByCorrelation(correlationId);
      return made ? setState(parts, made, 'DELETED') : done;
    },
    setState: (token: VaultedToken, state: TspTokenState) => setState(parts, token, state),
    updateCard: (tspTokenId: string, card: FundingCard) => updateCard(parts, tspTokenId, card),
    listTokens: (filter: TspTokenFilter) => listTokens(parts, filter),
    tokenInfo: (tspTokenId: string) => tokenInfo(parts, tspTokenId),
    ...oneTimeCodes({ hashes: codeHashes(tokens), vault, ids: parts.ids }),
    proposeBinding: (tspTokenId: string) => proposeBinding(parts, tspTokenId),
    bindDevice: (tspTokenId: string, proposed: DeviceBindingReference) =>
      bindDevice(parts, tspTokenId, proposed),
    unbindDevice: async () => done,
    /** Token value of a record. */
    open: (token: VaultedToken) => openToken(parts, token),
    forget: (tspTokenId: string) => tokens.forget(tspTokenId, clock.now()),
    renewal: {
      ahead: renewalAhead,
      after: nextTokenExpiry,
      keep: (tspTokenId: string, tokenExpiryDate: string) =>
        tokens.setExpiry(tspTokenId, tokenExpiryDate, clock.now()),
    },
  };
}

const done: TspAnswer<null> = { ok: true, value: null };

interface FundingCard {
  pan: string;
  expiry: string | null;
}

async function eligibility(tokens: VaultedTokens, request: TspEligibility): Promise<TspAnswer<null>> {
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
async function createToken(
  parts: TokenVaultParts,
  naming: TokenNaming,
  request: CreateToken,
): Promise<TspAnswer<CreatedToken>> {
  const made = await parts.tokens.findByCorrelation(request.correlationId);
  if (made) return { ok: true, value: await created(parts, made) };
  const eligible = await eligibility(parts.tokens, request);
  if (!eligible.ok) return eligible;
  for (let draw = 0; draw < draws; draw++) {
    try {
      return { ok: true, value: await drawAndStore(parts, naming, request) };
    } catch (error) {
      if (violates(error, 'vaulted_token_live_unique'))
        return { ok: false, code: ResponseCode.cardAlreadyProvisioned };
      if (!violates(error, 'vaulted_token_fingerprint_unique')) throw error;
    }
  }
  return { ok: false, code: ResponseCode.serverError };
}

async function drawAndStore(
  parts: TokenVaultParts,
  naming: TokenNaming,
  request: CreateToken,
): Promise<CreatedToken> {
  const { vault, ids, clock, tokens } = parts;
  const now = clock.now();
  const tspTokenId = naming.drawReference(ids);
  const value = drawToken(request.product.tokenRanges, ids);
  const record: VaultedToken = {
    tspTokenId,
    issuerId: request.issuerId,
    correlationId: request.correlationId,
    walletCardRefId: request.walletCardRefId,
    tokenStorageId: request.tokenStorageId,
    tokenRequestorId: request.tokenRequestorId,
    panFingerprint: request.panFingerprint,
    tokenFingerprint: vault.fingerprint('token', value),
    tokenProductId: request.product.tokenProductId,
    sealedToken: vault.seal(vaultedField(tspTokenId, 'token'), value),
    sealedPan: vault.seal(vaultedField(tspTokenId, 'pan'), request.pan),
    sealedExpiry:
      request.expiry === null ? null : vault.seal(vaultedField(tspTokenId, 'expiry'), request.expiry),
    tokenExpiryDate: tokenExpiry(now),
    par: await tokens.parOf(request.panFingerprint, drawPar(ids, naming.binController)),
    state: 'INACTIVE',
    stateBefore: null,
    activatedAt: null,
    decidedBy: request.decidedBy,
    otpHash: null,
    tokenType: request.tokenType,
    merchantId: request.merchantId,
    sealedKey: vault.seal(vaultedField(tspTokenId, 'key'), Buffer.from(ids.bytes(keyLength)).toString('hex')),
    lastAtc: 0,
    createdAt: now,
    updatedAt: now,
  };
  await tokens.insert(record);
  return created(parts, record);
}

async function created(parts: TokenVaultParts, record: VaultedToken): Promise<CreatedToken> {
  const { token } = openToken(parts, record);
  return {
    tspTokenId: record.tspTokenId,
    tokenLastDigits: token.slice(-4),
    tokenExpiryDate: record.tokenExpiryDate,
    par: record.par,
  };
}

/** A token that was removed from its device cannot come back to a place where there is another now. */
async function setState(
  { tokens, clock }: TokenVaultParts,
  token: VaultedToken,
  state: TspTokenState,
): Promise<TspAnswer<null>> {
  try {
    await tokens.setState(token.tspTokenId, state, clock.now());
    return done;
  } catch (error) {
    if (!violates(error, 'vaulted_token_live_unique')) throw error;
    return { ok: false, code: ResponseCode.operationNotAllowed };
  }
}

/** A new PAN reported as an update keeps the account's PAR. */
async function updateCard(
  { tokens, vault, clock }: TokenVaultParts,
  tspTokenId: string,
  card: FundingCard,
): Promise<TspAnswer<null>> {
  const token = await tokens.find(tspTokenId);
  if (!token) return { ok: false, code: ResponseCode.unknownVirtualCard };
  await tokens.relink(tspTokenId, {
    panFingerprint: vault.fingerprint('pan', card.pan),
    sealedPan: vault.seal(vaultedField(tspTokenId, 'pan'), card.pan),
    sealedExpiry: card.expiry === null ? null : vault.seal(vaultedField(tspTokenId, 'expiry'), card.expiry),
    par: token.par,
    now: clock.now(),
  });
  return { ok: true, value: null };
}

/** What is bound to what is in the hub's own records: a TSP within the hub keeps no second ones. */
async function proposeBinding(
  { tokens, ids }: TokenVaultParts,
  tspTokenId: string,
): Promise<TspAnswer<DeviceBindingReference>> {
  const token = await tokens.find(tspTokenId);
  if (!token) return { ok: false, code: ResponseCode.unknownVirtualCard };
  if (token.state !== 'ACTIVE') return { ok: false, code: ResponseCode.operationNotAllowed };
  return { ok: true, value: { deviceBindingReference: ids.uuid() } };
}

async function bindDevice(
  { tokens }: TokenVaultParts,
  tspTokenId: string,
  proposed: DeviceBindingReference,
): Promise<TspAnswer<DeviceBindingReference>> {
  const token = await tokens.find(tspTokenId);
  if (!token) return { ok: false, code: ResponseCode.unknownVirtualCard };
  if (token.state === 'DELETED') return { ok: false, code: ResponseCode.operationNotAllowed };
  return { ok: true, value: proposed };
}

async function listTokens(
  parts: TokenVaultParts,
  { pan, ...page }: TspTokenFilter,
): Promise<TspAnswer<TspToken[]>> {
  const panFingerprint = pan === undefined ? null : parts.vault.fingerprint('pan', pan);
  const records = await parts.tokens.list({ ...page, panFingerprint });
  return { ok: true, value: records.map(record => listed(parts, record)) };
}

function listed(parts: TokenVaultParts, record: VaultedToken): TspToken {
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

async function tokenInfo(parts: TokenVaultParts, tspTokenId: string): Promise<TokenInfo | null> {
  const record = await parts.tokens.find(tspTokenId);
  return record && record.state !== 'DELETED' ? openToken(parts, record) : null;
}

function openToken({ vault }: TokenVaultParts, record: VaultedToken): TokenInfo {
  const token = vault.open(vaultedField(record.tspTokenId, 'token'), record.sealedToken);
  return { token, tokenExpiryDate: record.tokenExpiryDate };
}

function codeHashes(tokens: VaultedTokens): CodeHashes {
  return {
    find: async tspTokenId => (await tokens.find(tspTokenId))?.otpHash ?? null,
    set: (tspTokenId, otpHash) => tokens.setOtp(tspTokenId, otpHash),
  };
}
