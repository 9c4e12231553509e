import Type from 'typebox';

/** Longest list that one call returns, and how long it is unless told otherwise. */
export const longestPage = 100;

/** Which part of a list is wanted. Neither is needed: without them a list is returned from its beginning. */
export const Page = Type.Object({
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: longestPage,
      description: `How many at most; ${longestPage} if absent.`,
      log: 'plain',
    }),
  ),
  offset: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'How many to pass over first.',
      log: 'plain',
    }),
  ),
});

export type Page = Type.Static<typeof Page>;
