import Type from 'typebox';
import { expiryPattern } from '../../card/expiry.ts';
import { TspTokenState } from './token-state.ts';

/**
 * The token as the TSP made it. The token's number is read with the rest and kept by nobody: it reaches the device inside
 * the personalisation data alone.
 */
export const TokenInfo = Type.Object({
  token: Type.Optional(Type.String({ pattern: '^[0-9]{13,19}$', description: 'Token number.' })),
  tokenExp: Type.String({ pattern: expiryPattern, description: 'Expiry date of the token, MMYY.' }),
  tokenLast4: Type.String({
    pattern: '^[0-9]{4}$',
    description: 'Last four digits of the token number.',
    log: 'plain',
  }),
  par: Type.Optional(Type.String({ pattern: '^[0-9A-Z]{29}$', description: 'Payment account reference.' })),
  tokenSequenceNumber: Type.Optional(
    Type.String({ pattern: '^[0-9]{1,3}$', description: 'Sequence number of the token.', log: 'plain' }),
  ),
  state: Type.Optional(TspTokenState),
});
export type TokenInfo = Type.Static<typeof TokenInfo>;
