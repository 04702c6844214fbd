import { sql, type Db } from './connect.ts';
import { seenItems, type Viewer } from './viewer.ts';

export interface Institution {
  id: string;
  name: string;
  url: string | null;
  color: string | null;
  /** A PNG. */
  logo: Buffer | null;
  oauth: boolean;
}

export async function saveInstitution(db: Db, institution: Institution): Promise<void> {
  await db.run(sql`
    insert into institutions (id, name, url, color, logo, oauth)
    values (${institution.id}, ${institution.name}, ${institution.url}, ${institution.color},
      ${institution.logo}, ${institution.oauth})
    on conflict (id) do update set name = excluded.name, url = excluded.url, color = excluded.color,
      logo = excluded.logo, oauth = excluded.oauth, fetched_at = now()`);
}

/** Names and logos change seldom: asked again after a month. */
export async function knowsInstitution(db: Db, id: string): Promise<boolean> {
  const row = await db.first(sql`
    select from institutions where id = ${id} and fetched_at > now() - interval '30 days'`);
  return row !== undefined;
}

/** Of a bank of which the viewer sees a link: that another has one there is theirs to tell. */
export async function findLogo(db: Db, viewer: Viewer, id: string): Promise<Buffer | null> {
  const row = await db.first<{ logo: Buffer | null }>(sql`
    select logo from institutions where id = ${id}
      and id in (select i.institution_id from (${seenItems(viewer)}) i)`);
  return row?.logo ?? null;
}
