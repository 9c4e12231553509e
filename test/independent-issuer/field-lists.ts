/**
 * What the published field tables say of every message an issuer receives in an enrolment, written out by hand
 * (Issuer Gateway API, API protocol and outbound methods). Nothing here comes from the project's own schemas: the two
 * must agree because both follow the publication.
 */

export type Field =
  | { kind: 'text'; shortest: number; longest: number; pattern?: RegExp }
  | { kind: 'one of'; values: readonly string[] }
  | { kind: 'boolean' }
  | { kind: 'true' }
  | { kind: 'number' }
  | { kind: 'list'; of: Field }
  | ({ kind: 'object' } & Members);

export interface Members {
  required: Readonly<Record<string, Field>>;
  optional: Readonly<Record<string, Field>>;
}

/** What a table says of several members of a message at once. */
export type Rule =
  | { exactlyOneOf: readonly string[] }
  | { atLeastOneOf: readonly string[] }
  | { only: string; whereActionIs: readonly string[] };

export interface Message extends Members {
  rules: readonly Rule[];
}

// --- Kinds of fields -----------------------------------------------------------------------------------------------

function identifier(longest = 128): Field {
  return { kind: 'text', shortest: 1, longest };
}

function text(longest = 256): Field {
  return { kind: 'text', shortest: 1, longest };
}

function matching(pattern: RegExp, longest: number): Field {
  return { kind: 'text', shortest: 1, longest, pattern };
}

function object(members: Members): Field {
  return { kind: 'object', ...members };
}

function texts<Name extends string>(...names: readonly Name[]): Record<Name, Field> {
  return Object.fromEntries(names.map(name => [name, text()])) as Record<Name, Field>;
}

/** PKCS#7 in base64 on one line, which begins with M, or in lower-case hexadecimal, which begins with 30. */
const envelope = matching(/^(M[A-Za-z0-9+/]+={0,2}|30([0-9a-f]{2})+)$/, 8196);
const keyIdentifier = matching(/^[A-Za-z0-9_.-]+$/, 64);
const issuerCardRefId = identifier(48);
const virtualCardId = identifier(64);
const deviceBindingReference = identifier(64);
const instant = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 20);
const score = matching(/^[1-5]$/, 1);
const reasonCode = matching(/^..$/, 2);
const lastTwo = matching(/^..$/, 2);
const boolean: Field = { kind: 'boolean' };
const captureMethod: Field = {
  kind: 'one of',
  values: ['BANK_APP', 'ON_FILE', 'CAMERA', 'MANUAL', 'UNKNOWN'],
};

// --- Headers -------------------------------------------------------------------------------------------------------

/** Every message carries each exactly once. */
export const headers: Readonly<Record<string, RegExp>> = {
  'x-correlation-id': /^[a-zA-Z0-9_\-. ]{1,64}$/,
  'x-issuer-id': /^[A-Za-z0-9_-]{10}$/,
  'content-type': /^application\/json(; ?charset=utf-8)?$/i,
};

// --- Objects within messages ---------------------------------------------------------------------------------------

const tokenRequestor = object({
  required: {},
  optional: {
    id: identifier(),
    originalTokenRequestorId: identifier(),
    walletId: identifier(),
    merchantId: identifier(),
    name: text(),
    tspId: identifier(),
  },
});

const walletUserInformation = object({
  required: { walletUserId: identifier() },
  optional: {
    ...texts(
      'emailHash',
      'maskedEmail',
      'provisioningAttemptsOnDeviceIn24Hours',
      'walletDistinctCardholderNames',
      'walletAccountCountry',
      'suspendedCardsInAccount',
      'daysSinceLastAccountActivity',
      'numberOfActiveTokens',
      'deviceWithActiveTokens',
      'activeTokensOnAllDeviceForAccount',
      'daysSinceConsumerDataLastAccountChange',
      'numberOfTransactionsInLast12Months',
      'accountEmailLife',
    ),
    isAccountUsernamMatchCardName: boolean,
  },
});

const cardCaptureInformation = object({
  required: {},
  optional: {
    captureMethod,
    ...texts('cardHolderName', 'deviceLocation', 'sourceIp', 'cardHolderIdType', 'cardHolderIdNo'),
    address: object({
      required: {},
      optional: texts(
        'addressStreetOne',
        'addressStreetTwo',
        'addressCity',
        'addressState',
        'addressZip',
        'addressCountry',
      ),
    }),
  },
});

const scoringInformation = object({
  required: {},
  optional: {
    levelOfTrust: text(),
    tspScore: score,
    reasonCodes: { kind: 'list', of: reasonCode },
    deviceScore: score,
    accountScore: score,
    phoneNumberScore: score,
    walletScore: score,
    cardScore: score,
    ...texts('deviceTenure', 'deviceTokens', 'deviceCountry', 'devicePayJoinDate'),
    ...texts('accountCreationDate', 'accountLastUpdateDate'),
    ...texts('userTenure', 'userTokens', 'userWallets', 'userCountry', 'userPayJoinDate'),
    ...texts('walletTenure', 'walletTransactions', 'cardTenure', 'levelOfTrustStandardVersion'),
    cardNewlyAdded: boolean,
  },
});

/** `androidIdLastTwo`, an older name of `androidLastTwo`, is read but no longer sent. */
const deviceInformation = object({
  required: {},
  optional: {
    tokenStorageId: identifier(),
    tokenStorageType: {
      kind: 'one of',
      values: ['PHONE', 'TABLET', 'WATCH', 'COMPUTER', 'WALLET_SERVER', 'UNKNOWN'],
    },
    fourLastDigitPhoneNumber: matching(/^\d{4}$/, 4),
    androidLastTwo: lastTwo,
    serialNumber: lastTwo,
    IMEI: lastTwo,
    ...texts('manufacturer', 'brand', 'model', 'osVersion', 'firmwareVersion'),
    ...texts('phoneNumber', 'deviceName', 'deviceId', 'deviceParentId', 'language'),
    ...texts('timeZone', 'timeZoneSetting', 'simSerialNumber', 'phoneLostTime'),
    ...texts('networkOperator', 'networkType', 'deviceStateFlags'),
  },
});

// --- Messages ------------------------------------------------------------------------------------------------------

const checkCardEligibility: Message = {
  required: { walletProviderId: identifier() },
  optional: {
    cipheredCardInfo: envelope,
    publicKeyIdentifier: keyIdentifier,
    issuerCardRefId,
    tokenRequestor,
    captureMethod,
  },
  rules: [{ exactlyOneOf: ['cipheredCardInfo', 'issuerCardRefId'] }],
};

const requestCardDigitization: Message = {
  required: { walletProviderId: identifier(), walletUserInformation },
  optional: {
    cipheredCardInfo: envelope,
    publicKeyIdentifier: keyIdentifier,
    issuerCardRefId,
    tokenRequestor,
    walletCardRefId: identifier(),
    authenticationValue: envelope,
    cardCaptureInformation,
    scoringInformation,
    deviceInformation,
    tncStatus: boolean,
    tncAcceptedDate: instant,
    cvvValidated: boolean,
    tokenType: { kind: 'one of', values: ['EMBEDDED_SE', 'HCE', 'CARD_ON_FILE'] },
  },
  rules: [{ atLeastOneOf: ['cipheredCardInfo', 'issuerCardRefId'] }],
};

const getIDnVMethodList: Message = {
  required: { issuerCardRefId, virtualCardId },
  optional: { walletProviderId: identifier(), tokenRequestor, deviceBindingReference },
  rules: [],
};

const sendOTP: Message = {
  required: {
    walletProviderId: identifier(),
    issuerCardRefId,
    otpValue: text(),
    otpMethodId: identifier(),
  },
  optional: { expirationDate: instant, tokenRequestor, deviceBindingReference },
  rules: [],
};

const notifyVirtualCardChange: Message = {
  required: {
    issuerCardRefId,
    virtualCardId,
    walletProviderId: identifier(),
    isPrimary: { kind: 'true' },
    action: {
      kind: 'one of',
      values: [
        'ACTIVATE',
        'SUSPEND',
        'RESUME',
        'DELETE',
        'DELETE_FROM_APP',
        'UPDATE',
        'RENEW',
        'ERASE',
        'DEVICE_BOUND',
        'DEVICE_UNBOUND',
      ],
    },
  },
  optional: {
    walletCardRefId: identifier(),
    walletVirtualCardId: identifier(),
    tokenRequestor,
    tokenStorageId: identifier(),
    tokenInfo: envelope,
    deviceBindingReference,
    authenticatorInfo: object({ required: {}, optional: texts('type', 'level') }),
    errorCode: { kind: 'number' },
    source: { kind: 'one of', values: ['WALLET', 'TSP', 'ISSUER'] },
  },
  rules: [
    { only: 'tokenInfo', whereActionIs: ['ACTIVATE'] },
    { only: 'deviceBindingReference', whereActionIs: ['DEVICE_BOUND', 'DEVICE_UNBOUND'] },
  ],
};

/** By wire name of the method. */
export const messages: Readonly<Record<string, Message>> = {
  checkCardEligibility,
  requestCardDigitization,
  getIDnVMethodList,
  sendOTP,
  notifyVirtualCardChange,
};
