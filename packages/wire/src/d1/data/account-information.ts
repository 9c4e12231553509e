import Type from 'typebox';
import { flag } from '../../issuer-gateway/data/element.ts';

/** An account behind a card that D1 makes. It has no other members. */
export const AccountInformation = Type.Object(
  {
    default: flag('Whether the card uses it unless told otherwise.'),
    number: Type.String({ minLength: 1, maxLength: 64, description: 'Number of the account.' }),
    currencyCode: Type.String({
      pattern: '^[A-Za-z0-9]{3}$',
      description: 'Currency of the account, ISO 4217.',
      log: 'plain',
    }),
    type: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'Kind of account.', log: 'plain' }),
    ),
  },
  { additionalProperties: false },
);

export type AccountInformation = Type.Static<typeof AccountInformation>;
