/** One breach of a schema, as the validators report it. */
export interface Breach {
  readonly keyword: string;
  /** JSON pointer of the value. */
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The schema the value was held against. */
  readonly parentSchema: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

/** A compiled schema: true when `value` obeys it, otherwise the breaches are in `errors` until the next call. */
export interface Validator {
  (value: unknown): boolean;
  errors?: readonly Breach[] | null;
}

export declare const validateWorkspace: Validator;
export declare const validateBlock: Validator;
export declare const validateUser: Validator;

/** `text` is taken as it is, a `scalar` as YAML reads it, a `list` is divided at its commas. */
export type SettingKind = 'text' | 'scalar' | 'list';

/** The settings that a variable or a flag can say in one word, by their dotted keys. */
export declare const SETTINGS: Readonly<Record<string, SettingKind>>;

/** Another text whenever the validators change: what was found faultless before may not be so now. */
export declare const RULES_FINGERPRINT: string;
