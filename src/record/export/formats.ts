/** What a recording can be exported as. On its own, so that naming the formats loads none of them. */
export const EXPORT_FORMATS = ['text', 'json', 'junit', 'asciicast', 'html'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
