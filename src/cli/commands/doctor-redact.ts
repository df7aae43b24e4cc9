import type { Finding } from './doctor.ts';

/** A finding without what addresses are asked with: a report of a bug is read by strangers. */
export function redact(finding: Finding): Finding {
  return hide(finding) as Finding;
}

function hide(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(/:\/\/[^\s/@:]*:[^\s/]*@/g, '://***@');
  if (Array.isArray(value)) return value.map(hide);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, hide(each)]));
}
