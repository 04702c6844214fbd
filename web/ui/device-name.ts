// The first that fits: many call themselves by the names of others too.
const devices: readonly (readonly [mark: RegExp, name: string])[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android phone'],
  [/CrOS/, 'Chromebook'],
  [/Windows/, 'Windows computer'],
  [/Macintosh|Mac OS X/, 'Mac'],
  [/Linux|X11/, 'Linux computer'],
];

/** A first guess of what somebody calls the device they hold: `My iPhone`. */
export const deviceName = (userAgent: string): string =>
  `My ${devices.find(([mark]) => mark.test(userAgent))?.[1] ?? 'device'}`;
