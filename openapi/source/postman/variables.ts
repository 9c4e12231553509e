import * as d1 from '@countermark/wire/d1/examples';
import {
  envelope,
  issuerCardRefId,
  newIssuerCardRefId,
  publicKeyIdentifier,
  virtualCardId,
} from '../issuer-gateway-examples.ts';

/** What stands in a collection for values of the examples: each is somebody's own. */
const variables: readonly [example: string, variable: string][] = [
  [d1.issuerId, 'issuerId'],
  [d1.consumerId, 'consumerId'],
  [d1.cardId, 'cardId'],
  ['card-20c5', 'newCardId'],
  [d1.cardProductId, 'cardProductId'],
  [d1.digitalCardId, 'digitalCardId'],
  [d1.operationId, 'operationId'],
  [d1.encryptedData, 'encryptedData'],
  ['"cardBin": "411111"', '"cardBin": "{{cardBin}}"'],
  ['compact-JWS-of-the-claims', 'assertion'],
  [issuerCardRefId, 'issuerCardRefId'],
  [newIssuerCardRefId, 'newIssuerCardRefId'],
  [virtualCardId, 'virtualCardId'],
  [publicKeyIdentifier, 'publicKeyIdentifier'],
  ['6f1c2b52-5c0b-4c52-9a55-0f8f5d3f5a11', '$guid'],
];

const sealedMembers = ['cipheredCardInfo', 'fpanDetails', 'authenticationValue', 'tokenInfo'];

/** Every variable that the user of a collection gives a value. */
export const variableNames: readonly string[] = [
  ...variables.map(([, variable]) => variable).filter(variable => /^\w+$/.test(variable)),
  'cardBin',
  ...sealedMembers,
];

/** An envelope is called as the member that it stands in. */
const sealedMember = new RegExp(`"(${sealedMembers.join('|')})": "${envelope.replaceAll('.', '\\.')}"`, 'g');

/** Everything of an example with variables in place of values: `{{cardId}}`. */
export function withVariables<Part>(part: Part): Part {
  if (typeof part === 'string') return inText(part) as Part;
  if (Array.isArray(part)) return part.map(withVariables) as Part;
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part).map(([name, member]) => [name, withVariables(member)]),
  ) as Part;
}

function inText(text: string): string {
  const sealed = text.replace(sealedMember, '"$1": "{{$1}}"');
  return variables.reduce(
    (all, [example, variable]) =>
      all.replaceAll(example, variable.startsWith('"') ? variable : `{{${variable}}}`),
    sealed,
  );
}
