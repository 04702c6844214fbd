import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openAtRest } from '#scripts/start/atRest.ts';
import { createHouse } from '#scripts/start/house.ts';
import { readOptions } from '#scripts/start/options.ts';
import { findCredentials } from '#server/db/members.ts';
import { insertSignInCode } from '#server/db/sessions.ts';
import { hashToken, newToken } from '#server/security/tokens.ts';

// `npm run let-in -- ana@home.example`: an address that signs a member in once, who has lost
// password, app and passkeys. Whoever may run this holds the database anyway; the member reads in
// their list of what was done that they came in this way.

const MINUTES = 60;

const root = join(import.meta.dirname, '..');
const house = createHouse();
try {
  const [email = '', ...more] = process.argv.slice(2);
  const options = email.includes('@') ? readOptions(root, more, process.env) : undefined;
  if (options) {
    const { config, ownDatabase } = options;
    if (!ownDatabase && !existsSync(join(config.dataDir, 'postgres'))) {
      throw new Error(`There is no household in ${config.dataDir} yet.`);
    }
    const db = await openAtRest(house, options);
    try {
      const member = await findCredentials(db, email);
      if (!member) throw new Error(`Nobody in this household has the e-mail address ${email}.`);
      const code = newToken();
      await insertSignInCode(db, { hash: hashToken(code), memberId: member.id, minutes: MINUTES });
      console.log('Start Ledgerberry again; this address signs in once, within the hour:');
      console.log(`  ${config.publicUrl}/welcome#code=${code}`);
      console.log('There, set a new password first, and remove an app or a passkey that is lost.');
    } finally {
      await db.close();
    }
  } else {
    console.log('npm run let-in -- <e-mail address>, with the settings of npm start.');
  }
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
await house.close();
process.exit();
