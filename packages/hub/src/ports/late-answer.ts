/** An answer; `late`: after a time-out, what the peer says all the same; null when it stays silent. */
export type Listened<Answer> = Answer & { late?: Promise<LateAnswer<Answer> | null> };

/** An answer that came when nobody waited for it any more. */
export interface LateAnswer<Answer> {
  answer: Answer;
  status: number;
  /** Milliseconds from the beginning of the attempt. */
  after: number;
}
