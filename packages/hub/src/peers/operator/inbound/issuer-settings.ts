import type { D1IssuerSettings, D1IssuerSettingsView } from '@countermark/wire/operator/d1-issuer';
import type { IssuerSummary, PutIssuer } from '@countermark/wire/operator/issuer';
import {
  type D1OAuth2Settings,
  type D1Settings,
  defaultD1Settings,
  defaultIssuerSettings,
  type IssuerSettings,
} from '../../../core/issuer.ts';
import { isRefused, type Refused, refuse } from './outcome.ts';
import { readHttpsBase, readServerTrust } from './peer-server.ts';

/** The settings sent over those of every new issuer. */
export function readSettings({ settings }: PutIssuer): IssuerSettings | Refused {
  const { outboundBase: base, auxiliary: sentAuxiliary, d1: sentD1, ...others } = settings;
  if (base === undefined && sentD1 === undefined) {
    const message =
      'settings.outboundBase is missing: say where the issuer serves the Issuer Gateway API, or D1 (d1).';
    return refuse('missing-parameter', message, 'settings.outboundBase');
  }
  const outboundBase = base === undefined ? null : readHttpsBase(base, 'settings.outboundBase');
  if (isRefused(outboundBase)) return outboundBase;
  const serverTrust = readServerTrust(settings.serverTrust, 'settings.serverTrust');
  if (isRefused(serverTrust)) return serverTrust;
  const auxiliary = readAuxiliary(sentAuxiliary);
  if (isRefused(auxiliary)) return auxiliary;
  const d1 = readD1(sentD1);
  if (isRefused(d1)) return d1;
  return {
    ...defaultIssuerSettings,
    ...others,
    ...auxiliary,
    ...d1,
    methodMap: { ...settings.methodMap },
    outboundBase,
    serverTrust,
  };
}

function readAuxiliary(
  endpoint: PutIssuer['settings']['auxiliary'],
): Pick<IssuerSettings, 'auxiliary'> | Refused {
  if (endpoint === undefined) return {};
  const outboundBase = readHttpsBase(endpoint.outboundBase, 'settings.auxiliary.outboundBase');
  if (isRefused(outboundBase)) return outboundBase;
  return { auxiliary: { outboundBase, methodMap: { ...endpoint.methodMap } } };
}

function readD1(sent: D1IssuerSettings | undefined): Pick<IssuerSettings, 'd1'> | Refused {
  if (sent === undefined) return {};
  const { oauth2: sentOAuth2, ...others } = sent;
  const outboundBase = readHttpsBase(sent.outboundBase, 'settings.d1.outboundBase');
  if (isRefused(outboundBase)) return outboundBase;
  const oauth2 = readOAuth2(sentOAuth2);
  if (isRefused(oauth2)) return oauth2;
  return { d1: { ...defaultD1Settings, ...others, outboundBase, oauth2 } };
}

function readOAuth2(sent: D1IssuerSettings['oauth2']): D1OAuth2Settings | null | Refused {
  if (sent === undefined) return null;
  const fault = readHttpsBase(sent.tokenUrl, 'settings.d1.oauth2.tokenUrl');
  if (isRefused(fault)) return fault;
  return { basicAlphabet: 'base64', ...sent, scope: sent.scope ?? null };
}

/** Settings as they may be sent again. */
export function viewSettings(settings: IssuerSettings): IssuerSummary['settings'] {
  const { serverTrust, outboundBase, d1, ...others } = settings;
  return {
    ...others,
    ...(outboundBase !== null && { outboundBase }),
    ...(serverTrust !== null && { serverTrust }),
    ...(d1 && { d1: viewD1(d1) }),
  };
}

function viewD1({ oauth2, paths, ...d1 }: D1Settings): D1IssuerSettingsView {
  if (oauth2 === null) return { ...d1, paths };
  const { scope, ...server } = oauth2;
  return { ...d1, paths, oauth2: { ...server, ...(scope !== null && { scope }) } };
}
