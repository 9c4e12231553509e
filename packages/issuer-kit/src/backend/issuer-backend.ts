import { getToken } from '@countermark/wire/d1/outbound/get-token';
import { issuerIdHeader, issuerIdPattern } from '@countermark/wire/issuer-gateway/headers';
import { ResponseCode } from '@countermark/wire/issuer-gateway/response-codes';
import type { EnvelopeKeys } from '../keys/envelope-keys.ts';
import { HubEnvelope, type HubEnvelopePem } from '../keys/hub-envelope.ts';
import { inMemorySessions } from '../sessions/in-memory-sessions.ts';
import type { Observer } from './around.ts';
import { AccessTokens, readBasic } from './d1/access-tokens.ts';
import { D1Door } from './d1/d1-door.ts';
import { type D1Options, serveD1 } from './d1/handlers.ts';
import { errorAnswer } from './d1/refusal.ts';
import type { HttpAnswer, HttpCall } from './http-call.ts';
import type { HubClients } from './hub-clients.ts';
import {
  type AuxiliaryHandlers,
  type IssuerGatewayHandlers,
  serveAuxiliary,
  serveIssuerGateway,
} from './issuer-gateway/handlers.ts';
import { IssuerGatewayDoor, isOfIssuerGateway } from './issuer-gateway/issuer-gateway-door.ts';
import { IssuerGatewayRefusal, refusalAnswer } from './issuer-gateway/refusal.ts';
import { type NoticeStore, Notices } from './notices.ts';
import { pathOf, type Route, RouteTable, type ServedRoute } from './routes.ts';
import { reportFault, Watch } from './watch.ts';
import { defaultTimeLimits, type TimeLimits } from './within-time.ts';

/** An issuer: who it is, what it was set up with, and what it does when the hub calls. */
export interface IssuerBackendOptions extends Partial<Observer> {
  /** Exactly 10 characters of `[A-Za-z0-9_-]`, as the hub calls the issuer. */
  issuerId: string;
  /** The PKCS#7 keys that the hub seals for: needed by `issuerGateway` and `auxiliary`. */
  keys?: EnvelopeKeys;
  /** The hub's PKCS#7 certificate: needed by `auxiliary.requestCoBadgeDigitization`. */
  hubEnvelope?: HubEnvelopePem;
  issuerGateway?: IssuerGatewayHandlers;
  auxiliary?: AuxiliaryHandlers;
  d1?: D1Options;
  /**
   * Which client certificates are the hub's; others get HTTP 403. Unless given, whoever gets through TLS is taken for the
   * hub: give it where the server trusts more than the hub's own authority.
   */
  hubClients?: HubClients;
  /** Where it is kept which notices were applied; in memory unless given, which forgets all with the process. */
  notices?: NoticeStore;
  /** Milliseconds; a little less than the hub waits unless given. */
  timeLimits?: Partial<TimeLimits>;
  /** The time that access tokens go by; the machine's unless given. */
  now?: () => Date;
}

/** What a server needs of a backend. */
export interface Backend {
  readonly routes: readonly Route[];
  /** Whether one of its routes is called. */
  serves(call: { method?: string | undefined; url?: string | undefined }): boolean;
  /** Answers any call, whatever comes. */
  answer(call: HttpCall): Promise<HttpAnswer>;
}

/** The backend of one issuer. */
export interface IssuerBackend extends Backend {
  readonly issuerId: string;
  /** Whether a call is meant for this issuer, as far as it says. */
  isMeantBy(call: Pick<HttpCall, 'url' | 'headers'>): boolean;
}

/**
 * Makes a backend of handlers: what comes in is checked, opened and read before they see it, what goes out is checked and
 * sealed.
 *
 * @throws TypeError when something is missing that a handler needs
 * @example
 * const backend = issuerBackend({
 *   issuerId: 'BANKISSUER',
 *   keys: keyRing([{ keyIdentifier: 'bank-1', certificatePem, privateKeyPem }]),
 *   issuerGateway: {
 *     async checkCardEligibility({ card }) { ... return { issuerCardRefId, productId }; },
 *     async requestCardDigitization() { return { levelOfTrust: 'green' }; },
 *     async notifyVirtualCardChange({ request }) { ... },
 *   },
 * });
 */
export function issuerBackend(options: IssuerBackendOptions): IssuerBackend {
  const { issuerId, hubClients } = options;
  if (!new RegExp(issuerIdPattern).test(issuerId))
    throw new TypeError(`issuerId is 10 letters, digits, "_" or "-", not "${issuerId}".`);
  const table = new RouteTable(routesOf(options));
  return {
    issuerId,
    routes: table.routes,
    serves: ({ method = '', url = '' }) => table.find({ method, url }) !== undefined,
    isMeantBy: call => isMeantFor(call, options),
    async answer(call) {
      if (hubClients && !isHub(call, hubClients)) return stranger;
      const found = table.find(call);
      return found ? found.route.answer(call, found.parameters) : notServed(call.url);
    },
  };
}

function isHub({ clientCertificate }: HttpCall, hubClients: HubClients): boolean {
  const certificate = clientCertificate();
  return certificate !== undefined && hubClients(certificate);
}

/** The families say in three places whom a call is for: a header, the path, and the client id. */
function isMeantFor(
  { url, headers }: Pick<HttpCall, 'url' | 'headers'>,
  { issuerId, d1 }: IssuerBackendOptions,
): boolean {
  const path = pathOf(url);
  if (isOfIssuerGateway(path)) return headers[issuerIdHeader] === issuerId;
  if (path !== getToken.path) return path.includes(`/issuers/${issuerId}/`);
  const clientId = readBasic(headers.authorization)?.clientId;
  return d1?.credentials?.some(client => client.clientId === clientId) ?? false;
}

function routesOf(options: IssuerBackendOptions): ServedRoute[] {
  const { notices: store = inMemorySessions(), timeLimits, now = () => new Date() } = options;
  const {
    around = (_, answer) => answer(),
    onFault = reportFault,
    onUnopenedEnvelope = () => undefined,
  } = options;
  const watch = new Watch({ around, onFault, onUnopenedEnvelope }, { ...defaultTimeLimits, ...timeLimits });
  const common = { issuerId: options.issuerId, notices: new Notices(store), watch, now };
  return [...issuerGatewayRoutes(options, common), ...d1Routes(options, common)];
}

interface Common {
  issuerId: string;
  notices: Notices;
  watch: Watch;
  now: () => Date;
}

function issuerGatewayRoutes(options: IssuerBackendOptions, common: Common): ServedRoute[] {
  const { issuerGateway, auxiliary, keys, hubEnvelope } = options;
  if (!issuerGateway && !auxiliary) return [];
  if (keys === undefined)
    throw new TypeError('The Issuer Gateway API sends card data in envelopes: give keys, made by keyRing().');
  const hub = hubEnvelope && new HubEnvelope(hubEnvelope);
  const door = new IssuerGatewayDoor({ ...common, keys });
  return [
    ...(issuerGateway ? serveIssuerGateway(issuerGateway) : []),
    ...(auxiliary ? serveAuxiliary(auxiliary, hub) : []),
  ].flatMap(served => door.routesOf(served));
}

function d1Routes({ d1, issuerId }: IssuerBackendOptions, common: Common): ServedRoute[] {
  if (d1 === undefined) return [];
  const { credentials } = d1;
  const tokens = credentials && new AccessTokens(credentials, issuerId);
  const door = new D1Door({ ...common, tokens });
  return [...door.tokenRoutes(), ...serveD1(d1).map(served => door.routeOf(served))];
}

const stranger: HttpAnswer = { status: 403, body: undefined };

function notServed(url: string): HttpAnswer {
  return isOfIssuerGateway(pathOf(url))
    ? refusalAnswer(new IssuerGatewayRefusal(ResponseCode.badParameterFormat), 404)
    : errorAnswer(404, { error: 'Not Found' });
}
