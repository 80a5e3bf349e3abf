/** A text with what was searched for in it marked: parts by turns, as the API gives them; or the text as it is. */
export function Found({ parts, whole }: { parts: string[] | undefined; whole?: string }) {
  return <>{parts?.map((part, i) => (i % 2 ? <mark key={i}>{part}</mark> : part)) ?? whole}</>;
}
