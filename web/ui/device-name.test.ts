import { expect, test } from 'vitest';
import { deviceName } from './device-name.ts';

test('a device is called what its owner calls it', () => {
  const agents = {
    'My iPhone': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1',
    'My Android phone': 'Mozilla/5.0 (Linux; Android 15) Chrome/142.0 Mobile Safari/537.36',
    'My Mac': 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.5 Safari/605.1.15',
    'My Chromebook': 'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/142.0 Safari/537.36',
    'My device': 'something else',
  };
  expect(Object.values(agents).map(deviceName)).toEqual(Object.keys(agents));
});
