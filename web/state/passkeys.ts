import { ApiError, call } from '#web/api.ts';
import type { Input } from '#web/api.ts';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { queries } from './client.ts';
import { startOver } from './session.ts';

/**
 * Whether passkeys can be had in this browser at this address: they belong to a name, and need an
 * address nobody on the way can pretend to be.
 */
export const canUsePasskeys = (): boolean =>
  window.isSecureContext &&
  'PublicKeyCredential' in window &&
  !/^[\d.]+$|^\[/.test(location.hostname);

/** Whether the browser offers passkeys among the e-mail addresses that it fills in. */
export const offersPasskeys = async (): Promise<boolean> =>
  canUsePasskeys() &&
  ((await PublicKeyCredential.isConditionalMediationAvailable?.().catch(() => false)) ?? false);

/**
 * Signs in with a passkey. With `offered` it waits, for as long as the page lives or until another
 * passkey is asked for, for the person to pick one in the field that the browser fills in.
 */
export async function signInWithPasskey(how: {
  shared: () => boolean;
  offered: boolean;
}): Promise<void> {
  const { options } = await call('POST /api/sign-in/passkey/options');
  const response = await answer(options, how.offered);
  await call('POST /api/sign-in/passkey', {
    body: { response: asRecord(response), shared: how.shared() },
  });
  await startOver();
}

/** Nobody waits for a passkey any more. */
export async function stopOffering(): Promise<void> {
  const { WebAuthnAbortService } = await library();
  WebAuthnAbortService.cancelCeremony();
}

/** Proves with a passkey that it is still they. */
export async function confirmWithPasskey(): Promise<void> {
  const { options } = await call('POST /api/session/confirm/options');
  const passkey = asRecord(await answer(options, false));
  await call('POST /api/session/confirm', { body: { passkey } });
}

/** Makes a passkey on this device, or wherever the browser offers to keep it. */
export async function addPasskey(name: string): Promise<void> {
  const { options } = await call('POST /api/credentials/passkeys/options');
  const response = await make(options);
  await call('POST /api/credentials/passkeys', { body: { response, name } });
  await askAgain();
}

/** Accepts an invitation with a passkey that is made for it; whoever did is signed in. */
export async function joinWithPasskey(
  body: Input<'POST /api/join/passkey/options'>['body'],
): Promise<void> {
  const { options } = await call('POST /api/join/passkey/options', { body });
  const passkey = await make(options);
  await call('POST /api/join', { body: { ...body, passkey } });
  await startOver();
}

export async function removePasskey(id: string): Promise<void> {
  await call('POST /api/credentials/passkeys/:id/remove', { params: { id } });
  await askAgain();
}

const askAgain = () => queries.invalidateQueries({ queryKey: ['GET /api/credentials'] });

/** What reads and writes the browser's own answers; it comes when it is needed. */
const library = () => import('@simplewebauthn/browser');

async function make(options: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { startRegistration } = await library();
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
  return asRecord(await startRegistration({ optionsJSON }).catch(inWords));
}

async function answer(
  options: Record<string, unknown>,
  offered: boolean,
): Promise<AuthenticationResponseJSON> {
  const { startAuthentication } = await library();
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON;
  return startAuthentication({ optionsJSON, useBrowserAutofill: offered }).catch(inWords);
}

const asRecord = (response: object) => response as Record<string, unknown>;

const refusals: Record<string, [code: ApiError['code'], sentence: string]> = {
  NotAllowedError: ['cancelled', 'No passkey was used: it was cancelled, or took too long.'],
  AbortError: ['cancelled', 'No passkey was used.'],
  InvalidStateError: ['conflict', 'There is a passkey of yours on this device already.'],
  SecurityError: ['conflict', 'Passkeys do not work at this address.'],
  NotSupportedError: ['conflict', 'This device makes no passkeys of the kind we need.'],
  ConstraintError: [
    'conflict',
    'This device cannot keep a passkey, or cannot make sure that it is you. A phone can.',
  ],
};

/** What a browser says of a passkey that was not used is meant for programmers. */
function inWords(error: unknown): never {
  const known = error instanceof Error ? refusals[error.name] : undefined;
  if (!known) throw error;
  throw new ApiError(known[0], known[1], { cause: error });
}
