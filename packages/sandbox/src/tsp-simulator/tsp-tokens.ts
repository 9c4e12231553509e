import { createHash, randomBytes, randomInt } from 'node:crypto';
import { luhnCheckDigit } from '@countermark/wire/card/pan';
import type { createToken } from '@countermark/wire/tsp/create-token';
import type { TokenPersoInfo } from '@countermark/wire/tsp/data/token-perso-info';
import type { RequestOf } from '@countermark/wire/tsp/operation';
import { openStateFile, type StateFile } from '../reference-issuer/state-file.ts';

export type TspState = 'ACTIVE' | 'INACTIVE' | 'SUSPENDED' | 'DELETED';

/** A token as the simulated TSP knows it. Of the card it keeps what tells it from another. */
export interface TspTokenRecord {
  tokenId: string;
  issuerId: string;
  correlationId: string;
  walletCardRefId: string;
  tokenRequestorId: string;
  tokenProductId: string;
  tokenStorageId: string | null;
  cardHash: string;
  token: string;
  /** `MMYY`. */
  tokenExp: string;
  state: TspState;
  /** Transactions since the token was personalised. */
  atc: number;
  /** Sets of payment keys made for the device, and those it is known to have. */
  keySets: { made: number; confirmed: number };
  /** What the token's device is personalised with: always the same for one token. */
  elements: TokenPersoInfo;
}

/** The BIN of the simulator's tokens: its product names it at the hub. */
export const remoteTokenBin = '99909009';

const tokenYears = 5;

/** The simulator's vault, kept in a file over a restart. */
export async function openTspTokens(stateFile: string, now: () => Date): Promise<TspTokens> {
  return new TspTokens(await openStateFile<TspVault>(stateFile, () => ({ tokens: {} })), now);
}

interface TspVault {
  tokens: Record<string, TspTokenRecord>;
}

export class TspTokens {
  readonly #file: StateFile<TspVault>;
  readonly #now: () => Date;

  constructor(file: StateFile<TspVault>, now: () => Date) {
    this.#file = file;
    this.#now = now;
  }

  find(tokenId: string): TspTokenRecord | undefined {
    return this.#file.state.tokens[tokenId];
  }

  /** All, in the order of their ids. */
  all(): TspTokenRecord[] {
    return Object.values(this.#file.state.tokens).toSorted((a, b) => (a.tokenId < b.tokenId ? -1 : 1));
  }

  async make(
    request: RequestOf<typeof createToken>,
    { correlationId, fpan }: { correlationId: string; fpan: string },
  ): Promise<TspTokenRecord> {
    const body = remoteTokenBin + String(randomInt(10_000_000)).padStart(7, '0');
    const made: TspTokenRecord = {
      tokenId: `R${randomBytes(15).toString('hex').toUpperCase()}`,
      issuerId: request.issuerId,
      correlationId,
      walletCardRefId: request.walletCardRefId,
      tokenRequestorId: request.tokenRequestorId,
      tokenProductId: request.tokenProductId,
      tokenStorageId: request.tokenStorageId ?? null,
      cardHash: hashOf(fpan),
      token: body + luhnCheckDigit(body),
      tokenExp: this.#expiry(),
      state: request.initialState ?? 'INACTIVE',
      atc: 0,
      keySets: { made: 0, confirmed: 0 },
      elements: [
        { name: 'DGI-0101', value: randomBytes(48).toString('hex') },
        { name: 'DGI-8201', value: randomBytes(64).toString('hex') },
        { name: 'DGI-A006', value: randomBytes(32).toString('hex') },
      ],
    };
    this.#file.state.tokens[made.tokenId] = made;
    await this.#file.save();
    return made;
  }

  async change(token: TspTokenRecord, changes: Partial<TspTokenRecord>): Promise<void> {
    Object.assign(token, changes);
    await this.#file.save();
  }

  /** New payment keys: other ones each time. */
  async makeKeys(token: TspTokenRecord): Promise<TokenPersoInfo> {
    const made = token.keySets.made + 1;
    await this.change(token, { keySets: { ...token.keySets, made } });
    return [{ name: `LUK-${made}`, value: randomBytes(16).toString('hex') }];
  }

  #expiry(): string {
    const now = this.#now();
    const year = String((now.getUTCFullYear() + tokenYears) % 100).padStart(2, '0');
    return String(now.getUTCMonth() + 1).padStart(2, '0') + year;
  }
}

export function hashOf(fpan: string): string {
  return createHash('sha256').update(`card of the simulated TSP ${fpan}`).digest('hex');
}
