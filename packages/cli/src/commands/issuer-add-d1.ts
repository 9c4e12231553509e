import type { D1IssuerSettings } from '@countermark/wire/operator/d1-issuer';
import { HttpsBase } from '@countermark/wire/operator/elements';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { checked, repeatable } from '../checked-argument.ts';
import { CommandFailed, exitCodes } from '../command-failed.ts';

/** Each API an issuer serves for D1, and the setting for its base path. */
const apis = {
  consumers: 'consumers',
  'consumer-notifications': 'consumerNotifications',
  'card-notifications': 'cardNotifications',
  'digital-card-notifications': 'digitalCardNotifications',
  cms: 'cms',
  'physical-cards': 'physicalCards',
} as const;

type Api = keyof typeof apis;

export interface D1Options {
  d1Url?: string;
  d1Path?: [Api, string][];
  oauth2Url?: string;
  oauth2Client?: string;
  oauth2Scope?: string;
  oauth2Alphabet?: 'base64' | 'base64url';
  cardNotifications?: 'V1' | 'V2';
  notificationsPerCall?: number;
  namesCard?: true;
}

/** The options of an issuer that speaks D1. */
export function withD1Options(command: Command): Command {
  return command
    .option('--d1-url <url>', 'domain of its D1 backend, https://…', checked(HttpsBase))
    .option(
      '--d1-path <API=path>',
      `base path of an API where it is not the published one: ${Object.keys(apis).join(', ')}; may be repeated`,
      repeatable(apiPath),
    )
    .option(
      '--oauth2-url <url>',
      'where the hub gets tokens for its D1 backend, https://…',
      checked(HttpsBase),
    )
    .option(
      '--oauth2-client <id>',
      'client id of the hub there; set the secret with `issuer client-secret set`',
    )
    .option('--oauth2-scope <scopes>', 'scopes the hub asks for')
    .addOption(
      new Option(
        '--oauth2-alphabet <alphabet>',
        'alphabet in which id and secret are sent (default: base64)',
      ).choices(['base64', 'base64url']),
    )
    .addOption(
      new Option(
        '--card-notifications <version>',
        'V1: one call for each operation, of tokenization and renewal alone; V2: lists (default: V2)',
      ).choices(['V1', 'V2']),
    )
    .option('--notifications-per-call <count>', 'operations in one V2 call, 1 to 100 (default: 10)', count)
    .option('--names-card', 'name the card when the issuer is asked for a consumer');
}

/** What the options say of D1; nothing, when the issuer has no D1 backend. */
export function d1SettingsOf(options: D1Options): { d1?: D1IssuerSettings } {
  const { d1Url, d1Path = [], cardNotifications, notificationsPerCall, namesCard } = options;
  const oauth2 = oauth2Of(options);
  if (d1Url === undefined) {
    if (oauth2 || d1Path.length > 0 || cardNotifications || notificationsPerCall !== undefined || namesCard) {
      throw new CommandFailed(
        'These options are for an issuer with a D1 backend: add --d1-url',
        exitCodes.usage,
      );
    }
    return {};
  }
  return {
    d1: {
      outboundBase: d1Url,
      paths: Object.fromEntries(d1Path.map(([api, path]) => [apis[api], path])),
      ...(oauth2 && { oauth2 }),
      ...(cardNotifications && { cardNotifications }),
      ...(notificationsPerCall !== undefined && { notificationsPerCall }),
      ...(namesCard && { sendsCardIdForConsumer: true }),
    },
  };
}

function oauth2Of({
  oauth2Url: tokenUrl,
  oauth2Client: clientId,
  oauth2Scope: scope,
  oauth2Alphabet: basicAlphabet,
}: D1Options): D1IssuerSettings['oauth2'] {
  if (tokenUrl !== undefined && clientId !== undefined) {
    return {
      tokenUrl,
      clientId,
      ...(scope !== undefined && { scope }),
      ...(basicAlphabet && { basicAlphabet }),
    };
  }
  if (tokenUrl ?? clientId ?? scope ?? basicAlphabet) {
    throw new CommandFailed('OAuth2 needs both --oauth2-url and --oauth2-client', exitCodes.usage);
  }
  return undefined;
}

function apiPath(text: string): [Api, string] {
  const { api = '', path = '' } = /^(?<api>[a-z-]+)=(?<path>.*)$/.exec(text)?.groups ?? {};
  if (Object.hasOwn(apis, api)) return [api as Api, path];
  throw new InvalidArgumentError(`Expected API=PATH, the API one of ${Object.keys(apis).join(', ')}.`);
}

function count(text: string): number {
  if (/^([1-9][0-9]?|100)$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected: 1 to 100.');
}
