import type { Resending } from './resending.ts';

/** What one call may say beside its message. */
export interface CallOptions {
  /** Names the session the call belongs to; a new one unless given. Give it again to send the same call again. */
  correlationId?: string;
  /** Ends the call, also while it waits to be sent again; its reason is thrown. */
  signal?: AbortSignal;
  /** Milliseconds until an answer is there, each time the call is sent; the client's unless given. */
  timeLimit?: number;
}

/** What one D1 call may say beside its message. */
export interface D1CallOptions extends CallOptions {
  /** Who asked for it, kept for tracing: 1 to 15 letters, digits, `_` or `-`. Of the v2 APIs only. */
  userId?: string;
}

/** Every answer says under which correlation id the call went: what the hub tells later carries it. */
export interface Called {
  readonly correlationId: string;
}

/** How a client sends a call again; what is left out is as usual. */
export interface ResendingOptions {
  resending?: Partial<Resending>;
}
