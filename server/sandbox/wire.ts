/**
 * The SDK's types as they look on the wire: its enums become the strings that they stand for, so
 * that `satisfies Wire<TransactionsSyncResponse>` accepts the literals a server writes.
 */
export type Wire<T> = T extends string
  ? `${T}`
  : T extends number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? Wire<Item>[]
      : T extends object
        ? { [Key in keyof T]: Wire<T[Key]> }
        : T;
