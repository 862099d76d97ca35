import type { Detail, EventType } from '../../shared/contract/index.ts';

/** EventBridge refuses an empty list of conditions. */
type OneOrMore<Item> = readonly [Item, ...Item[]];

type TextCondition =
  | { readonly prefix: string | { readonly 'equals-ignore-case': string } }
  | { readonly suffix: string | { readonly 'equals-ignore-case': string } }
  | { readonly 'equals-ignore-case': string }
  | { readonly wildcard: string };

type Comparison = '=' | '<' | '<=' | '>' | '>=';

type NumberCondition = {
  readonly numeric:
    | readonly [Comparison, number]
    | readonly [Comparison, number, Comparison, number];
};

type OrList<Item> = Item | OneOrMore<Item>;

type TextExclusion =
  | { readonly prefix: OrList<string> }
  | { readonly suffix: OrList<string> }
  | { readonly wildcard: OrList<string> };

/** `anything-but` an exact value, or an operator on text. */
type Except<Value> = {
  readonly 'anything-but': OrList<Value> | (Value extends string ? TextExclusion : never);
};

/**
 * A condition on a leaf: one of its values, or an operator of EventBridge
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html).
 * If the contract lists all values of a text, only these are accepted as exact values.
 */
export type LeafPattern<Value> = OneOrMore<
  | Value
  | { readonly exists: boolean }
  | Except<Value>
  | (Value extends string ? TextCondition : never)
  | (Value extends number ? NumberCondition : never)
>;

type Leaf = string | number | boolean;

/** Names of the fields that at least one member of a union has. */
type AnyKey<Union> = Union extends unknown ? keyof Union : never;

/** Names of the fields that all members of a union have. */
type CommonKey<Union> = Extract<keyof Union, string>;

/** The type of a field in those members of a union that have it. */
type AnyValue<Union, Key extends PropertyKey> = Union extends { readonly [K in Key]?: infer Value }
  ? Exclude<Value, undefined>
  : never;

/**
 * Conditions on a value of this type, and on any part of it. Conditions on a list apply to its entries.
 * Conditions on a union may use the fields of any of its members.
 */
export type Pattern<Value> = [Value] extends [Leaf]
  ? LeafPattern<Value>
  : [Value] extends [readonly (infer Item)[]]
    ? Pattern<Item>
    : { readonly [Key in AnyKey<Value>]?: Pattern<AnyValue<Value, Key>> };

/**
 * Conditions on the `detail` of these events. With several types, only fields of `data` that all of
 * them have are allowed: a pattern on another field would silently exclude the events without it.
 */
export type DetailPattern<Type extends EventType> = {
  readonly metadata?: Pattern<Omit<Detail<Type>['metadata'], 'type'>>;
  readonly data?: CommonPattern<Detail<Type>['data']>;
};

/** `never` if there is no common field: any object can be assigned to an empty object type. */
type CommonPattern<Data> = [CommonKey<Data>] extends [never]
  ? never
  : { readonly [Key in CommonKey<Data>]?: Pattern<AnyValue<Data, Key>> };
