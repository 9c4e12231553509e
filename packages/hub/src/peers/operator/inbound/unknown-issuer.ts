import { type Refused, refuse } from './outcome.ts';

export function unknownIssuer({ issuerId }: { issuerId: string }): Refused {
  return refuse('not-found', `There is no issuer ${issuerId}. \`countermark issuer list\` shows all.`);
}
