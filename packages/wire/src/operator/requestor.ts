import Type from 'typebox';
import { Trid } from '../token-requestor/identifiers.ts';
import { PinnedCertificateView } from './certificate.ts';
import { closedObject } from './closed-object.ts';
import { chosenId, DisplayName, HttpsBase, TrustPem } from './elements.ts';

export const RequestorId = chosenId('the token requestor');

/** `PUT /requestors/{requestorId}`: makes a token requestor, or replaces it; certificates stay. */
export const PutRequestor = closedObject({
  name: Type.Optional(DisplayName),
  tokenRequestorIds: Type.Array(
    closedObject({
      id: Trid,
      walletProviderId: Type.Optional(
        Type.String({ minLength: 1, maxLength: 128, description: 'Wallet provider id: 1 to 128 characters' }),
      ),
    }),
    { minItems: 1, maxItems: 100, description: '1 to 100 TRIDs' },
  ),
  callbackBase: Type.Optional(HttpsBase),
  callbackTrust: Type.Optional(TrustPem),
});
export type PutRequestor = Type.Static<typeof PutRequestor>;

export const RequestorSummary = Type.Object({
  requestorId: RequestorId,
  ...PutRequestor.properties,
  name: DisplayName,
});
export type RequestorSummary = Type.Static<typeof RequestorSummary>;

export const RequestorList = Type.Object({ requestors: Type.Array(RequestorSummary) });
export type RequestorList = Type.Static<typeof RequestorList>;

export const RequestorView = Type.Object({
  ...RequestorSummary.properties,
  certificates: Type.Array(PinnedCertificateView),
});
export type RequestorView = Type.Static<typeof RequestorView>;
