/** Where to go once signed in: a page of ours, whatever the URL says. */
export function nextOf(search: string): { to: string; search: Record<string, string> } {
  const parameters = new URLSearchParams(search);
  const next = parameters.get('next') ?? '/';
  const url = new URL(next, location.origin);
  const to = next.startsWith('/') && !next.startsWith('//') && !next.includes('\\') && url.origin === location.origin ? url.pathname : '/';
  const kept = Object.fromEntries([...url.searchParams].filter(() => to === url.pathname));
  for (const name of ['workspace', 'invitation', 'task']) {
    const value = parameters.get(name);
    if (value) kept[name] = value;
  }
  return { to, search: kept };
}
