import { expect, test } from 'vitest';
import { createLog, errorFacts } from './log.ts';

function written(
  level: Parameters<typeof createLog>[0],
  run: (log: ReturnType<typeof createLog>) => void,
) {
  const lines: string[] = [];
  run(createLog(level, (line) => lines.push(line) > 0));
  return lines;
}

test('an event is one line of JSON', () => {
  const [line = ''] = written('info', (log) => log.info('sync', { rows: 3, what: 'a\nb' }));
  expect(line).toMatch(/^\{.*\}\n$/);
  expect(line.trim()).not.toContain('\n');
  expect(JSON.parse(line)).toMatchObject({ level: 'info', event: 'sync', rows: 3, what: 'a\nb' });
});

test('what is quieter than the level is not written', () => {
  const all = (log: ReturnType<typeof createLog>) => {
    for (const level of ['error', 'warn', 'info', 'debug'] as const) log[level](level);
  };
  const events = (level: Parameters<typeof createLog>[0]) =>
    written(level, all).map((line) => (JSON.parse(line) as { event: string }).event);
  expect(events('error')).toEqual(['error']);
  expect(events('warn')).toEqual(['error', 'warn']);
  expect(events('debug')).toEqual(['error', 'warn', 'info', 'debug']);
});

test('of an unknown error its kind, code and place are told, never its message', () => {
  const error = Object.assign(new TypeError('access-sandbox-canary\n    in two lines'), {
    code: '23505',
    constraint: 'items_plaid',
    detail: 'Key (canary) exists',
  });
  const facts = errorFacts(error);
  expect(facts).toMatchObject({ error: 'TypeError', code: '23505', constraint: 'items_plaid' });
  expect(facts.stack).toContain('log.test.ts');
  expect(JSON.stringify(facts)).not.toContain('canary');
});

test.each([['text'], [7], [{}]])('what was thrown may be anything: %j', (thrown) => {
  expect(() => JSON.stringify(errorFacts(thrown))).not.toThrow();
});
