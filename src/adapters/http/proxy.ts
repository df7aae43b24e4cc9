type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy for `url` after HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, in either spelling, as curl reads them; undefined for none. */
export function findProxy(url: URL, env: Environment): string | undefined {
  const read = (name: string): string | undefined =>
    [env[name.toLowerCase()], env[name]].find((value) => value !== undefined && value !== '');
  const proxy = read(url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? read('ALL_PROXY');
  if (proxy === undefined || isExcluded(url, read('NO_PROXY') ?? '')) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function isExcluded({ hostname, port, protocol }: URL, list: string): boolean {
  const own = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  const name = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      if (entry === '*') return true;
      const isBare = entry.split(':').length > 2 && !entry.startsWith('[');
      const [, host = '', only] = isBare ? ['', entry] : (/^\[?(.*?)\]?(?::(\d+))?$/.exec(entry) ?? []);
      const suffix = host.replace(/^\*?\./, '');
      if (suffix === '' || (only !== undefined && only !== own)) return false;
      return name === suffix || name.endsWith(`.${suffix}`);
    });
}
