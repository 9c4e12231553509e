import Type from 'typebox';
import { flag, personalText, text } from './element.ts';

/** The account of the user at the wallet. Wallets often give no more than `walletUserId`. */
export const WalletUserInformation = Type.Object({
  walletUserId: Type.String({
    minLength: 1,
    maxLength: 128,
    description: 'The account as the wallet knows it.',
  }),
  emailHash: Type.Optional(personalText('Hash of the e-mail address of the account.')),
  maskedEmail: Type.Optional(personalText('Masked e-mail address of the account.')),
  provisioningAttemptsOnDeviceIn24Hours: Type.Optional(text('Attempts on this device in the last 24 hours.')),
  walletDistinctCardholderNames: Type.Optional(text('Number of different cardholder names in the account.')),
  walletAccountCountry: Type.Optional(text('Country of the account.')),
  suspendedCardsInAccount: Type.Optional(text('Number of suspended cards in the account.')),
  daysSinceLastAccountActivity: Type.Optional(text('Days since the account was last used.')),
  numberOfActiveTokens: Type.Optional(text('Number of active tokens of the account.')),
  deviceWithActiveTokens: Type.Optional(text('Number of devices with active tokens.')),
  activeTokensOnAllDeviceForAccount: Type.Optional(text('Number of active tokens on all devices.')),
  daysSinceConsumerDataLastAccountChange: Type.Optional(text('Days since the user data last changed.')),
  numberOfTransactionsInLast12Months: Type.Optional(
    text('Transactions of the account in the last 12 months.'),
  ),
  accountEmailLife: Type.Optional(text('Age of the e-mail address of the account.')),
  isAccountUsernamMatchCardName: Type.Optional(
    flag('Whether the user name matches the name on the card. The spelling is the one on the wire.'),
  ),
});

export type WalletUserInformation = Type.Static<typeof WalletUserInformation>;
