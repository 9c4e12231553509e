import { randomUUID } from 'node:crypto';
import { applyUnderClaim, type ChangeMarks, claimLifetime, markLifetime } from './apply-under-claim.ts';
import { refuseCardData } from './no-card-data.ts';
import type { EnrolmentSession, LearntToken, SessionKey, SessionStore, TokenKey } from './session-store.ts';

/** What a store is made with. */
export interface SessionStoreOptions {
  /** The time; the machine's unless given. */
  now?: () => Date;
}

/** A store of one process, which forgets all when the process ends: for tests, and for a first backend. */
export function inMemorySessions({ now = () => new Date() }: SessionStoreOptions = {}): SessionStore {
  const sessions = new Map<string, EnrolmentSession>();
  const tokens = new Map<string, LearntToken>();
  const marks = new MarksInMemory(now);
  return {
    async saveSession(session) {
      refuseCardData(session.data);
      sessions.set(sessionKey(session), structuredClone(session));
    },
    async session(key) {
      const session = sessions.get(sessionKey(key));
      return session && session.expires > now() ? structuredClone(session) : undefined;
    },
    async endSession(key) {
      sessions.delete(sessionKey(key));
    },
    async learnToken(token) {
      tokens.set(tokenKey(token), { ...token });
    },
    async token(key) {
      const token = tokens.get(tokenKey(key));
      return token && { ...token };
    },
    async tokensOf({ issuerId, issuerCardRefId }) {
      return [...tokens.values()]
        .filter(token => token.issuerId === issuerId && token.issuerCardRefId === issuerCardRefId)
        .sort((one, other) => (one.virtualCardId < other.virtualCardId ? -1 : 1))
        .map(token => ({ ...token }));
    },
    async forgetToken(key) {
      tokens.delete(tokenKey(key));
    },
    applyOnce: (change, apply) => applyUnderClaim(marks, change, apply),
    async sweep() {
      for (const [key, { expires }] of sessions) if (expires <= now()) sessions.delete(key);
      marks.sweep();
    },
  };
}

type Mark = { applied: false; claim: string; until: number } | { applied: true; until: number };

class MarksInMemory implements ChangeMarks {
  readonly #now: () => Date;
  readonly #marks = new Map<string, Mark>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  async claim(changeKey: string) {
    const now = this.#now().getTime();
    const mark = this.#marks.get(changeKey);
    if (mark?.applied) return 'repeat';
    if (mark && mark.until > now) return 'ongoing';
    const claim = randomUUID();
    this.#marks.set(changeKey, { applied: false, claim, until: now + claimLifetime });
    return { claim };
  }

  async settle(changeKey: string) {
    this.#marks.set(changeKey, { applied: true, until: this.#now().getTime() + markLifetime });
  }

  async release(changeKey: string, claim: string) {
    const mark = this.#marks.get(changeKey);
    if (mark?.applied === false && mark.claim === claim) this.#marks.delete(changeKey);
  }

  sweep() {
    const now = this.#now().getTime();
    for (const [changeKey, { until }] of this.#marks) if (until <= now) this.#marks.delete(changeKey);
  }
}

function sessionKey({ issuerId, correlationId }: SessionKey): string {
  return JSON.stringify([issuerId, correlationId]);
}

function tokenKey({ issuerId, virtualCardId }: TokenKey): string {
  return JSON.stringify([issuerId, virtualCardId]);
}
