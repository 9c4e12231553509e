import Type from 'typebox';

/** The issuer's decision: `green` approve, `yellow` approve after step-up, `red` decline. */
export type LevelOfTrust = 'green' | 'yellow' | 'red';

/** As issuers send it: any text, read in lower case. {@link readLevelOfTrust} tells what it means. */
export const SentLevelOfTrust = Type.String({
  minLength: 1,
  maxLength: 32,
  examples: ['green', 'yellow', 'red'],
  description: 'The decision: green approves, yellow asks for step-up, red declines.',
  caseless: 'lower',
  log: 'plain',
});

/**
 * The decision behind the `levelOfTrust` of an answer, in any case. `orange`, a network's stronger yellow, is yellow.
 * A value that a later version may bring is red: what is not understood is not approved.
 */
export function readLevelOfTrust(text: string): LevelOfTrust {
  switch (text.toLowerCase()) {
    case 'green':
      return 'green';
    case 'yellow':
    case 'orange':
      return 'yellow';
    default:
      return 'red';
  }
}
