/** A tag, in the colour that the person has given it. */
import { useTagColors } from '../lib/queries';

export function Tag({ tag }: { tag: string }) {
  return (
    <span dir="auto">
      <i className="hash" style={{ color: useTagColors()[tag] }}>
        #
      </i>
      {tag}
    </span>
  );
}
