/**
 * How long an acknowledgement is listened for after the time-out, in milliseconds: an issuer under load answers within a
 * minute or not at all, and of the repetitions only the first ones are due by then.
 */
export const lateAnswers = 30_000;
