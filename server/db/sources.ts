import type { ItemId } from '#server/contract/ids.ts';
import type { Product } from '#server/domain/bankWealth.ts';
import type { SourceFacts } from '#server/domain/sourceWords.ts';
import { sql, type Db } from './connect.ts';
import { visibleAccounts, type Viewer } from './viewer.ts';

export interface SourceRow extends SourceFacts {
  linkId: ItemId;
  product: Product;
  readAt: string | null;
}

/** Of links of which the viewer reads an account that it is about, while they are connected. */
export function listSources(db: Db, viewer: Viewer): Promise<SourceRow[]> {
  return db.query(sql`
    select p.item_id as "linkId", p.product, p.state, p.error_class as "errorClass",
      p.read_at as "readAt", p.read_at is not null as "everRead",
      coalesce(b.name, i.institution_name) as institution, m.name as owner,
      i.member_id = ${viewer.memberId} and ${viewer.within}::uuid is null as mine,
      (select ask_wealth from household) as wanted
    from item_products p
    join items i on i.id = p.item_id and i.access_token is not null
    join members m on m.id = i.member_id
    left join institutions b on b.id = i.institution_id
    where exists (select from (${visibleAccounts(viewer)}) a
      where a.item_id = i.id and a.closed_at is null
        and (p.product = 'liabilities') = (a.kind in ('credit', 'loan'))
        and (p.product = 'liabilities' or a.kind = 'investment'))
    order by institution, p.item_id, array_position(
      array['liabilities', 'holdings', 'trades'], p.product)`);
}
