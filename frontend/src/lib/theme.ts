/** Light, dark, or as the system has it. */
export type Theme = 'system' | 'light' | 'dark';

export function theme(): Theme {
  return (localStorage.getItem('tasklog-theme') as Theme | null) ?? 'system';
}
export function setTheme(next: Theme) {
  localStorage.setItem('tasklog-theme', next);
  applyTheme();
}
export function applyTheme() {
  const chosen = theme();
  const dark = chosen === 'dark' || (chosen === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}
export function startTheme() {
  applyTheme();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applyTheme);
}
