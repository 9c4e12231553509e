/** What every handler gets beside its message. */
export interface HubCall {
  issuerId: string;
  /** Aborted when the hub waits no longer. */
  signal: AbortSignal;
}

/** Answers a call, or refuses it: a refusal may be returned or thrown. Whatever else is thrown is a fault. */
export type Handler<Call, Answer, Refusal> = (call: Call) => Answer | Refusal | Promise<Answer | Refusal>;

/** What a handler returns where the wire has this body: where it has none, nothing. */
// biome-ignore lint/suspicious/noConfusingVoidType: it is what functions return.
export type AnswerWith<Body> = [Body] extends [undefined] ? void : Body;

/** What a handler came to: a thrown refusal is as good as a returned one. */
export async function outcomeOf<Answer, Refusal>(
  kind: abstract new (...values: never[]) => Refusal,
  handle: () => Promise<Answer | Refusal>,
): Promise<Answer | Refusal> {
  try {
    return await handle();
  } catch (error) {
    if (error instanceof kind) return error;
    throw error;
  }
}
