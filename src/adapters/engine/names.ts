/** An image's name as the Engine API takes it: a colon after the last slash divides repository and tag. */
export function repositoryAndTag(name: string): { readonly repo: string; readonly tag: string } {
  const at = name.lastIndexOf(':');
  return at > name.lastIndexOf('/')
    ? { repo: name.slice(0, at), tag: name.slice(at + 1) }
    : { repo: name, tag: 'latest' };
}
