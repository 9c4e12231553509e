import Type from 'typebox';
import { flag } from '../issuer-gateway/data/element.ts';
import { closedObject } from './closed-object.ts';
import { HttpsBase } from './elements.ts';

const BasePath = Type.String({
  pattern: '^(/[A-Za-z0-9._~-]+)*$',
  maxLength: 256,
  description: 'A path that begins with / and does not end so, or nothing',
});

/** Under which paths an issuer serves what D1 calls, where they are not the published ones. */
export const BasePaths = closedObject({
  consumers: Type.Optional(BasePath),
  consumerNotifications: Type.Optional(BasePath),
  cardNotifications: Type.Optional(BasePath),
  digitalCardNotifications: Type.Optional(BasePath),
  cms: Type.Optional(BasePath),
  physicalCards: Type.Optional(BasePath),
});

/** The issuer's OAuth2 server; the secret is set by a call of its own. */
export const OAuth2Settings = closedObject({
  tokenUrl: HttpsBase,
  clientId: Type.String({
    pattern: '^[!-9;-~]{1,256}$',
    description: 'Id of the hub there: 1 to 256 visible ASCII characters without colon',
  }),
  scope: Type.Optional(
    Type.String({
      pattern: '^[!#-\\[\\]-~]+( [!#-\\[\\]-~]+)*$',
      maxLength: 1024,
      description: 'Scopes the hub asks for, divided by single spaces',
    }),
  ),
  basicAlphabet: Type.Optional(
    Type.Enum(['base64', 'base64url'], { description: 'Alphabet of the Basic authorisation' }),
  ),
});

/** How the hub speaks D1 with an issuer; what is absent is as for every new issuer. */
export const D1IssuerSettings = closedObject({
  outboundBase: HttpsBase,
  paths: Type.Optional(BasePaths),
  oauth2: Type.Optional(OAuth2Settings),
  cardNotifications: Type.Optional(
    Type.Enum(['V1', 'V2'], { description: 'V1: one call per operation; V2: lists' }),
  ),
  notificationsPerCall: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 100, description: 'Operations in one V2 call, at most: 1 to 100' }),
  ),
  sendsCardIdForConsumer: Type.Optional(
    flag('True or false: whether the card is named when a consumer is asked for'),
  ),
});
export type D1IssuerSettings = Type.Static<typeof D1IssuerSettings>;

/** The same as shown: with everything that has a default. */
export const D1IssuerSettingsView = Type.Object({
  ...Type.Required(D1IssuerSettings).properties,
  oauth2: Type.Optional(
    Type.Object({ ...Type.Required(OAuth2Settings).properties, scope: OAuth2Settings.properties.scope }),
  ),
});
export type D1IssuerSettingsView = Type.Static<typeof D1IssuerSettingsView>;

/** `PUT /issuers/{issuerId}/client-secret`: what the hub shows the issuer's OAuth2 server. It is never shown again. */
export const PutClientSecret = closedObject({
  clientSecret: Type.String({
    pattern: '^[ -~]{1,1024}$',
    description: 'The client secret: 1 to 1024 ASCII characters, no control characters',
  }),
});
export type PutClientSecret = Type.Static<typeof PutClientSecret>;
