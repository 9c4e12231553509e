import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CertificationPlan } from '@countermark/sandbox/certification/certification-case';
import type { CertificationProfile } from '@countermark/sandbox/certification/certification-profile';
import { ProfileError } from '@countermark/sandbox/certification/profile-file/named-files';
import { readProfile } from '@countermark/sandbox/certification/read-profile';
import { sandboxD1Profile } from '@countermark/sandbox/certification/sandbox-d1-profile';
import { sandboxProfile } from '@countermark/sandbox/certification/sandbox-profile';
import { readRunningSandbox } from '@countermark/sandbox/sandbox/sandbox-description';
import { sandboxD1Issuers, sandboxIssuers } from '@countermark/sandbox/sandbox/sandbox-parties';
import { sandboxClient } from '@countermark/sandbox/sandbox-client';
import { CommandFailed, exitCodes } from '../command-failed.ts';
import type { Terminal } from '../terminal.ts';

/** Whom to certify, as it was asked for. */
export interface ProfileChoice {
  /** A file; absent: `certification.yaml` if there is one, else the running sandbox. */
  profile?: string;
  /** An issuer of the sandbox, or the URL of a backend that takes the place of the profile's. */
  issuer?: string;
  plan?: readonly CertificationPlan[];
  /** Of the running sandbox. */
  folder: string;
}

/** Looked for in the current folder. */
export const usualProfile = 'certification.yaml';

/**
 * The profile that is meant.
 *
 * @throws CommandFailed when there is none, with what to do
 */
export async function chosenProfile(
  choice: ProfileChoice,
  terminal: Pick<Terminal, 'folder'>,
): Promise<CertificationProfile> {
  const { issuer } = choice;
  const url = issuer !== undefined && URL.canParse(issuer) ? issuer : undefined;
  const profile = (await profileFromFile(choice, terminal)) ?? (await profileFromSandbox(choice, terminal));
  if (profile) return url === undefined ? profile : elsewhere(profile, url);
  throw new CommandFailed(
    `Whom to certify? Write ${usualProfile} (docs/certification.md shows one), name another file by --profile, or start a sandbox with \`countermark sandbox\`: its reference issuer is certified then`,
    exitCodes.usage,
  );
}

async function profileFromFile(
  { profile }: ProfileChoice,
  { folder }: Pick<Terminal, 'folder'>,
): Promise<CertificationProfile | null> {
  const file = resolve(folder, profile ?? usualProfile);
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (profile === undefined && !isThere) return null;
  return readProfile(file).catch((error: unknown) => {
    if (error instanceof ProfileError) throw new CommandFailed(error.message, exitCodes.usage);
    throw error;
  });
}

async function profileFromSandbox(
  { issuer, plan, folder }: ProfileChoice,
  terminal: Pick<Terminal, 'folder'>,
): Promise<CertificationProfile | null> {
  const description = await readRunningSandbox(resolve(terminal.folder, folder));
  if (description === null) return null;
  const named = issuer === undefined || URL.canParse(issuer) ? usualIssuer(plan) : issuer;
  const gateway = sandboxIssuers.find(({ issuerId }) => issuerId === named);
  if (gateway) return sandboxProfile(description, gateway.issuerId);
  const d1 = sandboxD1Issuers.find(({ issuerId }) => issuerId === named);
  if (d1) return sandboxD1Profile(description, { issuer: d1, client: sandboxClient(description) });
  const known = [...sandboxIssuers, ...sandboxD1Issuers].map(({ issuerId }) => issuerId).join(', ');
  throw new CommandFailed(
    `${named} is neither a URL nor an issuer of the sandbox: it has ${known}`,
    exitCodes.usage,
  );
}

/** The first issuer of the sandbox that any of the plans concerns. */
function usualIssuer(plans: readonly CertificationPlan[] = []): string {
  const isOfD1 = (plan: CertificationPlan) => plan === 'd1' || plan === 'click-to-pay';
  const [first] = plans.length > 0 && plans.every(isOfD1) ? sandboxD1Issuers : sandboxIssuers;
  return first.issuerId;
}

/** The same issuer behind another address: one of the Issuer Gateway API, or of the domain of its D1 APIs. */
function elsewhere(profile: CertificationProfile, given: string): CertificationProfile {
  const url = given.replace(/\/+$/, '');
  const { issuerGateway, d1 } = profile;
  if (issuerGateway && d1) {
    throw new CommandFailed(
      'The profile has two addresses, that of the Issuer Gateway API and that of D1: change them there',
      exitCodes.usage,
    );
  }
  return {
    ...profile,
    ...(issuerGateway && { issuerGateway: { ...issuerGateway, url } }),
    ...(d1 && { d1: { ...d1, url } }),
  };
}
