import { expect, test } from 'vitest';
import { addDays, createClock, daysBetween } from './clock.ts';

const start = (speed: number) => ({
  anchor: Date.now(),
  base: Date.parse('2026-03-01T23:30:00Z'),
  elapsed: 0,
  speed,
});

test('what falls due on the way happens in order, at its own age', () => {
  const clock = createClock(start(0), 'UTC');
  const seen: [string, number, string][] = [];
  const note = (name: string) => () => seen.push([name, clock.elapsed(), clock.today()]);
  clock.after(3_600_000, note('hour'));
  clock.after(1000, () => {
    note('second')();
    clock.after(1000, note('another'));
  });
  clock.after(2000, note('never'))();
  clock.advance(7_200_000);
  expect(seen).toEqual([
    ['second', 1000, '2026-03-01'],
    ['another', 2000, '2026-03-01'],
    ['hour', 3_600_000, '2026-03-02'],
  ]);
  clock.close();
});

test('the calendar may be set without anything happening', () => {
  const clock = createClock(start(0), 'America/New_York');
  let ran = false;
  clock.after(1000, () => {
    ran = true;
  });
  clock.setNow(new Date('2027-01-01T03:00:00Z'));
  expect(clock.today()).toBe('2026-12-31');
  expect(clock.elapsed()).toBe(0);
  expect(ran).toBe(false);
  clock.close();
});

test('speed compresses waiting, and a clock goes on from where it was written down', async () => {
  const clock = createClock(start(10_000), 'UTC');
  await new Promise<void>((done) => clock.after(100_000, done));
  expect(clock.elapsed()).toBeGreaterThanOrEqual(100_000);
  clock.setSpeed(0);
  const other = createClock(start(1), 'UTC');
  other.restore(clock.setting());
  expect(other.now()).toEqual(clock.now());
  clock.close();
  other.close();
});

test('days', () => {
  expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  expect(daysBetween('2026-03-01', '2026-04-01')).toBe(31);
});
