/** What the hub answered, a refusal too. */
export interface HubAnswer {
  /** HTTP status. */
  status: number;
  /** Parsed JSON; null when there is no body, the text when it is no JSON. */
  body: unknown;
  /** Milliseconds the hub asks to wait before the next call; absent where it does not say. */
  retryAfter?: number;
}
