/** Quiet to loud. */
export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

type Fact = string | number | boolean | null | undefined;

/**
 * One event of the server's life in a few plain facts. Never bank data, tokens or messages of SQL.
 */
export interface Log {
  error(event: string, facts?: Record<string, Fact>): void;
  warn(event: string, facts?: Record<string, Fact>): void;
  info(event: string, facts?: Record<string, Fact>): void;
  debug(event: string, facts?: Record<string, Fact>): void;
}

/** Writes a JSON line per event to standard output, where the journal or the terminal takes it. */
export function createLog(
  level: LogLevel,
  write = (line: string) => process.stdout.write(line),
): Log {
  const loudest = logLevels.indexOf(level);
  const at = (name: LogLevel) => {
    if (logLevels.indexOf(name) > loudest) return () => {};
    return (event: string, facts: Record<string, Fact> = {}) => {
      write(`${JSON.stringify({ at: new Date().toISOString(), level: name, event, ...facts })}\n`);
    };
  };
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}

/**
 * What may be logged of an unknown error: its kind, its code and where it happened. Its message may
 * hold a row, a parameter or a token.
 */
export function errorFacts(error: unknown): Record<string, Fact> {
  const { name, code, stack, constraint } = error as Error & {
    code?: unknown;
    constraint?: unknown;
  };
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    error: name ?? typeof error,
    code: typeof code === 'string' ? code : undefined,
    constraint: typeof constraint === 'string' ? constraint : undefined,
    stack: frames?.slice(0, 8).join(' | '),
  };
}
