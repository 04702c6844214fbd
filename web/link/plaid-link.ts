/** The part of Plaid's own Link script that this page uses. */
export interface PlaidLink {
  create(options: {
    token: string;
    onSuccess: (publicToken: string | null, metadata: unknown) => void;
    onExit: (error: Record<string, unknown> | null, metadata: unknown) => void;
    onEvent: (name: string, metadata: Record<string, unknown>) => void;
    onLoad?: () => void;
    receivedRedirectUri?: string;
  }): { open(): void; destroy(): void };
}

declare global {
  interface Window {
    Plaid?: PlaidLink;
  }
}

/**
 * Loads the script from where the server says. It must come from there on every visit: Plaid
 * forbids copies of it.
 */
export const loadPlaidLink = (scriptUrl: string): Promise<PlaidLink> =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = scriptUrl;
    script.async = true;
    script.onload = () => {
      if (window.Plaid) resolve(window.Plaid);
      else reject(new Error('the Link script brought nothing'));
    };
    script.onerror = () => reject(new Error('the Link script did not load'));
    document.head.append(script);
  });

const told = [
  'error_code',
  'error_type',
  'exit_status',
  'institution_id',
  'institution_name',
  'is_update_mode',
  'link_session_id',
  'mfa_type',
  'request_id',
  'timestamp',
  'view_name',
];

/** What of an event may be kept: nothing that the person typed. */
export const tellable = (metadata: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    told.filter((key) => metadata[key] != null).map((key) => [key, metadata[key]]),
  );

/** Of a finished sign-in, what tells whether it is connected already: the bank and its accounts. */
export function loginOf(metadata: unknown): Record<string, unknown> {
  const { institution, accounts } = (metadata ?? {}) as Record<string, unknown>;
  const pick = (value: unknown, names: string[]) =>
    Object.fromEntries(
      Object.entries((value ?? {}) as Record<string, unknown>).filter(([name]) =>
        names.includes(name),
      ),
    );
  return {
    institution: pick(institution, ['institution_id', 'name']),
    accounts: Array.isArray(accounts) ? accounts.map((one) => pick(one, ['name', 'mask'])) : [],
  };
}
