/** What actions are mostly made of; it goes first. */
const FIRST = ['ansible-core', 'terraform', 'opentofu', 'helm', 'kubectl', 'docker-cli', 'docker-compose'];
const WIDTH = 80;

/** The tools of an image on one line: as many as fit, and how many there are beside; undefined where none is known. */
export function describeTools(tools: Readonly<Record<string, string>> = {}): string | undefined {
  const names = [
    ...FIRST.filter((name) => name in tools),
    ...Object.keys(tools).filter((name) => !FIRST.includes(name)),
  ];
  const all = names.map((name) => `${name} ${tools[name] ?? ''}`);
  const lineOf = (count: number): string => {
    const more = all.length - count;
    return `${all.slice(0, count).join(', ')}${more === 0 ? '' : ` and ${String(more)} more`}`;
  };
  let count = all.length;
  while (count > 1 && lineOf(count).length > WIDTH) count -= 1;
  return count === 0 ? undefined : lineOf(count);
}
