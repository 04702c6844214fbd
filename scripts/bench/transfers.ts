import { pairTransfers } from '#server/domain/transfers/pair.ts';
import { pairAcross } from '#server/domain/transfers/across.ts';
import type { Household } from './transfers/house.ts';
import { inventHousehold } from './transfers/household.ts';
const from=Number(process.argv[2]??1),n=Number(process.argv[3]??10);
let linked=0,right=0,truth=0,sugg=0,suggRight=0,legsIn=0;
const missed:Record<string,number>={}; const verbose=process.argv[4];
let ms=0,rows=0;
for(let s=from;s<from+n;s++){
  const house:Household=inventHousehold(String(s));
  rows+=house.rows.length;
  const t=performance.now();
  const pairs=pairTransfers(house.rows,house.accounts);
  const tk=new Set(pairs.flatMap(p=>[p.out,p.in]));
  pairs.push(...pairAcross(house.rows.filter(r=>!tk.has(r.id)),house.accounts));
  ms+=performance.now()-t;
  const by=new Map(house.rows.map(r=>[r.id,r]));
  const acc=new Map(house.accounts.map(a=>[a.id,a]));
  const movements=new Map<string,string[]>();
  for(const r of house.rows) if(r.movement) movements.set(r.movement,[...(movements.get(r.movement)??[]),r.id]);
  truth+=movements.size;
  const found=new Set<string>();
  const show=(id:string)=>{const r=by.get(id)!;const a=acc.get(r.accountId)!;return `${r.day} ${r.amount} ${a.institution}/${a.kind}/${a.subtype}/${a.mask} [${r.category}] "${r.text}" m=${r.movement}`};
  for(const p of pairs){
    const [o,i]=[by.get(p.out)!,by.get(p.in)!];
    const ok=o.movement!==null&&o.movement===i.movement;
    if(p.says==='linked'){linked++; if(ok)right++; else { legsIn+= o.movement&&i.movement?1:0; if(verbose==='wrong') console.log('WRONG',p.score.toFixed(1),'\n  ',show(p.out),'\n  ',show(p.in));}}
    else {sugg++; if(ok)suggRight++; if(verbose==='sugg') console.log(ok?'S-OK':'S-BAD',p.score.toFixed(1),'\n  ',show(p.out),'\n  ',show(p.in));}
    if(ok)found.add(o.movement!);
  }
  for(const [m,ids] of movements) if(!found.has(m)&&verbose==='missed') console.log('MISSED\n  ',ids.map(show).join('\n   '));
}
console.log({rows,truth,linked,precision:(right/linked).toFixed(4),recall:(right/truth).toFixed(4),swapped:legsIn,sugg,suggPrecision:(suggRight/sugg).toFixed(3),recallWithSugg:((right+suggRight)/truth).toFixed(4),ms:ms/n});
