/** What is being typed, kept by the browser for each place where one types, until it is sent or thrown away. */
import { useState } from 'react';
import { session } from './session';

const most_drafts = 300;
const most_characters = 100_000; // of one

type Draft<More> = { text: string; at: number; more?: More };

function prefixOf() {
  return `tasklog-draft:${session.person}:`;
}
function drafts(): string[] {
  return Object.keys(localStorage).filter((name) => name.startsWith('tasklog-draft:'));
}
function readDraft<More>(name: string): Draft<More> | null {
  const text = localStorage.getItem(name);
  return text === null ? null : (JSON.parse(text) as Draft<More>);
}
function write(name: string, draft: Draft<unknown> | null) {
  if (!draft || draft.text === '') return localStorage.removeItem(name);
  try {
    const all = drafts();
    if (all.length >= most_drafts && !all.includes(name))
      all
        .sort((a, b) => (readDraft(a)?.at ?? 0) - (readDraft(b)?.at ?? 0))
        .slice(0, all.length - most_drafts + 1)
        .forEach((old) => localStorage.removeItem(old));
    localStorage.setItem(name, JSON.stringify({ ...draft, text: draft.text.slice(0, most_characters) }));
  } catch {
    // Full, or refused: it lives as long as the page.
  }
}

/** The draft of a place, null if there is none; what sets it, with what else belongs to it; and what forgets it. */
export function useDraft<More = undefined>(place: string): [Draft<More> | null, (text: string, more?: More) => void, () => void] {
  const name = prefixOf() + place;
  const [now, setNow] = useState(() => ({ name, draft: readDraft<More>(name) }));
  // A component that shows another thing shows that thing's draft.
  const draft = now.name === name ? now.draft : readDraft<More>(name);
  if (now.name !== name) setNow({ name, draft });
  const set = (next: Draft<More> | null) => {
    write(name, next);
    setNow({ name, draft: next });
  };
  return [draft, (text, more) => set({ text, at: Date.now(), ...(more !== undefined && { more }) }), () => set(null)];
}

/** How many things are typed and not sent, of this person. */
export function countDrafts(): number {
  return drafts().filter((name) => name.startsWith(prefixOf())).length;
}
export function forgetDrafts() {
  drafts()
    .filter((name) => name.startsWith(prefixOf()))
    .forEach((name) => localStorage.removeItem(name));
}
