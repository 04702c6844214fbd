import { expect, test } from 'vitest';
import { LARGEST_FILE, parseEcbRates } from './ecbRates.ts';

const file = (inside: string) => `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
 xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
 <gesmes:subject>Reference rates</gesmes:subject>
 <gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
 <Cube>${inside}</Cube></gesmes:Envelope>`;

const read = (inside: string) => parseEcbRates(file(inside), '2026-11-20');

test('days and their rates are read, with either kind of quotes', () => {
  expect(
    read(`<Cube time='2026-11-19'>
      <Cube currency='USD' rate='1.0867'/><Cube currency="JPY" rate="165.42"/></Cube>
      <Cube time="2026-11-18"><Cube rate='1.0851' currency='USD' /></Cube>`),
  ).toEqual([
    { day: '2026-11-19', currency: 'USD', rate: '1.0867' },
    { day: '2026-11-19', currency: 'JPY', rate: '165.42' },
    { day: '2026-11-18', currency: 'USD', rate: '1.0851' },
  ]);
});

const day = (rates: string) => `<Cube time='2026-11-19'>${rates}</Cube>`;
const usd = "<Cube currency='USD' rate='1.1'/>";

test.each([
  ['nothing', ''],
  ['no day', usd],
  ['a day that is none', `<Cube time='2026-02-31'>${usd}</Cube>`],
  ['a day to come', `<Cube time='2027-01-01'>${usd}</Cube>`],
  ['a day of before the euro', `<Cube time='1998-12-31'>${usd}</Cube>`],
  ['no rate', day("<Cube currency='USD'/>")],
  ['a rate of nothing', day("<Cube currency='USD' rate='0.000'/>")],
  ['a negative rate', day("<Cube currency='USD' rate='-1'/>")],
  ['a rate that is no number', day("<Cube currency='USD' rate='1e3'/>")],
  ['a currency that is none', day("<Cube currency='usd' rate='1'/>")],
  ['a euro in euros', day("<Cube currency='EUR' rate='1'/>")],
  ['a document type', `<!DOCTYPE x [<!ENTITY a "b">]>${day(usd)}`],
  ['too much', day(usd) + ' '.repeat(LARGEST_FILE)],
  [
    'too many days',
    Array.from({ length: 101 }, (_, n) => {
      const at = new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
      return `<Cube time='${at}'>${usd}</Cube>`;
    }).join(''),
  ],
])('%s is refused whole', (_what, inside) => {
  expect(() => read(inside)).toThrow(/./);
});

test('a hostile file is refused quickly', () => {
  const long = `<Cube ${"time='".repeat(60_000)}`;
  const began = performance.now();
  expect(() => read(long)).toThrow(/no rates/);
  expect(() => read(`<Cube time='2026-11-19'${' '.repeat(200_000)}x`)).toThrow(/no rates/);
  expect(performance.now() - began).toBeLessThan(1000);
});
