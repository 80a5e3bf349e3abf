/** The entries of the sidebar: each a link to a view, with how much there is in it. */
import { Link } from '@tanstack/react-router';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFlag } from '../../lib/flags';
import { usePlace } from '../../lib/place';

const worth_searching = 10;
const indent_px = 16;

export function Entry({
  to,
  icon,
  label,
  count,
  depth = 0,
}: {
  to: string;
  icon: ReactNode;
  label: string;
  count?: number;
  depth?: number;
}) {
  const place = usePlace();
  return (
    <li style={{ paddingInlineStart: depth * indent_px }}>
      <Link
        to={to as '/'}
        search={{ workspace: place.workspace }}
        className="nav"
        activeProps={{ className: 'nav nav-here', 'aria-current': 'page' }}
        activeOptions={{ exact: true, includeSearch: false }}
      >
        {icon}
        <span className="nav-label" dir="auto">
          {label}
        </span>
        {count ? <span className="count">{count}</span> : null}
      </Link>
    </li>
  );
}

export type Thing = { key: string; to: string; icon: ReactNode; label: string; count?: number; depth?: number };

/** Lists, saved filters, or tags: folded away, or found by a part of the name where there are many. */
export function Things({ part, title, things, action }: { part: string; title: string; things: Thing[]; action?: ReactNode }) {
  const { t } = useTranslation();
  const [folded, setFolded] = useFlag(`tasklog-folded:${part}`);
  const [text, setText] = useState('');
  const searched = things.length > worth_searching;
  const wanted = searched ? text.trim().toLowerCase() : '';
  const found = things.filter((each) => each.label.toLowerCase().includes(wanted));
  return (
    <>
      <div className="nav-heading">
        <h2>
          <button type="button" aria-expanded={!folded} onClick={() => setFolded(!folded)}>
            {folded ? <ChevronRight size={14} aria-hidden /> : <ChevronDown size={14} aria-hidden />} {title}
          </button>
        </h2>
        {things.length > 0 && <span className="count">{things.length}</span>}
        <span className="spacer" />
        {action}
      </div>
      {!folded && (
        <>
          {searched && (
            <input
              type="search"
              className="nav-search"
              dir="auto"
              value={text}
              aria-label={t('nav.find', { what: title })}
              placeholder={t('nav.find', { what: title })}
              onChange={(event) => setText(event.target.value)}
            />
          )}
          <ul>
            {found.map(({ key, ...entry }) => (
              <Entry key={key} {...entry} />
            ))}
          </ul>
          {found.length === 0 && things.length > 0 && <p className="nav-none">{t('palette.none')}</p>}
        </>
      )}
    </>
  );
}
