import Type from 'typebox';
import { EncryptedData } from '../d1/data/card-elements.ts';
import { InitialCardState } from '../d1/data/card-state.ts';
import { ConsumerInfo } from '../d1/data/consumer-info.ts';
import { wireIdentifier } from '../d1/data/element.ts';
import { AccountId, CardId, CardProductId, ConsumerId, IssuerId } from '../d1/identifiers.ts';
import { identifier } from '../issuer-gateway/data/element.ts';
import { BatchHeader } from './header.ts';
import { errorCode, RecordRow, Status } from './record-elements.ts';

/**
 * The batch file that registers consumers and their cards (D1 batch files), and with its second operation the digital
 * cards that their TSP has of them as well: what its header and records must be, and what the file that answers it tells
 * of each. Only the outer members are published: `card`, its members and the whole of the result are ours.
 */

export const ConsumerCardRegistrationHeader = Type.Object({
  ...BatchHeader.properties,
  batchId: wireIdentifier('Of the batch, made up by the issuer.', 48),
  seqNumber: Type.String({ pattern: '^[0-9]{1,48}$', description: 'Of the file within its batch.' }),
  issuerId: IssuerId,
});

/** What is asked for with one record. The envelope holds `CardCredentials`, as in the calls that register a card. */
export const ConsumerAndCardRegistration = Type.Object({
  consumerAndCardRegistrationRequest: Type.Object({
    consumerId: ConsumerId,
    personalInformation: Type.Optional(ConsumerInfo),
    card: Type.Object({
      cardId: CardId,
      accountId: Type.Optional(AccountId),
      cardProductId: CardProductId,
      state: Type.Optional(InitialCardState),
      encryptedData: EncryptedData,
    }),
  }),
});
export type ConsumerAndCardRegistration = Type.Static<typeof ConsumerAndCardRegistration>;

export const ConsumerAndCardRegistrationRecord = Type.Object({
  ...RecordRow.properties,
  ...ConsumerAndCardRegistration.properties,
});
export type ConsumerAndCardRegistrationRecord = Type.Static<typeof ConsumerAndCardRegistrationRecord>;

export const ConsumerAndCardRegistrationResult = Type.Object({
  status: Status,
  consumerId: Type.Optional(Type.String()),
  card: Type.Optional(
    Type.Object({
      cardId: Type.String(),
      status: Status,
      digitalCardIds: Type.Optional(
        Type.Array(Type.String(), {
          description: 'Digital cards that the TSP has of the card. Only when they were asked for.',
        }),
      ),
    }),
  ),
  errorCode: Type.Optional(errorCode('When `status` is `KO`.')),
  error: Type.Optional(
    identifier('Why, for people: the member in error, or the error code of the D1 API.', 256),
  ),
});
export type ConsumerAndCardRegistrationResult = Type.Static<typeof ConsumerAndCardRegistrationResult>;
