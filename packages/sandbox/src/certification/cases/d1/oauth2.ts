import { setTimeout as pause } from 'node:timers/promises';
import type { Finding } from '@countermark/wire/envelope/doctor/finding';
import type { NotApplicable } from '../../certification-case.ts';
import { d1Case } from '../../d1/d1-case.ts';
import type { D1OAuth2Profile } from '../../d1/d1-profile.ts';
import { refused, taken } from '../../d1/judge-d1-answer.ts';
import type { PlayedD1Hub } from '../../d1/played-d1-hub.ts';
import { probe } from './probe.ts';

const reason = 'D1 APIs, outbound OAuth2';
const tokenCase = 'D1-AUT-01';
const needs = [tokenCase];

/** Seconds before its end that the hub does not use a token any more. */
const margin = 60;
/** Longest that a case waits for a token to end, in seconds. */
const longestWait = 30;

export const oauth2Cases = [
  oauth2Case({
    id: tokenCase,
    title: 'Gives an access token for client id and secret, asked for in a form',
    needs: undefined,
    async run(hub, oauth2) {
      taken(await hub.askToken(oauth2), {
        defect: 'no-access-token',
        wrong: 'The hub gets no access token.',
        mend: 'Take grant_type=client_credentials as application/x-www-form-urlencoded with Basic authentication, and answer 200 with access_token, token_type Bearer and expires_in.',
      });
      return [];
    },
  }),
  oauth2Case({
    id: 'D1-AUT-02',
    title: 'Reads client id and secret in both alphabets of base64',
    level: 'optional',
    needs,
    async run(hub, oauth2) {
      const basic = `${oauth2.clientId}:${oauth2.clientSecret}`;
      const encoded = Buffer.from(basic).toString('base64');
      if (encoded === Buffer.from(basic).toString('base64url'))
        return { notApplicable: 'These client credentials read the same in both.' };
      for (const basicAlphabet of ['base64', 'base64url'] as const) {
        taken(await hub.askToken(oauth2, { basicAlphabet }), {
          defect: 'one-alphabet-only',
          wrong: `Client id and secret are not found when they are written in ${basicAlphabet}.`,
          mend: 'Read + and -, / and _ alike, with and without = at the end: both forms are in use.',
        });
      }
      return [];
    },
  }),
  oauth2Case({
    id: 'D1-AUT-03',
    title: 'Says how long a token is good, as a number or as a text, and that is long enough to be used',
    needs,
    async run(hub, oauth2) {
      const { expires_in: lifetime } = taken(await hub.askToken(oauth2));
      if (lifetime === undefined) return [lifetimeMissing];
      return Number(lifetime) > margin ? [] : [lifetimeTooShort(lifetime)];
    },
  }),
  oauth2Case({
    id: 'D1-AUT-04',
    title: 'Refuses a wrong secret and an unknown client',
    needs,
    async run(hub, oauth2) {
      for (const changes of [{ clientSecret: `${oauth2.clientSecret}x` }, { clientId: 'nobody' }]) {
        refused(await hub.askToken(oauth2, changes), [400, 401], {
          defect: 'credentials-not-checked',
          wrong: `A ${'clientId' in changes ? 'client that does not exist' : 'wrong secret'} is not refused.`,
          mend: 'Compare client id and secret with what was agreed, and refuse with 400 or 401.',
        });
      }
      return [];
    },
  }),
  oauth2Case({
    id: 'D1-AUT-05',
    title: 'Refuses calls without a token, and with one that it did not give, with 401',
    needs,
    async run(hub, oauth2) {
      const { access_token: token } = taken(await hub.askToken(oauth2));
      const wrong = {
        'no token': null,
        'a made-up token': 'made-up',
        'a token that was changed': changed(token),
      };
      for (const [what, token] of Object.entries(wrong)) {
        refused(await probe(hub, { token }), [401], {
          defect: 'access-token-not-checked',
          wrong: `A call with ${what} is not refused with 401.`,
          mend: 'Verify the token of every call, and answer 401 where it is not good: that alone makes the hub get a new one.',
        });
      }
      return [];
    },
  }),
  oauth2Case({
    id: 'D1-AUT-06',
    title: 'Takes a token as often as the hub shows it, while others are given',
    needs,
    async run(hub, oauth2) {
      const { access_token: token } = taken(await hub.askToken(oauth2));
      taken(await probe(hub, { token }));
      taken(await hub.askToken(oauth2));
      taken(await probe(hub, { token }), {
        defect: 'token-good-once',
        wrong: 'A token is not taken a second time, after another one was given.',
        mend: 'Take a token until it expires: the hub keeps it, and several hubs have one each.',
      });
      return [];
    },
  }),
  oauth2Case({
    id: 'D1-AUT-07',
    title: 'Refuses a token that has expired, with 401',
    needs,
    async run(hub, oauth2) {
      const { access_token: token, expires_in: lifetime } = taken(await hub.askToken(oauth2));
      const seconds = Number(lifetime ?? Number.POSITIVE_INFINITY);
      if (seconds > longestWait)
        return {
          notApplicable: `Its tokens live longer than the ${longestWait} s that a case waits. Where the test environment can give shorter ones, certify with those too.`,
        };
      await pause((seconds + 1) * 1_000);
      refused(await probe(hub, { token }), [401], {
        defect: 'expired-token-accepted',
        wrong: `A token is taken more than the ${seconds} s after it was given that it is good for.`,
        mend: 'Look at the end of a token with every call, and answer 401 after it.',
      });
      return [];
    },
  }),
];

/** A case of an issuer that gives access tokens. */
function oauth2Case({
  run,
  level = 'conditional',
  needs,
  ...told
}: {
  id: string;
  title: string;
  level?: 'conditional' | 'optional';
  needs: readonly string[] | undefined;
  run(hub: PlayedD1Hub, oauth2: D1OAuth2Profile): Promise<readonly Finding[] | NotApplicable>;
}) {
  return d1Case({
    ...told,
    level,
    reason,
    ...(needs && { needs }),
    async run(hub) {
      const { oauth2 } = hub.d1;
      return oauth2 === null
        ? { notApplicable: 'The calls to this issuer need no access token.' }
        : run(hub, oauth2);
    },
  });
}

/** Another token, as near to this one as can be. */
function changed(token: string): string {
  const at = Math.floor(token.length / 2);
  return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
}

const lifetimeMissing: Finding = {
  defect: 'lifetime-missing',
  wrong: 'The answer does not say how long the token is good: expires_in is missing.',
  mend: 'Send expires_in in seconds, as a text or a number. Without it the hub takes a token to be good for 15 minutes.',
};
const lifetimeTooShort = (lifetime: string): Finding => ({
  defect: 'lifetime-too-short',
  wrong: `A token is good for ${lifetime} s. The hub does not use one in its last ${margin} s, so it asks for a token before every call.`,
  mend: 'Give tokens that are good for 15 minutes or so.',
});
